"""What every room may raise."""


class SayableError(Exception):
    """Its message is written for people and quotes neither a customer nor a secret, so it may be printed."""
