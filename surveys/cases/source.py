"""What a case came from."""

from enum import StrEnum


class CaseSource(StrEnum):
    """The value is stored."""

    COMPLAINT = "complaint"
    SCORE = "score"
    """A low one, with a story, or one whose customer a manager wants to be called back."""
    LEAVING = "leaving"
    INBOX = "inbox"
    """Words that nobody asked for, or a comment, of which staff made a case."""
    JOINED = "joined"
    """Whatever it was, it was joined to another case of its customer, which is counted in its place."""
