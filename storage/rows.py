"""Rows as frozen dataclasses: what leaves the storage room, and what effects are made of."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypedDict

from sqlalchemy import Column, Table

from storage import tables
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
from surveys.webhooks.events import EventKind


@dataclass(frozen=True, slots=True)
class Row:
    """A dataclass whose fields are the columns of one table."""

    table: ClassVar[Table]


def columns_of(kind: type[Row]) -> list[Column[Any]]:
    """The columns that a row of this type is made of, in the order of its fields."""
    return [kind.table.c[field.name] for field in fields(kind) if _ADDRESS not in field.metadata]


_ADDRESS = "address"


def _stored_as(kind: AddressKind) -> dict[str, AddressKind]:
    """The mark of a field that is no column but the row's address of that kind."""
    return {_ADDRESS: kind}


@dataclass(frozen=True, slots=True)
class Customer(Row):
    """A person whom the company serves. Money in minor units of the currency."""

    table = tables.customers
    id: int
    telegram_id: int | None = field(metadata=_stored_as(AddressKind.TELEGRAM))
    language: Language
    joined_at: datetime
    name: str | None = None
    external_id: str | None = field(default=None, metadata=_stored_as(AddressKind.COMPANY))
    timezone: str | None = None
    timezone_asked_at: datetime | None = None
    contact_asked_at: datetime | None = None
    segment: str | None = None
    blocked_at: datetime | None = None
    stopped_at: datetime | None = None
    asked_less_at: datetime | None = None
    """When they asked to be written to less often; None for whoever did not."""
    returned_at: datetime | None = None
    """When they came back last; None for whoever never left, or has not returned."""
    left_at: datetime | None = None
    staff_since: datetime | None = None
    """Since when they are of the staff and no customer; None for customers, whoever they work for by now."""
    conversation_id: int | None = None
    case_id: int | None = None
    album: str | None = None
    album_message_id: int | None = None
    monthly_margin_minor: int | None = None


ADDRESS_FIELDS = {f.name: f.metadata[_ADDRESS] for f in fields(Customer) if _ADDRESS in f.metadata}
"""Fields of a customer that are addresses, each a row of its own."""


@dataclass(frozen=True, slots=True)
class CustomerAddress(Row):
    """One name by which a customer is found: Telegram's id, the company's own, a phone."""

    table = tables.addresses
    kind: AddressKind
    value: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Joining(Row):
    """That two customers are one person, or are said to be and contradict each other."""

    table = tables.joinings
    id: int
    customer_id: int
    other_id: int
    proof: Proof
    happened_at: datetime
    refused: AddressKind | None = None
    """The kind of address of which the two have one each; None where they were joined."""


@dataclass(frozen=True, slots=True)
class Link(Row):
    """A link that begins a survey and says what it is about; only the hash of its token is kept."""

    table = tables.links
    id: int
    token_hash: str
    survey_id: str
    created_at: datetime
    touchpoint: str | None = None
    segment: str | None = None
    order_id: int | None = None
    customer_id: int | None = None
    """Whom it identifies, once; None where anybody may follow it, again and again."""
    created_by: int | None = None
    """A Telegram id; None for one that was made at the terminal."""
    expires_at: datetime | None = None
    used_at: datetime | None = None


class CustomerChanges(TypedDict, total=False):
    """New values of a customer, by field."""

    language: Language
    timezone: str | None
    timezone_asked_at: datetime | None
    contact_asked_at: datetime | None
    blocked_at: datetime | None
    stopped_at: datetime | None
    asked_less_at: datetime | None
    returned_at: datetime | None
    left_at: datetime | None
    joined_at: datetime
    staff_since: datetime | None
    conversation_id: int | None
    case_id: int | None
    album: str | None
    album_message_id: int | None


