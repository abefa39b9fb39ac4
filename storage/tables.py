"""Every table. The reasons for their shape are in docs/decisions."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.direction import Direction
from storage.engines.types import Choice, Id, Instant, IntChoice, Json, Words
from storage.states import (
    AuditAction,
    ContentDraftState,
    CopySign,
    DeliveryState,
    FileState,
    Forwarding,
    ImportState,
    InboxState,
    JobState,
    KeyUse,
    OutboxState,
    Purpose,
    SentTableState,
)
from surveys.cases.feedback import FeedbackKind, FeedbackState
from surveys.cases.lifecycle import Status
from surveys.cases.overdue_steps import OverdueStep
from surveys.cases.severity import Severity
from surveys.cases.source import CaseSource
from surveys.content.kinds import ContentKind
from surveys.language.languages import Language
from surveys.outreach.campaigns import BreakerReason, CampaignKind, CampaignState, CampaignStep
from surveys.outreach.consents import ConsentKind
from surveys.outreach.holdout import Arm
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import Action, ContactKind, PolicyReason, PolicyStage
from surveys.outreach.subjects import SubjectKind
from surveys.outreach.urgency import Urgency
from surveys.questions.customer_stage import CustomerStage
from surveys.questions.message_kind import MessageKind
from surveys.questions.reasons import ReasonClass
from surveys.records.address import AddressKind
from surveys.records.amounts import DecimalMark
from surveys.records.instants import DayOrder
from surveys.records.proof import Proof
from surveys.records.records import RecordKind
from surveys.roles import Role
from surveys.statistics.alert_kinds import AlertKind
from surveys.webhooks.events import EventKind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _partial(name: str, where: str, *columns: str) -> Index:
    """An index over the few rows that are still to be dealt with."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


# People --------------------------------------------------------------------------------------------

customers = Table(
    "customers",
    metadata,
    _id(),
    Column("name", Words),
    Column("language", Choice(Language, 2, unknown=Language.EN), nullable=False),
    Column("timezone", String(64)),
    # When they were asked for it and have not told it since.
    Column("timezone_asked_at", Instant),
    # When they were asked for their phone and have not shared it since.
    Column("contact_asked_at", Instant),
    Column("segment", String(100)),
    Column("attributes", Json),
    Column("joined_at", Instant, nullable=False),
    # When they came back last; null for whoever never left, or has not returned.
    Column("returned_at", Instant),
    Column("left_at", Instant),
    # Of whoever came as one of the staff: they are no customer, until they write as one.
    Column("staff_since", Instant),
    Column("blocked_at", Instant),
    Column("stopped_at", Instant),
    # When they asked to be written to less often; null for whoever did not.
    Column("asked_less_at", Instant),
    # The conversation that a text without a button belongs to; no foreign key: the two refer to each other.
    Column("conversation_id", Id),
    # The latest complaint, open or not: what is written without being asked for may belong to it.
    Column("case_id", Id),
    # The album that was answered last: its other pictures get no reply of their own.
    Column("album", String(64)),
    # Telegram's number of its first picture: the others go where that one went.
    Column("album_message_id", Id),
    Column("monthly_margin_minor", Id),
    # When the company's system changed it last, as that says; what it said before comes too late.
    Column("source_updated_at", Instant),
    # The import that made it; its rows count once it is no longer pending.
    Column("import_id", Id),
    # Few among all: those who stopped or blocked since a moment are counted while a campaign runs.
    _partial("ix_customers_blocked", "blocked_at IS NOT NULL", "blocked_at", "id"),
    _partial("ix_customers_stopped", "stopped_at IS NOT NULL", "stopped_at"),
    _partial("ix_customers_of_import", "import_id IS NOT NULL", "import_id", "id"),
    # Whom a report leaves out is sooner found than each of the others is looked up.
    _partial("ix_customers_staff", "staff_since IS NOT NULL", "staff_since", "id"),
    _partial("ix_customers_left", "left_at IS NOT NULL", "left_at", "id"),
)

