"""How urgent a message is, and what may be risked for it."""

from enum import IntEnum


class Urgency(IntEnum):
    """The order in which chats are served. The value is stored."""

    REPLY = 0
    ESCALATION = 1
    SERVICE = 2
    SURVEY = 3
    REMINDER = 4
    PROMOTION = 5

    @property
    def may_repeat(self) -> bool:
        """Required messages go at least once; promotional ones at most once."""
        return self is not Urgency.PROMOTION