@dataclass(frozen=True, slots=True)
class Order(Row):
    """One purchase. Money in minor units of the currency."""

    table = tables.orders
    id: int
    customer_id: int
    ordered_at: datetime
    external_id: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    margin_minor: int | None = None
    touchpoint: str | None = None
    status: str | None = None
    code: str | None = None
    """Of an offer or a discount, as the company's system has it."""


@dataclass(frozen=True, slots=True)
class Stay(Row):
    """From when until when somebody was a customer; `ended_at` is None as long as they are."""

    table = tables.stays
    customer_id: int
    number: int
    """From 1; those after the first are returns."""
    began_at: datetime
    ended_at: datetime | None = None
    reason_class: ReasonClass | None = None
    """Of the reason that was told for leaving; None where none was told."""


@dataclass(frozen=True, slots=True)
class Consent(Row):
    """What a customer allowed or forbade. The latest of a kind stands."""

    table = tables.consents
    id: int
    customer_id: int
    kind: ConsentKind
    given: bool
    text_version: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Staff(Row):
    """Someone of the company. Who is revoked stays so until they use a new invitation."""

    table = tables.staff
    telegram_id: int
    role: Role
    enrolled_at: datetime
    name: str | None = None
    enrolled_by: int | None = None
    revoked_at: datetime | None = None
    revoked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation(Row):
    """A one-time link by which staff is enrolled; only the hash of its token is kept."""

    table = tables.invitations
    id: int
    token_hash: str
    role: Role
    created_at: datetime
    expires_at: datetime
    created_by: int | None = None
    used_at: datetime | None = None
    used_by: int | None = None


@dataclass(frozen=True, slots=True)
class ApiKey(Row):
    """A key of the API or of a hook; `secret` only where its hash alone is of no use."""

    table = tables.api_keys
    id: int
    name: str
    use: KeyUse
    token_hash: str
    created_at: datetime
    hook: str | None = None
    secret: str | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation(Row):
    """One asking of one survey: who, which version, what is awaited, what was given."""

    table = tables.conversations
    id: int
    customer_id: int
    survey_id: str
    survey_version: int
    language: Language
    started_at: datetime
    touched_at: datetime
    awaiting: str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    opened: list[str] | None = None
    picked: list[str] | None = None
    """What was chosen so far of several options."""
    touchpoint: str | None = None
    segment: str | None = None
    order_id: int | None = None
    invited: bool = False
    by_staff: bool = False
    """A preview: whoever began it was of the staff, and it counts nowhere."""
    answered_at: datetime | None = None
    finished_at: datetime | None = None
    reasked_at: datetime | None = None
    changing: str | None = None
    """The question whose answer is to be changed; None while none is."""
    changing_at: datetime | None = None
    deferred_id: int | None = None
    """The first kept message that may be an answer; None where none is in doubt."""
    plan_id: int | None = None
    """The plan of a journey that began it; None for what the customer began."""
    stage: CustomerStage | None = None
    """How far the customer was when it began; None where everybody is asked in the same words."""


class ConversationChanges(TypedDict, total=False):
    """New values of a conversation, by field."""

    touchpoint: str | None
    segment: str | None
    order_id: int | None
    awaiting: str | None
    given: dict[str, Any]
    opened: list[str] | None
    picked: list[str] | None
    touched_at: datetime
    by_staff: bool
    answered_at: datetime | None
    finished_at: datetime | None
    changing: str | None
    changing_at: datetime | None
    deferred_id: int | None


@dataclass(frozen=True, slots=True)
class Answer(Row):
    """What a customer said to a question; of those of one conversation the one not superseded stands.

    `sentiment` is −1…1; None until it is known, and where there are no words.
    """

    table = tables.answers
    id: int
    conversation_id: int
    customer_id: int
    survey_id: str
    question_id: str
    kind: str
    language: Language
    day: date
    answered_at: datetime
    score: int | None = None
    option: str | None = None
    options: list[str] | None = None
    """Several options that were chosen, in the order of the file; None for an answer of another kind."""
    words: str | None = None
    media: MessageKind | None = None
    file_id: str | None = None
    sentiment: float | None = None
    shown: list[str] | None = None
    touchpoint: str | None = None
    segment: str | None = None
    changed_at: datetime | None = None
    telegram_message_id: int | None = None
    """Telegram's number of the message that gave it; None for a tap."""
    superseded_at: datetime | None = None
    """When a later answer took its place; None for the one that stands."""
    event_id: int | None = None
    """What a survey about an event is about: its order or conversation; None for other surveys."""
    latest_until: date | None = None
    """When the person scored the same again, kept by storage.reports.latest_scores; None until it is."""


