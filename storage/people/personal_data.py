"""Personal data by table and column: how a person's rows are found, and what is left of them.

Every table is in PERSONAL or in IMPERSONAL with every column that holds text: a test walks them all. What is
kept of a person who is forgotten is what reports count, and tells of nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, and_, case, false, or_, select

from storage import tables
from storage.states import InboxState, OutboxState
from surveys.outreach.subjects import SubjectKind
from surveys.records.records import RecordKind

_LISTS: Final = ("waiting:", "inbox:", "cases:", "customer:", "audit:")
"""Places of messages that quote several customers: none is made again once somebody is forgotten."""
_UNSENT: Final = (OutboxState.READY, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class DataSubject:
    """Whose rows are meant: a customer, and the chat that was theirs until that moment."""

    customer_id: int
    telegram_id: int | None
    until: datetime


Of = Callable[[DataSubject], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, eq=False)
class PersonalTable:
    """A table with rows about people, and what becomes of those of a person who is forgotten."""

    table: Table
    of: Of
    """The condition of a person's rows."""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    """Columns with what stands in them afterwards."""
    kept: frozenset[str] = frozenset()
    """Columns of text that tell of nobody: ids of survey files, words that reports group by."""
    is_dropped: bool = False
    """Whether the rows go as a whole."""
    is_told: bool = True
    """Whether the person gets a copy of the rows: not of what only carries the same on its way."""
    of_staff: frozenset[str] = frozenset()
    """Columns that tell of the staff, who are people as well: the copy leaves them out."""

    def is_left(self, person: DataSubject) -> ColumnElement[bool]:
        """The condition of the person's rows of which something is still to be erased."""
        if self.is_dropped:
            return self.of(person)
        return and_(self.of(person), is_filled(self.table, self.emptied))


def is_filled(table: Table, emptied: Mapping[str, Any]) -> ColumnElement[bool]:
    """The condition of rows in which something else stands than will afterwards."""
    columns = table.c
    return or_(
        *(
            columns[name].is_not(None) if value is None else columns[name] != value
            for name, value in emptied.items()
        )
    )


def _nulls(*names: str) -> dict[str, None]:
    return dict.fromkeys(names)


def _is_theirs(chat: ColumnElement[int], person: DataSubject) -> ColumnElement[bool]:
    """Whether a chat is the person's; who never wrote has none, and a place without a chat is nobody's."""
    return false() if person.telegram_id is None else chat == person.telegram_id


def _by_customer(table: Table) -> Of:
    return lambda person: table.c.customer_id == person.customer_id


def _of_corrections(person: DataSubject) -> ColumnElement[bool]:
    theirs = select(tables.conversations.c.id).where(tables.conversations.c.customer_id == person.customer_id)
    return tables.corrections.c.conversation_id.in_(theirs)


def _of_outbox(person: DataSubject) -> ColumnElement[bool]:
    """What went to them, what went to staff about their cases, and lists that quote many."""
    outbox = tables.outbox
    numbers = select(tables.cases.c.number).where(tables.cases.c.customer_id == person.customer_id)
    cases = select(tables.cases.c.id).where(tables.cases.c.customer_id == person.customer_id)
    about = or_(
        outbox.c.customer_id == person.customer_id,
        and_(_is_theirs(outbox.c.chat_id, person), outbox.c.customer_id.is_(None)),
        outbox.c.case_number.in_(numbers),
        and_(outbox.c.purpose.is_not(None), outbox.c.subject_id.in_(cases)),
        *(outbox.c.fills.startswith(prefix) for prefix in _LISTS),
    )
    return and_(about, outbox.c.created_at <= person.until, outbox.c.state.not_in(_UNSENT))


def _of_inbox(person: DataSubject) -> ColumnElement[bool]:
    inbox = tables.inbox
    ended = inbox.c.state != InboxState.WAITING
    return and_(_is_theirs(inbox.c.lane, person), ended, inbox.c.received_at <= person.until)


