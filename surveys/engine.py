"""What a customer's tap or text means in a conversation: pure functions from state to state.

The answers are the state. Which question is awaited follows from them, so a correction that changes the
branch needs no rule of its own, and answers given on the branch that was left are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import assert_never

from surveys.score_text import leading_number
from surveys.survey import END, Question, QuestionKind, Survey, Text, Value


@dataclass(frozen=True, slots=True)
class Tap:
    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


@dataclass(frozen=True, slots=True)
class NotText:
    """A sticker, a photo, a voice message: anything without words."""


Input = Tap | Typed | NotText


class Outcome(Enum):
    NEW = "new"
    CORRECTION = "correction"
    UNCHANGED = "unchanged"


class Reply(Enum):
    """What is said when an input was not simply the answer that was awaited."""

    NOT_A_SCORE = "not_a_score"
    OUT_OF_RANGE = "out_of_range"
    NOT_TEXT = "not_text"
    UNKNOWN_OPTION = "unknown_option"
    UNKNOWN_QUESTION = "unknown_question"
    NOT_AWAITED = "not_awaited"
    ALREADY_ANSWERED = "already_answered"
    CORRECTED = "corrected"
    TOO_LATE_TO_CORRECT = "too_late_to_correct"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One asking of one survey. `awaiting` and `done` follow from the answers, kept for searching."""

    survey: str
    version: int
    awaiting: str | None
    asked_at: datetime
    answers: Mapping[str, Value] = field(default_factory=dict)
    first_answer_at: datetime | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    value: Value
    outcome: Outcome
    previous: Value | None = None
    """What was stored before; None for a new answer."""
    said: str | None = None
    """The customer's own words, when the value was read from them: "5, отлично" is 5."""


@dataclass(frozen=True, slots=True)
class Step:
    conversation: Conversation
    answer: Answer | None = None
    asks: Question | None = None
    """The question to send now; None when the one that is awaited is already in the chat."""
    thanks: Text | None = None
    reply: Reply | None = None


def begin(survey: Survey, now: datetime) -> Step:
    first = survey.first
    return Step(Conversation(survey.id, survey.version, first.id, now), asks=first)


def answer(
    survey: Survey, conversation: Conversation, question_id: str | None, given: Input, now: datetime
) -> Step:
    """`question_id` is that of the pressed button; None means the awaited question."""
    path = path_of(survey, conversation.answers)
    question = _addressed(survey, conversation, path, question_id)
    if isinstance(question, Reply):
        return Step(conversation, reply=question)
    previous = conversation.answers.get(question.id)
    if previous is None and is_expired(survey, conversation, now):
        return Step(conversation, reply=Reply.EXPIRED)
    value = _read(question, given)
    if isinstance(value, Reply):
        return Step(conversation, reply=value)
    stored = Answer(question.id, value, _outcome(previous, value), previous, _said(given, value))
    return _store(survey, conversation, stored, now)


def ask_again(survey: Survey, conversation: Conversation, now: datetime) -> Step:
    """The question that is still open, or the first one when nothing is: a tap on it is then a correction."""
    awaited = awaited_question(survey, conversation.answers)
    asked = replace(
        conversation, awaiting=awaited.id if awaited else None, asked_at=now, done=awaited is None
    )
    return Step(asked, asks=awaited or survey.first)


def path_of(survey: Survey, answers: Mapping[str, Value]) -> list[Question]:
    """The questions on the branch that the answers chose: the answered ones, then the awaited one, if any."""
    path: list[Question] = []
    question: Question | None = survey.first
    while question is not None:
        path.append(question)
        onward = question.follow(answers) if question.id in answers else END
        question = survey.question(onward)
    return path


def awaited_question(survey: Survey, answers: Mapping[str, Value]) -> Question | None:
    last = path_of(survey, answers)[-1]
    return None if last.id in answers else last


def is_answered(survey: Survey, conversation: Conversation) -> bool:
    """Every question that is no bonus has its answer."""
    awaited = awaited_question(survey, conversation.answers)
    return bool(conversation.answers) and (awaited is None or awaited.bonus)


def is_expired(survey: Survey, conversation: Conversation, now: datetime) -> bool:
    return now - conversation.asked_at > survey.expires_after


def is_new_asking(survey: Survey, conversation: Conversation, now: datetime) -> bool:
    """Whether a customer who asks to be asked begins anew; otherwise `ask_again` shows what is there."""
    if conversation.first_answer_at is None:
        return is_expired(survey, conversation, now)
    return now - conversation.first_answer_at >= survey.again_after


def _addressed(
    survey: Survey, conversation: Conversation, path: list[Question], question_id: str | None
) -> Question | Reply:
    if question_id is None:
        return Reply.NOT_AWAITED if path[-1].id in conversation.answers else path[-1]
    question = survey.question(question_id)
    if question is None:
        return Reply.UNKNOWN_QUESTION
    return question if question in path else Reply.NOT_AWAITED


def _outcome(previous: Value | None, value: Value) -> Outcome:
    if previous is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if previous == value else Outcome.CORRECTION


def _store(survey: Survey, conversation: Conversation, stored: Answer, now: datetime) -> Step:
    match stored.outcome:
        case Outcome.NEW:
            return _advance(survey, conversation, stored, now)
        case Outcome.UNCHANGED:
            return Step(conversation, stored, reply=Reply.ALREADY_ANSWERED)
        case Outcome.CORRECTION:
            since = conversation.first_answer_at
            if since is not None and now - since > survey.correct_within:
                return Step(conversation, reply=Reply.TOO_LATE_TO_CORRECT)
            return replace(_advance(survey, conversation, stored, now), reply=Reply.CORRECTED)
        case _:
            assert_never(stored.outcome)


def _advance(survey: Survey, before: Conversation, stored: Answer, now: datetime) -> Step:
    answers = {**before.answers, stored.question: stored.value}
    awaited = awaited_question(survey, answers)
    awaiting = awaited.id if awaited else None
    asks = awaited if awaiting != before.awaiting else None
    after = replace(
        before,
        awaiting=awaiting,
        asked_at=now if asks else before.asked_at,
        answers=answers,
        first_answer_at=before.first_answer_at or now,
        done=awaited is None,
    )
    return Step(after, stored, asks, _thanks(survey, before, after))


def _thanks(survey: Survey, before: Conversation, after: Conversation) -> Text | None:
    """The last words are said once, and again only when a correction calls for other ones."""
    if not after.done:
        return None
    words = survey.thank(after.answers)
    said_already = before.done and words == survey.thank(before.answers)
    return None if said_already else words


def _said(given: Input, value: Value) -> str | None:
    return given.text if isinstance(given, Typed) and given.text != str(value) else None


def _read(question: Question, given: Input) -> Value | Reply:
    match question.kind:
        case QuestionKind.SCORE:
            return _read_score(question, given)
        case QuestionKind.TEXT:
            return _read_text(given)
        case _:
            assert_never(question.kind)


def _read_score(question: Question, given: Input) -> Value | Reply:
    match given:
        case Tap(option):
            return int(option) if option in question.options else Reply.UNKNOWN_OPTION
        case Typed(text):
            number = leading_number(text)
            if number is None:
                return Reply.NOT_A_SCORE
            return number if number in question.values else Reply.OUT_OF_RANGE
        case NotText():
            return Reply.NOT_A_SCORE
        case _:
            assert_never(given)


def _read_text(given: Input) -> Value | Reply:
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(text):
            return text.strip() or Reply.NOT_TEXT
        case NotText():
            return Reply.NOT_TEXT
        case _:
            assert_never(given)