@dataclass(frozen=True, slots=True)
class Correction(Row):
    """What an answer said before it was replaced."""

    table = tables.corrections
    id: int
    conversation_id: int
    question_id: str
    corrected_at: datetime
    score: int | None = None
    option: str | None = None
    options: list[str] | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Message(Row):
    """What was written or sent and answers no question: kept, so that nothing typed is lost."""

    table = tables.messages
    id: int
    customer_id: int
    kind: MessageKind
    received_at: datetime
    words: str | None = None
    file_id: str | None = None
    conversation_id: int | None = None
    case_id: int | None = None
    staff_telegram_id: int | None = None
    delivered_at: datetime | None = None
    sentiment: float | None = None
    forwarding: Forwarding | None = None
    album_id: int | None = None
    """The id of the first message of its album; None for what was sent alone."""
    telegram_message_id: int | None = None
    """Telegram's number of it in the chat where it was written; None where that is not known."""
    replied_to: str | None = None
    """What it replies to or quotes, in a few words; None where it does not."""
    undone_at: datetime | None = None
    """When staff took it back; None for what they did not, and where Telegram let it stand."""


@dataclass(frozen=True, slots=True)
class Feedback(Row):
    """What a customer said outside cases, for staff to read; its words are a message's or an answer's."""

    table = tables.feedback
    id: int
    customer_id: int
    kind: FeedbackKind
    received_at: datetime
    message_id: int | None = None
    answer_id: int | None = None
    conversation_id: int | None = None
    state: FeedbackState = FeedbackState.NEW
    seen_by: int | None = None
    seen_at: datetime | None = None
    reply_id: int | None = None
    case_id: int | None = None
    stream_id: int | None = None
    stream_shown: FeedbackState | None = None


@dataclass(frozen=True, slots=True)
class ChurnSession(Row):
    """Why somebody leaves, as they said it last. The id is that of the conversation.

    What they said before, on a day of its own, has an id of its own.
    """

    table = tables.churn_sessions
    id: int
    customer_id: int
    reason: str
    taxonomy_version: int
    shown: list[str]
    day: date
    told_at: datetime
    reason_class: ReasonClass | None = None
    return_on: date | None = None
    touchpoint: str | None = None
    segment: str | None = None
    money_minor: int | None = None
    conversation_id: int | None = None
    """Of what was said before a later statement; None for the one that stands, which has its id."""