def _of_places(person: DataSubject) -> ColumnElement[bool]:
    """Those in their chat, and those of their cases: what staff write there reaches nobody any more."""
    places, outbox = tables.places, tables.outbox
    before = or_(places.c.filled_at.is_(None), places.c.filled_at <= person.until)
    numbers = select(tables.cases.c.number).where(tables.cases.c.customer_id == person.customer_id)
    of_cases = select(outbox.c.id).where(outbox.c.case_number.in_(numbers))
    return or_(and_(_is_theirs(places.c.chat_id, person), before), places.c.recipe_id.in_(of_cases))


def _of_joinings(person: DataSubject) -> ColumnElement[bool]:
    joinings = tables.joinings
    return or_(joinings.c.customer_id == person.customer_id, joinings.c.other_id == person.customer_id)


def _of_import_changes(person: DataSubject) -> ColumnElement[bool]:
    """What files said about the customer and about their orders."""
    changes, orders = tables.import_changes, tables.orders
    theirs = select(orders.c.id).where(orders.c.customer_id == person.customer_id)
    return or_(
        and_(changes.c.kind == RecordKind.CUSTOMERS, changes.c.row_id == person.customer_id),
        and_(changes.c.kind == RecordKind.ORDERS, changes.c.row_id.in_(theirs)),
    )


def _personal(table: Table, *kept: str, of: Of | None = None, **rest: Any) -> PersonalTable:
    return PersonalTable(table, of or _by_customer(table), kept=frozenset(kept), **rest)


PERSONAL: Final[Mapping[str, PersonalTable]] = {
    one.table.name: one
    for one in (
        _personal(
            tables.customers, "segment",
            of=lambda person: tables.customers.c.id == person.customer_id,
            emptied=_nulls(
                "name", "timezone", "timezone_asked_at", "contact_asked_at", "attributes",
                "conversation_id", "case_id", "album", "album_message_id",
            ),
        ),
        _personal(
            tables.orders, "currency", "touchpoint", "status", "code",
            emptied=_nulls("external_id", "attributes"),
        ),
        _personal(tables.consents, "text_version"),
        _personal(tables.stays),
        _personal(tables.rhythms),
        _personal(tables.joinings, of=_of_joinings, is_dropped=True),
        _personal(tables.import_changes, of=_of_import_changes, is_dropped=True, is_told=False),
        _personal(tables.import_addresses, is_dropped=True, is_told=False),
        _personal(
            tables.conversations, "survey_id", "touchpoint", "segment", "stage",
            emptied={
                "given": {},
                **_nulls("opened", "picked", "awaiting", "changing", "changing_at", "deferred_id"),
            },
        ),
        _personal(
            tables.answers,
            "survey_id", "question_id", "kind", "option", "options", "shown", "touchpoint", "segment",
            emptied=_nulls("words", "file_id", "telegram_message_id"),
        ),
        _personal(tables.comment_themes, "theme"),
        _personal(
            tables.corrections, "question_id", "option", "options",
            of=_of_corrections, emptied=_nulls("words"),
        ),
        _personal(
            tables.messages,
            emptied=_nulls("words", "file_id", "telegram_message_id", "replied_to"),
            of_staff=frozenset({"staff_telegram_id"}),
        ),
        _personal(tables.feedback, of_staff=frozenset({"seen_by"})),
        _personal(tables.churn_sessions, "reason", "shown", "touchpoint", "segment"),
        _personal(
            tables.cases, "category", "touchpoint", "segment", "cause", "remedy", "overdue_step", "severity",
            emptied=_nulls("words", "telegram_message_id"),
            of_staff=frozenset({"holder_telegram_id", "chat_id", "opened_by", "about_telegram_id"}),
        ),
        _personal(tables.plans, "journey", "about"),
        _personal(tables.offers_given, "offer", "code"),
        _personal(tables.contact_log, "about"),
        _personal(
            tables.audit_log, "subject", "details", of_staff=frozenset({"staff_telegram_id", "details"})
        ),
        _personal(tables.addresses, is_dropped=True),
        _personal(tables.links, is_dropped=True, is_told=False),
        _personal(tables.files, is_dropped=True),
        _personal(
            tables.outbox, "method", "fills", "at",
            of=_of_outbox, is_told=False,
            emptied={
                # A chat with one person; groups stay groups.
                "chat_id": case((tables.outbox.c.chat_id > 0, 0), else_=tables.outbox.c.chat_id),
                **_nulls("body", "files", "buttons", "error", "key"),
            },
        ),
        _personal(
            tables.inbox, "kind",
            of=_of_inbox, is_told=False,
            emptied={
                "lane": 0, "state": InboxState.DONE,
                **_nulls("payload", "error", "album", "message_id", "content_hash"),
            },
        ),
        _personal(tables.places, of=_of_places, is_dropped=True, is_told=False),
    )
}  # fmt: skip