orders = Table(
    "orders",
    metadata,
    _id(),
    Column("external_id", String(200), unique=True),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("ordered_at", Instant, nullable=False),
    Column("amount_minor", Id),
    Column("currency", String(3)),
    Column("margin_minor", Id),
    Column("touchpoint", String(100)),
    Column("status", String(32)),
    Column("code", String(64)),
    Column("attributes", Json),
    # The customer's order before this one, and the one before it at the same touchpoint: who bought in a
    # period is counted by the orders that have none in it.
    Column("previous_at", Instant),
    Column("previous_there_at", Instant),
    # As a customer's.
    Column("source_updated_at", Instant),
    # The import that made it; its rows count once it is no longer pending.
    Column("import_id", Id),
    # All that reports read of the orders of a period: more than ten times faster than through the rows.
    Index(
        "ix_orders_counted",
        "ordered_at",
        "previous_at",
        "previous_there_at",
        "touchpoint",
        "status",
        "customer_id",
        "import_id",
        "amount_minor",
        "margin_minor",
        "currency",
    ),
    # What a customer ordered, when, where and for how much: retention is counted from it without sorting.
    Index(
        "ix_orders_of_customer",
        "customer_id",
        "ordered_at",
        "touchpoint",
        "status",
        "import_id",
        "previous_at",
        "amount_minor",
        "currency",
    ),
    # Orders with a code of an offer, few among all.
    _partial("ix_orders_coded", "code IS NOT NULL", "code"),
    _partial("ix_orders_of_import", "import_id IS NOT NULL", "import_id", "customer_id", "id"),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("kind", Choice(ConsentKind, 16), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("text_version", String(64), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Index("ix_consents_customer_id_kind_decided_at", "customer_id", "kind", "decided_at"),
)

# When somebody was a customer: from coming, or coming back, until leaving. Follows what is written of
# customers; a stay that is over changes no more when another begins.
stays = Table(
    "stays",
    metadata,
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    # From 1; those after the first are returns.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    # Of the reason that was told for leaving; null where none was told.
    Column("reason_class", Choice(ReasonClass, 16)),
    # Who came and left within a period, and on the part of a day at either end of it.
    Index("ix_stays_began", "began_at", "number", "customer_id"),
    # Those who came back, few among those who came.
    _partial("ix_stays_returned", "number > 1", "began_at", "customer_id"),
    _partial("ix_stays_ended", "ended_at IS NOT NULL", "ended_at", "began_at", "customer_id", "reason_class"),
    sqlite_with_rowid=False,
)

# How often customers buy, and from when on their silence is longer than usual; follows their orders. Who
# ordered too seldom for that has no row.
rhythms = Table(
    "rhythms",
    metadata,
    Column("customer_id", Id, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("gap_s", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("silent_at", Instant, nullable=False),
    Index("ix_rhythms_silent", "silent_at", "customer_id"),
    sqlite_with_rowid=False,
)

# By what people are found: Telegram's id, the company's own, a phone. An address belongs to one person.
addresses = Table(
    "addresses",
    metadata,
    Column("kind", Choice(AddressKind, 16), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    # All of a person's, read from the index alone.
    Index("ix_addresses_of_customer", "customer_id", "kind", "value"),
    # Several phones, but one account of Telegram and one id of the company.
    Index(
        "uq_addresses_sole",
        "customer_id",
        "kind",
        unique=True,
        sqlite_where=text("kind <> 'phone'"),
        postgresql_where=text("kind <> 'phone'"),
    ),
    sqlite_with_rowid=False,
)

# That two customers turned out to be one person, or were said to be and contradict each other.
joinings = Table(
    "joinings",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    # Who they were as well: gone since, unless it was refused.
    Column("other_id", Id, nullable=False),
    Column("proof", Choice(Proof, 8), nullable=False),
    # The kind of address of which they have two; null where they were joined.
    Column("refused", Choice(AddressKind, 16)),
    Column("happened_at", Instant, nullable=False),
    _partial("ix_joinings_refused", "refused IS NOT NULL", "id"),
)

# Addresses of people who are forgotten, so that no file brings them back.
tombstones = Table(
    "tombstones",
    metadata,
    # What kind of address it was, and a keyed hash of it: nobody reads the address in it.
    Column("kind", String(16), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("erased_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# Links to surveys that say what an answer is about, and perhaps who gives it.
links = Table(
    "links",
    metadata,
    _id(),
    # The link itself is known to whoever got it; the database keeps what recognises it.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("survey_id", String(32), nullable=False),
    Column("touchpoint", String(100)),
    Column("segment", String(100)),
    # No foreign key, as in `conversations`: an order may be taken back with its import.
    Column("order_id", Id),
    # Whom it identifies, once; null for a link that anybody may follow, again and again.
    Column("customer_id", Id, ForeignKey("customers.id"), index=True),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id),
    Column("expires_at", Instant, index=True),
    Column("used_at", Instant),
)

# Staff ---------------------------------------------------------------------------------------------

staff = Table(
    "staff",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    Column("role", Choice(Role, 8), nullable=False),
    Column("name", Words),
    Column("enrolled_at", Instant, nullable=False),
    Column("enrolled_by", Id),
    Column("revoked_at", Instant),
    Column("revoked_by", Id),
)

# Who of the staff agreed to stand by name on the board of the team; without a row nobody does.
named_staff = Table(
    "named_staff",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    Column("agreed_at", Instant, nullable=False),
)

# When somebody of the team may be called; who is not here is there, and is called by day.
availability = Table(
    "availability",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    # The first day of the business's calendar on which they are back; null while they are there.
    Column("back_on", Date),
    # Whether an owner is called to overdue cases by night too.
    Column("at_any_hour", Boolean, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    # The link itself is known to whoever got it; the database keeps what recognises it.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("role", Choice(Role, 8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", Id),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", Id),
)

api_keys = Table(
    "api_keys",
    metadata,
    _id(),
    Column("name", String(64), nullable=False),
    Column("use", Choice(KeyUse, 8, unknown=KeyUse.UNKNOWN), nullable=False),
    # Whose requests it proves, or whose data it fetches; null for the API.
    Column("hook", String(64)),
    Column("token_hash", String(64), nullable=False),
    # Only where it must be known: a signature is computed with it, or it is shown to the other side.
    Column("secret", String(500)),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

# Surveys -------------------------------------------------------------------------------------------

surveys = Table(
    "surveys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True),
    # The file as it was asked, so that an answer can always be read beside its question.
    Column("definition", Json, nullable=False),
    Column("first_seen_at", Instant, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("survey_id", String(32), nullable=False),
    Column("survey_version", Integer, nullable=False),
    Column("language", Choice(Language, 2, unknown=Language.EN), nullable=False),
    Column("touchpoint", String(100)),
    Column("segment", String(100)),
    Column("order_id", Id),
    Column("invited", Boolean, nullable=False),
    # A preview: whoever began it was of the staff, and it counts nowhere.
    Column("by_staff", Boolean, nullable=False),
    Column("awaiting", String(32)),
    Column("given", Json, nullable=False),
    # Groups of reasons that the customer looked into.
    Column("opened", Json),
    # What was chosen so far of several options.
    Column("picked", Json),
    Column("started_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("finished_at", Instant),
    Column("reasked_at", Instant),
    # The question whose answer the customer wants to change, and since when.
    Column("changing", String(32)),
    Column("changing_at", Instant),
    # The first of the kept messages that may be an answer: the customer was asked what they meant.
    Column("deferred_id", Id),
    # The plan that began it; null for what the customer began.
    Column("plan_id", Id),
    # How far the customer was when it began; null where the survey asks everybody in the same words.
    Column("stage", Choice(CustomerStage, 16, unknown=CustomerStage.LIVING)),
    _partial("ix_conversations_awaiting", "awaiting IS NOT NULL", "touched_at"),
    # Those that we began, of which each report on scores tells how many answered.
    _partial("ix_conversations_planned", "plan_id IS NOT NULL", "survey_id", "started_at"),
    # Interviews are few among the surveys, and each report on leaving counts those of its days.
    _partial("ix_conversations_leaving", "survey_id IN ('leaving', 'silent')", "started_at"),
)

_COMMENTS = "kind = 'text' AND words IS NOT NULL AND words <> '' AND superseded_at IS NULL"
_LOW_SCORES = "kind = 'score' AND score < 7"

answers = Table(
    "answers",
    metadata,
    _id(),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("survey_id", String(32), nullable=False),
    Column("question_id", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("score", Integer),
    Column("option", String(32)),
    # Ids of several options that were chosen, in the order of the survey's file.
    Column("options", Json),
    Column("words", Words),
    # A sent file: its kind and Telegram's id of it.
    Column("media", Choice(MessageKind, 16, unknown=MessageKind.UNKNOWN)),
    Column("file_id", String(256)),
    # -1 … 1, filled in afterwards; null until then and where there are no words.
    Column("sentiment", Float),
    Column("shown", Json),
    Column("language", Choice(Language, 2, unknown=Language.EN), nullable=False),
    Column("touchpoint", String(100)),
    Column("segment", String(100)),
    # Reports count an answer on the day on which it was given, in the business's zone.
    Column("day", Date, nullable=False),
    Column("answered_at", Instant, nullable=False),
    Column("changed_at", Instant),
    # Telegram's number of the message that gave it; null for a tap.
    Column("telegram_message_id", Id),
    # When a later answer to the same question took its place; null for the one that stands.
    Column("superseded_at", Instant),
    # What a survey about an event is about: its order or, without one, its conversation; else null.
    Column("event_id", Id),
    # The day on which the person scored the same again, LAST_DAY while they have not; null if not counted.
    Column("latest_until", Date),
    Index(
        "ix_answers_current",
        "conversation_id",
        "question_id",
        unique=True,
        sqlite_where=text("superseded_at IS NULL"),
        postgresql_where=text("superseded_at IS NULL"),
    ),
    # All of a person's, and whether they answered later.
    Index("ix_answers_of_customer", "customer_id", "answered_at"),
    _partial("ix_answers_unscored", "kind = 'text' AND words IS NOT NULL AND sentiment IS NULL", "id"),
    # Comments that stand and low scores, of all touchpoints and of one, the latest of a period first.
    _partial("ix_answers_comments", _COMMENTS, "survey_id", "day", "id"),
    _partial("ix_answers_comments_there", _COMMENTS, "survey_id", "touchpoint", "day", "id"),
    _partial("ix_answers_low", _LOW_SCORES, "survey_id", "question_id", "day", "id", "latest_until"),
    _partial(
        "ix_answers_low_there",
        _LOW_SCORES,
        "survey_id",
        "question_id",
        "touchpoint",
        "day",
        "id",
        "latest_until",
    ),
    # Low scores with all that is read of them to tell what became of those who gave them, and who may leave.
    _partial(
        "ix_answers_recovery",
        _LOW_SCORES,
        "survey_id",
        "question_id",
        "day",
        "customer_id",
        "answered_at",
        "latest_until",
        "touchpoint",
        "segment",
        "conversation_id",
        "id",
        "kind",
        "score",
        "superseded_at",
    ),
    # Scores that stand no more, with what reports count of them: of a period that ends within a month, some
    # of that month's stood at its end.
    _partial(
        "ix_answers_latest_until",
        "latest_until < '9000-01-01'",
        "survey_id",
        "question_id",
        "latest_until",
        "day",
        "touchpoint",
        "segment",
        "kind",
        "score",
    ),
)

# What comments are about: a row for each theme of each, one of an empty theme for none. What was counted on
# its day stays counted there when a later answer takes its place.
comment_themes = Table(
    "comment_themes",
    metadata,
    Column("answer_id", Id, ForeignKey("answers.id"), primary_key=True),
    Column("theme", String(32), primary_key=True),
    # The answer's, so that people are counted from the index alone.
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("day", Date, nullable=False),
    Column("sentiment", Float),
    Index("ix_comment_themes_day", "day", "theme", "customer_id", "sentiment"),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    _id(),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("question_id", String(32), nullable=False),
    Column("score", Integer),
    Column("option", String(32)),
    Column("options", Json),
    Column("words", Words),
    Column("corrected_at", Instant, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("conversation_id", Id),
    Column("kind", Choice(MessageKind, 16, unknown=MessageKind.UNKNOWN), nullable=False),
    Column("words", Words),
    Column("file_id", String(256)),
    Column("received_at", Instant, nullable=False),
    Column("case_id", Id),
    # Whoever of the staff wrote it to the customer; null for what the customer wrote.
    Column("staff_telegram_id", Id),
    # When the customer got what staff wrote; null until then, and where Telegram refused it.
    Column("delivered_at", Instant),
    # When staff took it back; null for what they did not. Once it is deleted it was never delivered.
    Column("undone_at", Instant),
    Column("sentiment", Float),
    # Null for what staff got at once, and for what is not for them.
    Column("forwarding", Choice(Forwarding, 12)),
    # The id of the first message of its album; null for what was sent alone.
    Column("album_id", Id),
    # Telegram's number of it in the chat where it was written; null where that is not known.
    Column("telegram_message_id", Id),
    # What it replies to or quotes, in a few words; null where it does not.
    Column("replied_to", Words),
    _partial("ix_messages_numbered", "telegram_message_id IS NOT NULL", "customer_id", "telegram_message_id"),
    _partial("ix_messages_album_id", "album_id IS NOT NULL", "album_id", "id"),
    _partial("ix_messages_case_id", "case_id IS NOT NULL", "case_id", "id"),
    _partial("ix_messages_collected", "forwarding IN ('collected', 'held')", "case_id", "id"),
)

# What customers said outside cases, on its way to staff. The words stay where they are.
feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("kind", Choice(FeedbackKind, 8), nullable=False),
    # One of the two is null.
    Column("message_id", Id, ForeignKey("messages.id")),
    Column("answer_id", Id, ForeignKey("answers.id")),
    Column("conversation_id", Id),
    Column("received_at", Instant, nullable=False),
    Column("state", Choice(FeedbackState, 8), nullable=False),
    # Who of the staff dealt with it last, and when.
    Column("seen_by", Id),
    Column("seen_at", Instant),
    # What staff wrote to the customer about it, among the messages.
    Column("reply_id", Id),
    Column("case_id", Id),
    # Which message of the support group shows it, null for none, and in which state.
    Column("stream_id", Id),
    Column("stream_shown", Choice(FeedbackState, 8)),
    _partial(
        "ix_feedback_unstreamed",
        "state = 'new' AND stream_id IS NULL",
        "received_at",
        "customer_id",
        "id",
    ),
    _partial("ix_feedback_stream_id", "stream_id IS NOT NULL", "stream_id"),
    _partial("ix_feedback_stale", "stream_id IS NOT NULL AND stream_shown <> state", "stream_id"),
    _partial("ix_feedback_new", "state = 'new'", "id", "received_at"),
    _partial("ix_feedback_message_id", "message_id IS NOT NULL", "message_id"),
    _partial("ix_feedback_answer_id", "answer_id IS NOT NULL", "answer_id"),
    _partial("ix_feedback_reply_id", "reply_id IS NOT NULL", "reply_id"),
    Index("ix_feedback_customer_id", "customer_id", "id"),
)

churn_sessions = Table(
    "churn_sessions",
    metadata,
    # Of the reason that stands the id of its conversation; of one that was told before on an earlier day an
    # id of its own.
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("reason", String(32), nullable=False),
    # The class of that day; null for someone who has not left.
    Column("reason_class", Choice(ReasonClass, 16)),
    Column("taxonomy_version", Integer, nullable=False),
    Column("shown", Json, nullable=False),
    Column("return_on", Date),
    Column("touchpoint", String(100)),
    Column("segment", String(100)),
    Column("money_minor", Id),
    Column("day", Date, nullable=False, index=True),
    Column("told_at", Instant, nullable=False),
    # Of a reason that was told before: null for the one that stands.
    Column("conversation_id", Id),
)

# Complaints ----------------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    Column("conversation_id", Id),
    Column("source", Choice(CaseSource, 16), nullable=False),
    Column("category", String(32)),
    Column("touchpoint", String(100)),
    Column("segment", String(100)),
    Column("score", Integer),
    # Where the scale of the score ends: 10, 7 or 5; null without a score.
    Column("scale", Integer),
    # What the score was when the case began, if it was changed since.
    Column("first_score", Integer),
    Column("words", Words),
    Column("sentiment", Float),
    Column("status", Choice(Status, 16), nullable=False),
    Column("holder_telegram_id", Id),
    Column("cause", String(32)),
    # Who of the team opened it for somebody who told it otherwise; null where the customer did.
    Column("opened_by", Id),
    # What was done about it, chosen with the cause; null where nobody said.
    Column("remedy", String(32)),
    Column("day", Date, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("first_reply_at", Instant),
    Column("last_reply_at", Instant),
    # The first time; `closed_at` is null again once a case is reopened.
    Column("solved_at", Instant),
    Column("closed_at", Instant),
    Column("reopened", Integer, nullable=False),
    # The support chat that knows of it; null until one does.
    Column("chat_id", Id),
    # When its card reached the support chat or an owner; when owners were last told that something did not.
    Column("shown_at", Instant),
    Column("alarmed_at", Instant),
    # Telegram's number of the message whose words began it; null where that is not known.
    Column("telegram_message_id", Id),
    # The number of the case that was closed too long ago to be opened again; null for a new matter.
    Column("earlier_number", Integer),
    # When the customer first said what it is about; null where that was when it was opened.
    Column("told_at", Instant),
    # Since when the customer waits for staff, null while staff wait for them; how long they waited before.
    Column("awaiting_since", Instant),
    Column("waited_s", Float, nullable=False),
    # Working seconds from the telling; null where all hours from the opening count.
    Column("first_reply_work_s", Float),
    Column("solution_work_s", Float),
    # Null for what is not due: no limit, done, or staff wait for the customer.
    Column("first_reply_due_at", Instant),
    Column("next_reply_due_at", Instant),
    Column("solution_due_at", Instant),
    # When staff are warned next that something will be due; null for never.
    Column("warn_at", Instant),
    # When the customer was last told that staff are late; null for never.
    Column("delay_told_at", Instant),
    # Whether it helped, as the customer said at the last closing; null until they say so.
    Column("helped", Boolean),
    # Whether its customer is not in Telegram, so that nobody can answer there.
    Column("by_phone", Boolean, nullable=False),
    # Since when the bot is blocked by its customer, as far as the case was told; null while they are reached.
    Column("unreachable_since", Instant),
    # What was done last about an overdue answer during this wait; null before that.
    Column("overdue_step", Choice(OverdueStep, 16)),
    # From when the time of the next step counts; null for since the answer was due.
    Column("overdue_step_from", Instant),
    # When something is to be done about it next; null for never.
    Column("overdue_step_at", Instant),
    # When those owners were called during this wait who are called at any hour; null before that.
    Column("owners_called_at", Instant),
    # The member of the team whom it is about, and who may do nothing in it; null for none.
    Column("about_telegram_id", Id),
    # The number of the case of the same customer that it was joined to; null where it was not.
    Column("joined_number", Integer),
    Column("severity", Choice(Severity, 16), nullable=False),
    _partial("ix_cases_open", "closed_at IS NULL", "opened_at"),
    _partial("ix_cases_warn_at", "warn_at IS NOT NULL", "warn_at"),
    # All that reports read of the cases that were closed in a period.
    _partial(
        "ix_cases_closed",
        "closed_at IS NOT NULL",
        "closed_at",
        "source",
        "category",
        "touchpoint",
        "segment",
        "cause",
        "remedy",
        "customer_id",
        "solved_at",
    ),
    _partial("ix_cases_overdue_step_at", "overdue_step_at IS NOT NULL", "overdue_step_at"),
    # All that reports read of the cases of a period.
    Index(
        "ix_cases_counted",
        "source",
        "day",
        "category",
        "touchpoint",
        "segment",
        "customer_id",
        "opened_at",
        "first_reply_at",
        "last_reply_at",
        "solved_at",
        "closed_at",
        "reopened",
        "first_reply_work_s",
        "solution_work_s",
    ),
)

# Running totals ------------------------------------------------------------------------------------


def _totals(name: str, *names: Column[Any]) -> Table:
    """How much was counted on a day under those names; in tables of months the day is the first."""
    key = [Column("day", Date, primary_key=True), *names]
    return Table(name, metadata, *key, Column("n", Integer, nullable=False), sqlite_with_rowid=False)


def _name(name: str, length: int) -> Column[str]:
    """Empty where there is none: a key has no nulls."""
    return Column(name, String(length), primary_key=True)


def _of_scores(name: str) -> Table:
    score = Column("score", Integer, primary_key=True)
    return _totals(
        name,
        _name("survey_id", 32),
        _name("question_id", 32),
        _name("touchpoint", 100),
        _name("segment", 100),
        score,
    )


def _of_latest_scores(name: str) -> Table:
    """Each with the month in which the person scored the same again: a period counts those with a later one.

    The band is 0 for a detractor, 1 for a passive and 2 for a promoter; of other scales it is the score.
    """
    until: Column[Any] = Column("until_month", Date, primary_key=True)
    band = Column("band", Integer, primary_key=True)
    names = _name("survey_id", 32), _name("question_id", 32), until
    return _totals(name, *names, _name("touchpoint", 100), _name("segment", 100), band)


def _of_cases(name: str) -> Table:
    source: Column[Any] = Column("source", Choice(CaseSource, 16), primary_key=True)
    return _totals(name, source, _name("category", 32), _name("touchpoint", 100), _name("segment", 100))


def _of_orders(name: str) -> Table:
    """By UTC days: when an order was made is an instant, whatever zone the business is in."""
    return _totals(name, _name("touchpoint", 100), _name("segment", 100))


def _of_customers(name: str) -> Table:
    """Those who came, returned and left, by UTC days; who left also by the class of their reason."""
    direction: Column[Any] = Column("direction", Choice(Direction, 8), primary_key=True)
    return _totals(name, direction, _name("reason_class", 16), _name("segment", 100))


score_days, score_months = _of_scores("score_days"), _of_scores("score_months")
latest_score_days = _of_latest_scores("latest_score_days")
latest_score_months = _of_latest_scores("latest_score_months")
case_days, case_months = _of_cases("case_days"), _of_cases("case_months")
order_days, order_months = _of_orders("order_days"), _of_orders("order_months")
customer_days, customer_months = _of_customers("customer_days"), _of_customers("customer_months")

# Of the one import that is pending: added to those above in one step, once all its rows are stored.
pending_order_days = _of_orders("pending_order_days")
pending_customer_days = _of_customers("pending_customer_days")

# Outreach ------------------------------------------------------------------------------------------

plans = Table(
    "plans",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    # The name of a journey; not a fixed set, as companies may have their own.
    Column("journey", String(32), nullable=False),
    # What the contact policy judges it as.
    Column("kind", Choice(ContactKind, 16), nullable=False),
    # What it is about, such as the question that nobody answered.
    Column("subject_kind", Choice(SubjectKind, 16), nullable=False),
    Column("subject_id", Id, nullable=False),
    # The reason that a win-back message answers.
    Column("about", String(64)),
    Column("arm", Choice(Arm, 8)),
    Column("state", Choice(PlanState, 8), nullable=False),
    Column("why", Choice(PolicyReason, 32)),
    Column("assigned_at", Instant, nullable=False),
    # When it makes sense; `due_at` is when to look at it next.
    Column("planned_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("outbox_id", Id),
    Column("done_at", Instant),
    # One reminder a survey, one invitation an interview. A date may be the subject for many customers.
    UniqueConstraint("journey", "subject_kind", "subject_id", "customer_id"),
    _partial("ix_plans_waiting", "state = 'waiting'", "due_at"),
    # Invitations are few among the reminders, and each report on win-back counts those of its days.
    _partial("ix_plans_winback", "journey = 'winback'", "planned_at"),
    # All that is counted of a campaign again and again while it runs.
    _partial("ix_plans_campaign", "journey = 'campaign'", "subject_id", "state", "why", "due_at"),
)

campaigns = Table(
    "campaigns",
    metadata,
    _id(),
    # Empty until it is told.
    Column("name", String(100), nullable=False),
    # Null until it is chosen.
    Column("kind", Choice(CampaignKind, 12)),
    # The message by language; null until it is told, and where the survey's invitation is usual.
    Column("words", Json),
    # The second text of an experiment, likewise; null without one.
    Column("words_b", Json),
    Column("survey_id", String(32)),
    # The id of an offer of the company's file that goes with the message; null without one.
    Column("offer", String(32)),
    # See surveys/outreach/audience.py.
    Column("audience", Json, nullable=False),
    Column("holdout", Float, nullable=False),
    Column("block_limit", Float, nullable=False),
    Column("complaint_limit", Float, nullable=False),
    Column("state", Choice(CampaignState, 12), nullable=False),
    # What whoever makes it is asked in words; null while nothing is.
    Column("awaits", Choice(CampaignStep, 12)),
    Column("asked_at", Instant),
    # Whoever makes it, by their Telegram id.
    Column("created_by", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    # When it is to start; null where that is not put off, and once it has.
    Column("starts_at", Instant),
    Column("started_at", Instant),
    # An id that was new when it began: whoever came later is not of the audience.
    Column("enrolled_below", Id),
    # Up to which customer those of the audience have their plans, and when all had.
    Column("enrolled_to", Id, nullable=False),
    Column("enrolled_at", Instant),
    Column("ended_at", Instant),
    Column("broken_by", Choice(BreakerReason, 12)),
    # When nothing of it waited any more.
    Column("settled_at", Instant),
    _partial("ix_campaigns_unsettled", "started_at IS NOT NULL AND settled_at IS NULL", "id"),
)

# Offers given with a message, each copy of one with its own code.
offers_given = Table(
    "offers_given",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False, index=True),
    # The plan whose message shows it: it was seen once that is sent.
    Column("plan_id", Id, nullable=False, unique=True),
    # The id of an offer of the company's file, and which copy of it this is, from 1.
    Column("offer", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("code", String(64), nullable=False, unique=True),
    # What it costs the company once it is used, as the file said then; null where that is not known.
    Column("cost_minor", Id),
    Column("shown_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    # When they answered that they are back; when an order had the code, and which.
    Column("taken_at", Instant),
    Column("used_at", Instant),
    Column("order_id", Id),
    # When it was found to have expired unused.
    Column("expired_at", Instant),
    UniqueConstraint("offer", "number"),
    _partial("ix_offers_given_open", "used_at IS NULL", "expires_at"),
)

contact_log = Table(
    "contact_log",
    metadata,
    _id(),
    Column("customer_id", Id, ForeignKey("customers.id"), nullable=False),
    Column("plan_id", Id),
    Column("kind", Choice(ContactKind, 16), nullable=False),
    Column("about", String(64)),
    # Asked twice: planning and sending.
    Column("stage", Choice(PolicyStage, 8), nullable=False),
    Column("action", Choice(Action, 8), nullable=False),
    Column("why", Choice(PolicyReason, 32), nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("until", Instant),
    Column("outbox_id", Id),
    Index("ix_contact_log_customer_id_decided_at", "customer_id", "decided_at"),
)

# The company ---------------------------------------------------------------------------------------

settings = Table(
    "settings",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Json, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    # Counted up from 1: people name them by it.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("kind", Choice(RecordKind, 16), nullable=False),
    Column("state", Choice(ImportState, 12), nullable=False),
    Column("file_name", Words, nullable=False),
    # By which the same file read in the same way is known, to go on with it.
    Column("fingerprint", String(64), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("undone_at", Instant),
    # Null for the command line.
    Column("staff_telegram_id", Id),
    # How many records and refused lines of the file were dealt with, and what became of them.
    Column("taken", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    # Up to which customer the orders beside the new ones know their previous ones.
    Column("linked_to", Id),
)

# What an import changes of rows that were there before.
import_changes = Table(
    "import_changes",
    metadata,
    Column("import_id", Id, ForeignKey("imports.id"), primary_key=True),
    Column("kind", Choice(RecordKind, 16), primary_key=True),
    Column("row_id", Id, primary_key=True),
    # New values by column, and those that were there.
    Column("after", Json, nullable=False),
    Column("before", Json, nullable=False),
    Column("is_applied", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# Addresses that an import gave to customers who were there before.
import_addresses = Table(
    "import_addresses",
    metadata,
    Column("import_id", Id, ForeignKey("imports.id"), primary_key=True),
    Column("kind", Choice(AddressKind, 16), primary_key=True),
    Column("value", String(200), primary_key=True),
    Column("customer_id", Id, nullable=False, index=True),
    sqlite_with_rowid=False,
)

import_refusals = Table(
    "import_refusals",
    metadata,
    Column("import_id", Id, ForeignKey("imports.id"), primary_key=True),
    # The line of the file, from 1.
    Column("line", Integer, primary_key=True),
    # The id of a text, and what fills it.
    Column("why", Json, nullable=False),
    sqlite_with_rowid=False,
)

# Surveys, journeys, offers and texts as managers changed them in the chat, laid over the files. Rows are only
# added: the highest version counts, and to write the next one is the compare-and-set.
content_files = Table(
    "content_files",
    metadata,
    Column("kind", Choice(ContentKind, 16), primary_key=True),
    Column("name", String(64), primary_key=True),
    # Counted up from 1.
    Column("version", Integer, primary_key=True, autoincrement=False),
    # Null where the file of the folder, or the built-in one, counts.
    Column("content", Words),
    # Null where the file says so itself.
    Column("enabled", Boolean),
    # Telegram's id of who changed it.
    Column("changed_by", Id, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # When owners were told that this program cannot use it.
    Column("told_at", Instant),
)

# Files that managers sent to be used, each decided on once.
content_drafts = Table(
    "content_drafts",
    metadata,
    _id(),
    Column("sender_id", Id, nullable=False),
    Column("state", Choice(ContentDraftState, 12), nullable=False),
    Column("created_at", Instant, nullable=False),
    # What it is and the version that it takes the place of; null until it was read.
    Column("kind", Choice(ContentKind, 16)),
    Column("name", String(64)),
    Column("base", Integer),
    # Null until it was read; emptied with the decision.
    Column("content", Words),
)

# Who did what with the company's data. Rows are only added.
audit_log = Table(
    "audit_log",
    metadata,
    _id(),
    Column("at", Instant, nullable=False, index=True),
    # Null for the command line.
    Column("staff_telegram_id", Id),
    Column("action", Choice(AuditAction, 32), nullable=False),
    # What it was done to, by the name or id that the action says; null where that is everything.
    Column("subject", String(200)),
    Column("details", Json),
    # Whose data somebody looked at; null for every other action.
    Column("customer_id", Id, ForeignKey("customers.id")),
    _partial("ix_audit_log_of_customer", "customer_id IS NOT NULL", "customer_id", "at"),
)

# Standing addresses of exports, for spreadsheets and other programs.
feeds = Table(
    "feeds",
    metadata,
    _id(),
    # The address itself is known to whoever got it; the database keeps what recognises it.
    Column("token_hash", String(64), nullable=False, unique=True),
    # The name of an export.
    Column("export", String(32), nullable=False),
    Column("has_names", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    # Null for the command line.
    Column("created_by", Id),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    # When somebody was given its rows last.
    Column("read_at", Instant),
)

# Delivery ------------------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", Id, primary_key=True),
    Column("update_id", Id, primary_key=True),
    Column("lane", Id, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("state", Choice(InboxState, 8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    # Only while the update waits or is poison: it is personal data.
    Column("payload", Json),
    Column("error", String(200)),
    # By which an edit that changes nothing is known: Telegram's number of the message, a hash of its content.
    Column("message_id", Id),
    Column("content_hash", Id),
    # Telegram's id of the album that a message is of: those of one album are handled as one.
    Column("album", String(64)),
    _partial("ix_inbox_albums", "album IS NOT NULL", "lane", "album"),
    _partial("ix_inbox_open", "state <> 'done'", "state", "received_at", "update_id"),
    _partial("ix_inbox_messages", "content_hash IS NOT NULL", "lane", "message_id"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("chat_id", Id, nullable=False),
    Column("urgency", IntChoice(Urgency, unknown=Urgency.PROMOTION), nullable=False),
    Column("method", String(64), nullable=False),
    # The JSON body exactly as it is posted; emptied once sent, unless a place may need it again: such rows
    # go with their case, and after ninety days.
    Column("body", Words),
    # [[parameter, key of the files table], …]
    Column("files", Json),
    Column("fills", String(64)),
    Column("at", String(64)),
    Column("state", Choice(OutboxState, 12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("done_at", Instant),
    Column("message_id", Id),
    Column("error", String(200)),
    Column("customer_id", Id),
    # What the contact policy judges it as, once more before it is sent; null for what was asked for. What
    # a newer program means by it is judged most strictly.
    Column("kind", Choice(ContactKind, 16, unknown=ContactKind.PROMOTION)),
    Column("plan_id", Id),
    # In a group the calls of a case keep their order, and cases take turns; null elsewhere.
    Column("case_number", Integer),
    _partial("ix_outbox_ready", "state = 'ready'", "urgency", "due_at", "id", "chat_id", "case_number"),
    # A row takes the place of what waits under the same key: the latest edit of a message is enough.
    Column("key", String(64)),
    _partial("ix_outbox_key", "state = 'ready' AND key IS NOT NULL", "key"),
    # How much waits for one topic.
    _partial("ix_outbox_at", "state = 'ready' AND at IS NOT NULL", "at"),
    # What follows from its outcome; null for what nothing follows from.
    Column("purpose", Choice(Purpose, 16)),
    Column("subject_id", Id),
    # What of a case waits, among all that waits.
    _partial("ix_outbox_followed", "state = 'ready' AND purpose IS NOT NULL", "subject_id", "created_at"),
    # Data of its buttons by what they say, for whoever types a label; null without labels in words.
    Column("buttons", Json),
    _partial("ix_outbox_shown", "buttons IS NOT NULL", "chat_id", "id"),
)

places = Table(
    "places",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("chat_id", Id),
    Column("thread_id", Id),
    Column("message_id", Id),
    Column("file_id", String(256)),
    # The outbox row that fills the place, sent again when Telegram says that the place is gone.
    Column("recipe_id", Id),
    Column("filled_at", Instant),
    # What staff write is found by the topic that they write in or the message that they reply to.
    _partial("ix_places_topics", "thread_id IS NOT NULL", "chat_id", "thread_id"),
    _partial("ix_places_in_groups", "chat_id < 0", "chat_id", "message_id"),
)

files = Table(
    "files",
    metadata,
    _id(),
    Column("name", Words, nullable=False),
    Column("media_type", String(100), nullable=False),
    # Null for a large file, which lies on disk under its id, and for one that we do not have.
    Column("content", LargeBinary),
    Column("telegram_file_id", String(256)),
    Column("created_at", Instant, nullable=False),
    Column("state", Choice(FileState, 8), nullable=False),
    # In bytes; as Telegram said it until the file is stored.
    Column("size", Id),
    Column("sha256", String(64)),
    # Who sent it; null for what we send.
    Column("customer_id", Id),
    _partial("ix_files_of_customer", "customer_id IS NOT NULL", "customer_id", "created_at"),
)

# What a manager sent in the chat to be imported; the id is the file's.
sent_tables = Table(
    "sent_tables",
    metadata,
    _id(),
    Column("sender_id", Id, nullable=False),
    Column("state", Choice(SentTableState, 12), nullable=False),
    Column("created_at", Instant, nullable=False),
    # Null while nobody has said or seen what it is about.
    Column("kind", Choice(RecordKind, 16)),
    # What comes first in days such as 03/04; null where nobody said so.
    Column("day_order", Choice(DayOrder, 16)),
    # What stands before the fraction in amounts such as 1,234; null where nobody said so.
    Column("decimal_mark", Choice(DecimalMark, 1)),
    # How many records can be imported; null while it was not read to its end, or something is to be asked.
    Column("records", Integer),
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    Column("kind", String(32), nullable=False),
    Column("args", Json, nullable=False),
    # A second job under the same key is not added while the first has not ended.
    Column("key", String(128), unique=True),
    Column("state", Choice(JobState, 8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("done_at", Instant),
    Column("error", String(200)),
    _partial("ix_jobs_open", "state IN ('ready', 'running')", "due_at"),
)

# Groups that refuse our calls, while they do and until people were told that they work again.
refusing_chats = Table(
    "refusing_chats",
    metadata,
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    # Telegram's latest answer, and whether we are out of the group.
    Column("code", Integer, nullable=False),
    Column("description", String(200), nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("told_at", Instant),
    Column("recovered_at", Instant),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("beat_at", Instant, nullable=False),
)

# What came over the API and its hooks and was taken: the same again changes nothing.
received_events = Table(
    "received_events",
    metadata,
    # "api", or the name of a hook.
    Column("source", String(64), primary_key=True),
    Column("event", String(200), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
)

# One row: which installation this is, and whether its outreach is held since it may be a copy.
installation = Table(
    "installation",
    metadata,
    Column("id", String(32), primary_key=True),
    # Rises with what is sent and with time. The file beside the database follows after the commit.
    Column("mark", Id, nullable=False),
    # Where a server says that this database lives; null for a file.
    Column("cluster", String(100)),
    Column("held_at", Instant),
    Column("held_why", Choice(CopySign, 16, unknown=CopySign.RESTORED)),
    # The last that is known to have happened before; null where nothing ever did.
    Column("copied_at", Instant),
    # When owners were told.
    Column("told_at", Instant),
    # The first start. What the bot hears of was unknown before, and not none.
    Column("began_at", Instant),
)

# What managers are told by themselves ----------------------------------------------------------------

# When a manager wants the weekly digest; who is not here gets it at the usual hour.
digest_settings = Table(
    "digest_settings",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    # The hour of the business's clock, 0 to 23.
    Column("hour", Integer, nullable=False),
    Column("is_on", Boolean, nullable=False),
)

weekly_digests = Table(
    "weekly_digests",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    # The Monday on which it is due.
    Column("week", Date, primary_key=True),
    Column("due_at", Instant, nullable=False),
    # When it was ordered or left out: from then on nothing is due.
    Column("taken_at", Instant),
    # Null where it was left out: muted, or the Monday was over before it was read.
    Column("sent_at", Instant),
    # Ids of the cases that it asked to answer.
    Column("asked", Json),
    _partial("ix_weekly_digests_planned", "taken_at IS NULL", "due_at"),
)

# What was raised, so that it is not raised again before its time; null is never.
alerts = Table(
    "alerts",
    metadata,
    Column("kind", Choice(AlertKind, 16), primary_key=True),
    # The id of the case or the answer, the touchpoint, or empty for the whole.
    Column("subject", String(128), primary_key=True),
    Column("raised_at", Instant, nullable=False),
    Column("silent_until", Instant),
)

# Ready answers of the staff, in one or both languages.
canned_replies = Table(
    "canned_replies",
    metadata,
    _id(),
    Column("name", String(32), nullable=False, unique=True),
    Column("changed_by", Id, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("ru", Words),
    Column("en", Words),
)

alert_mutes = Table(
    "alert_mutes",
    metadata,
    Column("telegram_id", Id, primary_key=True, autoincrement=False),
    Column("kind", Choice(AlertKind, 16), primary_key=True),
    Column("until", Instant, nullable=False),
)

# What managers did to change the numbers, in their words.
manager_actions = Table(
    "manager_actions",
    metadata,
    _id(),
    Column("day", Date, nullable=False, index=True),
    Column("words", Words, nullable=False),
    Column("telegram_id", Id, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("undone_at", Instant),
)

# Other systems that are told of events --------------------------------------------------------------

webhooks = Table(
    "webhooks",
    metadata,
    _id(),
    Column("url", Words, nullable=False),
    # What the messages are signed with: it must be known in the clear, here and at the receiver.
    Column("secret", String(64), nullable=False),
    # Names of events; null for all.
    Column("events", Json),
    Column("created_at", Instant, nullable=False),
    # Since when nothing is sent there any more: somebody said so, or the receiver is gone.
    Column("ended_at", Instant),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    # In the order in which events were stored.
    Column("id", Integer().with_variant(BigInteger(), "postgresql"), primary_key=True),
    Column("webhook_id", Id, ForeignKey("webhooks.id"), nullable=False),
    Column("event", Choice(EventKind, 32, unknown=EventKind.TEST), nullable=False),
    # The answer, the case, the customer or the consent, by the kind of the event; null for a test.
    Column("subject_id", Id),
    Column("happened_at", Instant, nullable=False),
    Column("state", Choice(DeliveryState, 12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    # The receiver's latest answer, or what kept us from getting one; null before the first try.
    Column("status", Integer),
    Column("error", String(200)),
    _partial("ix_webhook_deliveries_waiting", "state = 'waiting'", "due_at", "id"),
    Index("ix_webhook_deliveries_webhook_id", "webhook_id", "id"),
)
