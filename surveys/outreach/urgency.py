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
    def is_outreach(self) -> bool:
        """Whether nobody waits for it: a survey, a reminder, a promotion."""
        return self >= Urgency.SURVEY

    @property
    def may_repeat(self) -> bool:
        """Whether a message may be sent twice when it is uncertain whether it went; a promotion may not."""
        return self is not Urgency.PROMOTION