_GROUPS: Final = frozenset({"survey_id", "question_id", "touchpoint", "segment", "category", "reason_class"})

IMPERSONAL: Final[Mapping[str, frozenset[str]]] = {
    # Hashes whose key is another table's, and who is of the staff.
    "tombstones": frozenset({"kind", "hash"}),
    "staff": frozenset({"name"}),
    "invitations": frozenset({"token_hash"}),
    # What the company wrote itself, and what owners chose.
    "surveys": frozenset({"id", "definition"}),
    "settings": frozenset({"name", "value"}),
    "content_files": frozenset({"name", "content"}),
    "content_drafts": frozenset({"name", "content"}),
    "campaigns": frozenset({"name", "words", "words_b", "survey_id", "offer", "audience"}),
    "counters": frozenset({"name"}),
    "api_keys": frozenset({"name", "hook", "token_hash", "secret"}),
    "feeds": frozenset({"token_hash", "export"}),
    "webhooks": frozenset({"url", "secret", "events"}),
    # What staff did with files, not what stood in them.
    "imports": frozenset({"file_name", "fingerprint"}),
    "sent_tables": frozenset(),
    # What managers chose and did, and ids of what they were told.
    "digest_settings": frozenset(),
    "named_staff": frozenset(),
    "availability": frozenset(),
    "weekly_digests": frozenset({"asked"}),
    "alerts": frozenset({"subject"}),
    "alert_mutes": frozenset(),
    "canned_replies": frozenset({"name", "ru", "en"}),
    "manager_actions": frozenset({"words"}),
    # Cells of lines that became nobody's; kept for some days.
    "import_refusals": frozenset({"why"}),
    # Ids by which a sender tells its events apart, and rows about which systems were told.
    "received_events": frozenset({"source", "event"}),
    "webhook_deliveries": frozenset({"error"}),
    # Names and numbers of the program.
    "jobs": frozenset({"kind", "args", "key", "error"}),
    "refusing_chats": frozenset({"description"}),
    "heartbeats": frozenset({"name"}),
    "installation": frozenset({"id", "cluster"}),
    # How many, by what reports group by.
    **{
        f"{kind}_{span}": _GROUPS
        for kind in ("score", "latest_score", "case", "order", "customer")
        for span in ("days", "months")
    },
    "pending_order_days": _GROUPS,
    "pending_customer_days": _GROUPS,
}
"""Tables without rows about customers, with their columns of text."""

REKEYED: Final = tuple(
    one.table
    for one in PERSONAL.values()
    if "customer_id" in one.table.c and one.table is not tables.outbox and not one.is_dropped
)
"""Tables whose rows stay and get the random key in the person's place."""

SUBJECT: Final = SubjectKind.CUSTOMER
"""A plan may be about the customer, whose id is then a subject's as well."""
