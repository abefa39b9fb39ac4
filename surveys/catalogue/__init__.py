"""The built-in survey files."""
