"""How far an update, a call and a job have come."""

from enum import StrEnum


class InboxState(StrEnum):
    """The value is stored."""

    WAITING = "waiting"
    DONE = "done"
    POISON = "poison"
    """It could not be handled, and is never handled by itself again."""


class OutboxState(StrEnum):
    """The value is stored, and counted in the metrics."""

    READY = "ready"
    SENDING = "sending"
    """Claimed, as it must not be sent twice."""
    SENT = "sent"
    DEAD = "dead"
    """Telegram refused it for good."""
    UNREACHABLE = "unreachable"
    """The chat is closed to us."""
    UNCERTAIN = "uncertain"
    """Nobody knows whether it arrived; it is not repeated."""
    EXPIRED = "expired"
    REFUSED = "refused"
    """By the contact policy."""


class Purpose(StrEnum):
    """What a row of the outbox is for, where something follows from its outcome. The value is stored."""

    STAFF_REPLY = "staff_reply"
    """What staff wrote, on its way to the customer; the subject is the stored message."""
    CASE_NOTICE = "case_notice"
    """What a customer is told of a step of their case; the subject is the case."""
    CASE_CARD = "case_card"
    """The card of a case on its way to the support chat or to an owner; the subject is the case."""
    CASE_WORDS = "case_words"
    """What a customer wrote, or the topic for it, on its way to the support chat; the subject is the case."""


class JobState(StrEnum):
    """The value is stored."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """For good."""
