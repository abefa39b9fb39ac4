"""Other systems are told of what happens here."""