@dataclass(frozen=True, slots=True)
class Case(Row):
    """A complaint. Its rules are in surveys/cases/lifecycle.py."""

    table = tables.cases
    id: int
    number: int
    customer_id: int
    source: CaseSource
    status: Status
    day: date
    opened_at: datetime
    conversation_id: int | None = None
    category: str | None = None
    touchpoint: str | None = None
    segment: str | None = None
    score: int | None = None
    scale: int | None = None
    """Where the scale of the score ends; None without a score."""
    first_score: int | None = None
    """What the score was at first; None where it was never changed."""
    words: str | None = None
    sentiment: float | None = None
    holder_telegram_id: int | None = None
    cause: str | None = None
    first_reply_at: datetime | None = None
    last_reply_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    chat_id: int | None = None
    shown_at: datetime | None = None
    alarmed_at: datetime | None = None
    telegram_message_id: int | None = None
    """Telegram's number of the message whose words began it; None where that is not known."""
    earlier_number: int | None = None
    """The number of the closed case that it goes on with; None for a new matter."""
    told_at: datetime | None = None
    """When the customer first said what it is about; None where that was when it was opened."""
    awaiting_since: datetime | None = None
    """Since when the customer waits for staff; None while staff wait for them, and once it is closed."""
    waited_s: float = 0.0
    """Working seconds that they waited for staff before that."""
    first_reply_work_s: float | None = None
    solution_work_s: float | None = None
    """Both are working seconds from the telling; None where all hours from the opening count."""
    first_reply_due_at: datetime | None = None
    next_reply_due_at: datetime | None = None
    solution_due_at: datetime | None = None
    warn_at: datetime | None = None
    """When staff are warned next that something will be due; None for never."""
    delay_told_at: datetime | None = None
    """When the customer was last told that staff are late; None for never."""
    helped: bool | None = None
    """What they said when it was closed last; None until they say so, and after a yes that did not hold."""
    opened_by: int | None = None
    """Telegram id of whoever of the team opened it for somebody who called; None for the customer."""
    remedy: str | None = None
    """What was done about it; None while it is open, and where nobody said."""
    by_phone: bool = False
    """Whether its customer is not in Telegram, or had blocked us, so that nobody could answer there."""
    unreachable_since: datetime | None = None
    """Since when its customer has blocked us, as far as the case was told; None while they are reached."""
    overdue_step: OverdueStep | None = None
    """What was done last about an overdue answer during this wait; None before that."""
    overdue_step_from: datetime | None = None
    """From when the time of the next step counts; None for since the answer was due."""
    overdue_step_at: datetime | None = None
    """When something is to be done about it next; None for never."""
    owners_called_at: datetime | None = None
    """When those owners were called during this wait who are called at any hour; None before that."""
    about_telegram_id: int | None = None
    """Whom of the team it is about, who may do nothing in it; None for nobody."""
    joined_number: int | None = None
    """The number of the case of the same customer that it was joined to; None where it was not."""
    severity: Severity = Severity.NORMAL

    @property
    def has_priority(self) -> bool:
        """Whether it is open again because the customer said that it did not help."""
        return self.helped is False and self.closed_at is None

    @property
    def is_unreachable(self) -> bool:
        """Whether it is open and no answer reaches its customer."""
        return self.unreachable_since is not None and self.closed_at is None

    @property
    def due_at(self) -> datetime | None:
        """The nearest of its deadlines; None for none."""
        due = (self.first_reply_due_at, self.next_reply_due_at, self.solution_due_at)
        return min(filter(None, due), default=None)


