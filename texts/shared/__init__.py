"""What both the chat and the command line say, such as why a line of a file is refused."""
