"""Interface texts: Fluent files in two languages, their check, and other people's words made harmless."""