@dataclass(frozen=True, slots=True)
class Plan(Row):
    """A message of a journey that may become due: a permission to ask the contact policy, no more."""

    table = tables.plans
    id: int
    customer_id: int
    journey: str
    kind: ContactKind
    subject_kind: SubjectKind
    subject_id: int
    assigned_at: datetime
    planned_at: datetime
    due_at: datetime
    state: PlanState = PlanState.WAITING
    about: str | None = None
    arm: Arm | None = None
    why: PolicyReason | None = None
    outbox_id: int | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfferGiven(Row):
    """An offer in the message of a plan, with a code that nobody else has."""

    table = tables.offers_given
    id: int
    customer_id: int
    plan_id: int
    offer: str
    number: int
    """Which copy of the offer it is, from 1."""
    code: str
    shown_at: datetime
    expires_at: datetime
    cost_minor: int | None = None
    taken_at: datetime | None = None
    used_at: datetime | None = None
    order_id: int | None = None
    expired_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Campaign(Row):
    """One message to an audience; each who is of it has a plan. Its rules: surveys/outreach/campaigns.py."""

    table = tables.campaigns
    id: int
    created_by: int
    created_at: datetime
    holdout: float
    block_limit: float
    complaint_limit: float
    name: str = ""
    kind: CampaignKind | None = None
    words: dict[str, str] | None = None
    """The message by language; None where it was not told."""
    words_b: dict[str, str] | None = None
    """The second text by language, which half of those written to get; None without an experiment."""
    survey_id: str | None = None
    offer: str | None = None
    """The id of an offer of the company's file that goes with the message; None without one."""
    audience: dict[str, Any] = field(default_factory=dict)
    state: CampaignState = CampaignState.DRAFT
    awaits: CampaignStep | None = None
    asked_at: datetime | None = None
    starts_at: datetime | None = None
    """When it is to start; None where that is not put off, and once it has."""
    started_at: datetime | None = None
    enrolled_below: int | None = None
    enrolled_to: int = 0
    enrolled_at: datetime | None = None
    ended_at: datetime | None = None
    broken_by: BreakerReason | None = None
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactLogEntry(Row):
    """A verdict of the contact policy about one message, and the moment it was given."""

    table = tables.contact_log
    id: int
    customer_id: int
    kind: ContactKind
    stage: PolicyStage
    action: Action
    why: PolicyReason
    planned_at: datetime
    decided_at: datetime
    plan_id: int | None = None
    about: str | None = None
    until: datetime | None = None
    outbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class CannedReply(Row):
    """A ready answer of the staff, in one or both languages."""

    table = tables.canned_replies
    id: int
    name: str
    """In small letters."""
    changed_by: int
    """Telegram id of whoever wrote one of its texts last."""
    changed_at: datetime
    ru: str | None = None
    en: str | None = None
    """Both with placeholders as `{name}`; None where there is no text in that language."""


@dataclass(frozen=True, slots=True)
class AuditEntry(Row):
    """Something that was done with the company's data, and by whom; None for the command line."""

    table = tables.audit_log
    id: int
    at: datetime
    staff_telegram_id: int | None
    action: AuditAction
    subject: str | None = None
    details: dict[str, Any] | None = None
    customer_id: int | None = None
    """Whose data somebody looked at; None for every other action."""


@dataclass(frozen=True, slots=True)
class Feed(Row):
    """A standing address of an export; only the hash of its token is kept."""

    table = tables.feeds
    id: int
    token_hash: str
    export: str
    has_names: bool
    """Whether it tells names and phones beside ids."""
    created_at: datetime
    created_by: int | None = None
    """None for the command line."""
    expires_at: datetime | None = None
    """None for one that stands until it is revoked."""
    revoked_at: datetime | None = None
    read_at: datetime | None = None
    """When somebody was given its rows last; None for never."""


@dataclass(frozen=True, slots=True)
class InboxUpdate(Row):
    """An update of Telegram's, and what became of it."""

    table = tables.inbox
    bot_id: int
    update_id: int
    lane: int
    kind: str
    state: InboxState
    received_at: datetime
    tries: int = 0
    payload: dict[str, Any] | None = None
    error: str | None = None
    message_id: int | None = None
    """Of a message with words: Telegram's number of it in its chat."""
    content_hash: int | None = None
    """Of a message with words: equal for equal words and files."""
    album: str | None = None
    """Telegram's id of the album that a message is of; None for one that was sent alone."""


@dataclass(frozen=True, slots=True)
class OutboxRow(Row):
    """A call to make. `body` is the JSON that is posted; `at` and `fills` name places.

    It takes the place of a row that waits under the same `key`; without one it replaces nothing.
    """

    table = tables.outbox
    id: int
    chat_id: int
    urgency: Urgency
    method: str
    body: str | None
    created_at: datetime
    due_at: datetime
    state: OutboxState = OutboxState.READY
    tries: int = 0
    files: list[list[Any]] | None = None
    fills: str | None = None
    at: str | None = None
    expires_at: datetime | None = None
    customer_id: int | None = None
    kind: ContactKind | None = None
    plan_id: int | None = None
    case_number: int | None = None
    purpose: Purpose | None = None
    subject_id: int | None = None
    key: str | None = None
    buttons: dict[str, str] | None = None
    """Data of its buttons by their labels in plain words; None without labels in words."""


