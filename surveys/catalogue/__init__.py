"""The built-in survey files, and how they and a company's own are read."""
