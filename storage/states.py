"""How far an update, a call, a message for staff, a file and a job have come."""

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
    REPLACED = "replaced"
    """A later row under the same key said it better before it was sent."""


class Forwarding(StrEnum):
    """How far something is on its way to staff that a customer wrote too fast. The value is stored."""

    COLLECTED = "collected"
    """It waits, to be passed on together with what else they write."""
    HELD = "held"
    """A file that staff see once they ask for it."""
    PASSED = "passed"


class FileState(StrEnum):
    """Where a file is. The value is stored."""

    ORDERED = "ordered"
    """To be fetched from Telegram."""
    STORED = "stored"
    """With us: in its row, or on disk where it is large."""
    LEFT = "left"
    """With Telegram only, since its sender sent more than we keep."""


class JobState(StrEnum):
    """The value is stored."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """For good."""
