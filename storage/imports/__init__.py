"""The company's files on their way into the tables."""