@dataclass(frozen=True, slots=True)
class Place(Row):
    """Where a sent thing landed. Empty until the row that fills it was sent."""

    table = tables.places
    name: str
    chat_id: int | None = None
    thread_id: int | None = None
    message_id: int | None = None
    file_id: str | None = None
    recipe_id: int | None = None
    filled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefusingChat(Row):
    """A group that refuses our calls, in Telegram's words, or did until `recovered_at`."""

    table = tables.refusing_chats
    chat_id: int
    code: int
    description: str
    is_closed: bool
    since: datetime
    last_at: datetime
    told_at: datetime | None = None
    recovered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class File(Row):
    """A file that we send or that a customer sent. `size` in bytes; None while nobody said it."""

    table = tables.files
    id: int
    name: str
    media_type: str
    created_at: datetime
    content: bytes | None = None
    telegram_file_id: str | None = None
    state: FileState = FileState.STORED
    size: int | None = None
    sha256: str | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class SentTable(Row):
    """A company's file that a manager sent in the chat; `id` is also that of its row in files."""

    table = tables.sent_tables
    id: int
    sender_id: int
    state: SentTableState
    created_at: datetime
    kind: RecordKind | None = None
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    records: int | None = None


@dataclass(frozen=True, slots=True)
class ContentFile(Row):
    """A version of a survey, a journey, offers or texts that a manager changed in the chat."""

    table = tables.content_files
    kind: ContentKind
    name: str
    version: int
    content: str | None
    enabled: bool | None
    changed_by: int
    changed_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContentDraft(Row):
    """A file that a manager sent to be used."""

    table = tables.content_drafts
    id: int
    sender_id: int
    state: ContentDraftState
    created_at: datetime
    kind: ContentKind | None = None
    name: str | None = None
    base: int | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Job(Row):
    """Slow work to do outside any transaction."""

    table = tables.jobs
    id: int
    kind: str
    args: dict[str, Any]
    due_at: datetime
    key: str | None = None
    state: JobState = JobState.READY
    tries: int = 0
    leased_until: datetime | None = None
    done_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Installation(Row):
    """Which installation a database belongs to. It is held from `held_at` until an owner decides."""

    table = tables.installation
    id: str
    mark: int = 0
    cluster: str | None = None
    held_at: datetime | None = None
    held_why: CopySign | None = None
    copied_at: datetime | None = None
    told_at: datetime | None = None
    began_at: datetime | None = None
    """The first start on this database; None before it."""


@dataclass(frozen=True, slots=True)
class Import(Row):
    """A file of customers or orders on its way in; `staff_telegram_id` is None for the command line."""

    table = tables.imports
    id: int
    kind: RecordKind
    file_name: str
    fingerprint: str
    began_at: datetime
    state: ImportState = ImportState.PENDING
    done_at: datetime | None = None
    undone_at: datetime | None = None
    staff_telegram_id: int | None = None
    taken: int = 0
    """How many records and refused lines of the file were dealt with."""
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    linked_to: int | None = None
    """Up to which customer previous orders are right; None until its rows count."""


@dataclass(frozen=True, slots=True)
class Webhook(Row):
    """Another system that is told of events."""

    table = tables.webhooks
    id: int
    url: str
    secret: str = field(repr=False)
    """What its messages are signed with."""
    created_at: datetime
    events: list[str] | None = None
    """Names of events; None for all."""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WebhookDelivery(Row):
    """An event on its way to another system."""

    table = tables.webhook_deliveries
    id: int
    webhook_id: int
    event: EventKind
    subject_id: int | None
    happened_at: datetime
    state: DeliveryState
    tries: int
    due_at: datetime
    done_at: datetime | None = None
    status: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ManagerAction(Row):
    """Something that a manager did to change the numbers, in their words."""

    table = tables.manager_actions
    id: int
    day: date
    words: str
    telegram_id: int
    created_at: datetime
    undone_at: datetime | None = None
