"""How far updates, calls, messages, files and jobs have come; what is audited; what keys are for; copies."""

from enum import StrEnum


class InboxState(StrEnum):
    """The value is stored."""

    WAITING = "waiting"
    DONE = "done"
    HELD = "held"
    """Whoever said it has not agreed yet that it may be handled."""
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


class KeyUse(StrEnum):
    """What a key is for. The value is stored."""

    API = "api"
    HOOK = "hook"
    """It proves who sent a request to a hook."""
    FETCH = "fetch"
    """The other side's own, with which we ask it for what a hook only points to."""
    UNKNOWN = "unknown"
    """A newer version's: it opens nothing here."""


class CopySign(StrEnum):
    """By what a database is recognised as a copy. The value is stored."""

    OLDER = "older"
    """The file beside it has seen later marks."""
    OTHER_ID = "other_id"
    """The file beside it is another installation's."""
    NO_FILE = "no_file"
    """There is no such file: the database was copied here without it."""
    MOVED = "moved"
    """The file itself is a copy."""
    UNMARKED = "unmarked"
    """There is such a file, but the database is from before the first mark."""
    OTHER_SERVER = "other_server"
    """The server is another, or the database was made anew there."""
    MISSED_UPDATES = "missed_updates"
    """Telegram was told that updates arrived which this database has never seen."""
    RESTORED = "restored"
    """Somebody said so, by `otklik restore`."""


class Forwarding(StrEnum):
    """How far something is on its way that did not go at once. The value is stored."""

    COLLECTED = "collected"
    """It waits, to be passed on together with what else they write."""
    STORY = "story"
    """It is part of the words with which the case began."""
    HELD = "held"
    """A file that staff see once they ask for it."""
    PASSED = "passed"
    UNCONFIRMED = "unconfirmed"
    """A colleague of whoever has the case wrote it, and has not said yet that it is to be sent."""


class FileState(StrEnum):
    """Where a file is. The value is stored."""

    ORDERED = "ordered"
    """To be fetched from Telegram."""
    STORED = "stored"
    """With us: in its row, or on disk where it is large."""
    LEFT = "left"
    """With Telegram only, since its sender sent more than we keep."""


class SentTableState(StrEnum):
    """How far a company's file is that a manager sent in the chat. The value is stored."""

    ORDERED = "ordered"
    """It is fetched and looked into."""
    SHOWN = "shown"
    """What was understood is in the chat, and waits for a decision."""
    CONFIRMED = "confirmed"
    """It is imported."""
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """Nothing of it can be imported."""
    UNDOING = "undoing"
    """Its import is taken back."""
    UNDONE = "undone"


class ContentDraftState(StrEnum):
    """How far a file is that a manager sent to be used. The value is stored."""

    ORDERED = "ordered"
    """It is fetched and checked."""
    SHOWN = "shown"
    """What it changes is in the chat, and waits for a decision."""
    TAKEN = "taken"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """It has faults, or changes nothing."""


class Purpose(StrEnum):
    """What a row of the outbox is for, where something follows from its outcome. The value is stored."""

    STAFF_REPLY = "staff_reply"
    """What staff wrote, on its way to the customer; the subject is the stored message."""
    REPLY_EDIT = "reply_edit"
    """What staff made of it since, on its way to the same message; the subject is the stored message."""
    REPLY_UNDO = "reply_undo"
    """The deletion of it; the subject is the stored message."""
    FEEDBACK_REPLY = "feedback_reply"
    """The same in reply to what the customer said outside cases; the subject is the stored message."""
    CASE_NOTICE = "case_notice"
    """What a customer is told of a step of their case; the subject is the case."""
    CASE_DELAY = "case_delay"
    """That staff are late with a case, which is of no use once they answered; the subject is the case."""
    CASE_CARD = "case_card"
    """The card of a case on its way to the support chat or to an owner; the subject is the case."""
    CASE_WORDS = "case_words"
    """What a customer wrote, or the topic for it, on its way to the support chat; the subject is the case."""
    CASE_CALL = "case_call"
    """That a case is overdue, on its way to one of the team in private; the subject is the case."""


class AuditAction(StrEnum):
    """What somebody did with the company's data that is to be accounted for. The value is stored."""

    EXPORT = "export"
    """A file was written; the subject is the name of the export."""
    FEED_ADDED = "feed_added"
    """A feed was opened; the subject is its id."""
    FEED_REVOKED = "feed_revoked"
    """A feed was closed; the subject is its id."""
    KEY_ADDED = "key_added"
    """A program got a key, or its secret was stored; the subject is the name of the key."""
    KEY_REVOKED = "key_revoked"
    """A key was ended; the subject is its name."""
    IMPORT = "import"
    """A file was begun to be taken over; the subject is the number of the import."""
    IMPORT_UNDONE = "import_undone"
    """An import was begun to be taken back; the subject is its number."""
    CONTENT_CHANGED = "content_changed"
    """A survey, a journey, offers or texts were changed from the chat; the subject is `survey:nps`."""
    CASE_ABOUT = "case_about"
    """A case was marked as one about a member of the team, or the mark was lifted; the subject is `#17`."""
    CASE_SEVERITY = "case_severity"
    """Somebody of the team said how severe a case is; the subject is `#17`."""
    CANNED_REPLY_CHANGED = "canned_reply_changed"
    """A ready answer of the staff was written or deleted; the subject is its name."""
    PERSON_READ = "person_read"
    """What is stored of a customer was shown to one of the team; the subject is the command that asked."""


class JobState(StrEnum):
    """The value is stored."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """For good."""


class ImportState(StrEnum):
    """How far an import is. The value is stored."""

    PENDING = "pending"
    """Its rows are being stored and count nowhere yet."""
    APPLYING = "applying"
    """Its rows count; what it changes of others is being written."""
    DONE = "done"
    CANCELLING = "cancelling"
    """It is taken back before its rows counted."""
    UNDOING = "undoing"
    """It is taken back after they did."""
    UNDONE = "undone"


class DeliveryState(StrEnum):
    """How far an event is on its way to another system. The value is stored."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    """For good: it was tried as often as there are tries, or its receiver is gone."""
