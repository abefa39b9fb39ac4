"""What the command line says: no company replaces it, as it is needed before their files can be read."""
