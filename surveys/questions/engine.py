"""What a customer's tap or text means in a conversation: pure functions from state to state.

The answers are the state. Which question is awaited follows from them, so a correction that changes the
branch needs no rule of its own, and answers given on the branch that was left are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final, assert_never

from surveys.language.text import Text
from surveys.questions import picking
from surveys.questions.inputs import Hint, Input, Reply, SentFile, Tap, Typed, UncertainValue
from surveys.questions.later import OPTIONS as LATER_OPTIONS
from surveys.questions.later import Later
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import (
    BACK,
    DONE,
    END,
    LATER,
    SKIP,
    SKIPPED,
    Question,
    QuestionRole,
    Value,
)
from surveys.questions.survey import Survey, SurveyKind

_OWN: Final = frozenset({SKIP, BACK, DONE, LATER, *LATER_OPTIONS})
"""Buttons that mean the same under every question."""


class AnswerOutcome(Enum):
    """What an answer is to the one that was stored before."""

    NEW = "new"
    CORRECTION = "correction"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class ConversationState:
    """One asking of one survey. `awaiting` and `done` follow from the answers, kept for searching."""

    survey: str
    version: int
    awaiting: str | None
    """Id of the question that is awaited; None when none is."""
    asked_at: datetime
    answers: Mapping[str, Value] = field(default_factory=dict)
    first_answer_at: datetime | None = None
    """When the first answer was given; None before any."""
    done: bool = False
    opened: tuple[str, ...] = ()
    """The groups of reasons that the customer looked into."""
    picked: tuple[str, ...] = ()
    """What was chosen so far of several options, before "done"."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that was understood, beside what was stored before."""

    question: str
    value: Value
    outcome: AnswerOutcome
    previous: Value | None = None
    """What was stored before; None for a new answer."""
    said: str | None = None
    """The customer's own words, when the value was read from them: "5, отлично" is 5."""
    media: MessageKind | None = None
    """The kind of file that the value identifies; None for every other value."""


@dataclass(frozen=True, slots=True)
class SurveyStep:
    """The conversation after an input, and what is to be said."""

    conversation: ConversationState
    answer: GivenAnswer | None = None
    """The answer that was given; None when the input was no answer or was refused."""
    asks: Question | None = None
    """The question to send now; None when the one that is awaited is already in the chat."""
    thanks: Text | None = None
    """The last words, to be sent now; None when they are not due or were said already."""
    reply: Reply | Hint | UncertainValue | None = None
    opens: str | None = None
    """The group whose buttons to show in place of those that were tapped; `BACK` for the first screen."""
    postpones: Later | None = None
    """When the customer would rather be asked; None where they did not say so."""


def begin(survey: Survey, now: datetime) -> SurveyStep:
    """A new conversation that asks the first question."""
    first = survey.first
    return SurveyStep(ConversationState(survey.id, survey.version, first.id, now), asks=first)


def answer(
    survey: Survey,
    conversation: ConversationState,
    question_id: str | None,
    given: Input,
    now: datetime,
    *,
    ahead: bool = False,
) -> SurveyStep:
    """What an input does to a conversation; refused inputs leave it unchanged and give a reply or hint.

    `question_id` is that of the pressed button; None means the awaited question. `ahead` takes an answer to
    a question that was not asked yet.
    """
    path = path_of(survey, conversation.answers)
    question = _addressed(survey, conversation, path, question_id, ahead)
    if isinstance(question, Reply):
        return SurveyStep(conversation, reply=question)
    previous = conversation.answers.get(question.id)
    if previous is None and is_expired(survey, conversation, now):
        return SurveyStep(conversation, reply=Reply.EXPIRED)
    given = _as_tap(question, given, now)
    if isinstance(given, Tap) and (turned := _turned(question, conversation, given.option)) is not None:
        return turned
    value = _read(question, conversation, given, now)
    if not isinstance(value, int | str):
        return _unanswered(conversation, value)
    media = given.kind if isinstance(given, SentFile) and value == given.file_id else None
    stored = GivenAnswer(question.id, value, _outcome(previous, value), previous, _said(given, value), media)
    step = _store(survey, conversation, stored, now)
    if step.answer is None:
        return step
    return replace(step, conversation=_opened(step.conversation, question, value))


def _read(
    question: Question, conversation: ConversationState, given: Input, now: datetime
) -> Value | Reply | Hint | UncertainValue | picking.Picked:
    """The value that an input gives; of a choice of several, what is chosen so far."""
    if isinstance(given, Tap) and question.done is not None and given.option != SKIP:
        known = conversation.answers.get(question.id)
        return picking.pick(question, conversation.picked, given.option, known)
    return question.read(given, now)


def _unanswered(
    conversation: ConversationState, given: Reply | Hint | UncertainValue | picking.Picked
) -> SurveyStep:
    """The step of what is no answer, or not yet: the choice of several goes on."""
    if isinstance(given, tuple):
        return SurveyStep(replace(conversation, picked=given), opens=BACK)
    return SurveyStep(conversation, reply=given)


def is_answer(question: Question, given: Input, now: datetime) -> bool:
    """Whether an input says something that the question takes, or opens one of its groups."""
    given = _as_tap(question, given, now)
    if isinstance(given, Tap) and _turns_page(question, given.option):
        return True
    return not isinstance(question.read(given, now), Reply | Hint | UncertainValue)


def ask_again(survey: Survey, conversation: ConversationState, now: datetime) -> SurveyStep:
    """Asks the question that is still open, or the first one when nothing is: a tap on it is a correction."""
    awaited = awaited_question(survey, conversation.answers)
    asked = replace(
        conversation, awaiting=awaited.id if awaited else None, asked_at=now, done=awaited is None
    )
    return SurveyStep(asked, asks=awaited or survey.first)


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
    """The question on the branch that has no answer yet; None when all are answered."""
    last = path_of(survey, answers)[-1]
    return None if last.id in answers else last


def answer_of(survey: Survey, answers: Mapping[str, Value], role: QuestionRole) -> Value | None:
    """The answer that means this, on the branch that the answers chose; None when not given or skipped.

    A reason may also be what a chosen option stands for.
    """
    path = path_of(survey, answers)
    asked = next((one for one in path if one.role is role), None)
    value = answers.get(asked.id) if asked is not None else None
    if value is None and role is QuestionRole.REASON:
        return _implied_reason(path, answers)
    return None if value == SKIPPED else value


def _implied_reason(path: Sequence[Question], answers: Mapping[str, Value]) -> str | None:
    chosen = (one.choice(str(answers[one.id])) for one in path if one.id in answers)
    return next((option.reason for option in chosen if option is not None and option.reason), None)


def implied_touchpoint(survey: Survey, answers: Mapping[str, Value]) -> str | None:
    """Where a complaint of the chosen category happened, as the file says; None where it says nothing."""
    asked = survey.question_of(QuestionRole.CATEGORY)
    chosen = asked.choice(str(answers.get(asked.id))) if asked is not None else None
    return chosen.touchpoint if chosen is not None else None


def is_answered(survey: Survey, conversation: ConversationState) -> bool:
    """Whether every question of the branch that is not optional has its answer, and at least one has."""
    awaited = awaited_question(survey, conversation.answers)
    return bool(conversation.answers) and (awaited is None or awaited.optional)


def story_question(survey: Survey) -> Question | None:
    """The question that is answered by telling what happened; None for a survey that never asks for it."""
    return next((one for one in survey.questions if one.kind.is_open and not one.optional), None)


def is_told(survey: Survey, conversation: ConversationState) -> bool:
    """Whether a complaint says what happened, be that told before it was asked.

    Any other survey, and one that never asks for it, is told once it is answered.
    """
    story = story_question(survey)
    if story is None or survey.kind is not SurveyKind.COMPLAINT:
        return is_answered(survey, conversation)
    return conversation.answers.get(story.id, SKIPPED) != SKIPPED


def is_expired(survey: Survey, conversation: ConversationState, now: datetime) -> bool:
    """Whether the last question was asked longer than `expires_after` ago, and is no longer awaited."""
    return now - conversation.asked_at > survey.expires_after


def is_settled(survey: Survey, conversation: ConversationState, now: datetime) -> bool:
    """Whether the first answer is older than `correct_within`, so that none may be changed any more."""
    since = conversation.first_answer_at
    return since is not None and now - since > survey.correct_within


def is_new_asking(survey: Survey, conversation: ConversationState, now: datetime) -> bool:
    """Whether a customer who asks to be asked begins anew; otherwise `ask_again` shows what is there."""
    if conversation.first_answer_at is None:
        return is_expired(survey, conversation, now)
    if survey.again_after is None:
        return is_told(survey, conversation) or is_expired(survey, conversation, now)
    return now - conversation.first_answer_at >= survey.again_after


def _addressed(
    survey: Survey,
    conversation: ConversationState,
    path: list[Question],
    question_id: str | None,
    ahead: bool,
) -> Question | Reply:
    if question_id is None:
        return Reply.NOT_AWAITED if path[-1].id in conversation.answers else path[-1]
    question = survey.question(question_id)
    if question is None:
        return Reply.UNKNOWN_QUESTION
    return question if ahead or question in path else Reply.NOT_AWAITED


def _as_tap(question: Question, given: Input, now: datetime) -> Input:
    """A button's label, typed, is the button; scores and days are read by their kind: it knows more words.

    So is "tomorrow", where it is an answer: then nobody asks to be asked tomorrow.
    """
    named = question.option_named(given.text) if isinstance(given, Typed) else None
    if named is None:
        return given
    if named in LATER_OPTIONS and not isinstance(question.read(given, now), Reply | Hint | UncertainValue):
        return given
    is_own = named in question.values or question.group(named) is not None or named in _OWN
    is_picked = question.done is not None and question.choice(named) is not None
    return Tap(named) if is_own or is_picked else given


def _turned(question: Question, conversation: ConversationState, option: str) -> SurveyStep | None:
    """The step of a button that only shows others, or puts the question off; None for any other button."""
    if _turns_page(question, option):
        return SurveyStep(_opened(conversation, question, option), opens=option)
    if question.later is not None and option in LATER_OPTIONS:
        return SurveyStep(conversation, postpones=Later(option))
    return None


def _turns_page(question: Question, option: str) -> bool:
    if question.later is not None and option in (LATER, BACK):
        return True
    return bool(question.groups) and (option == BACK or question.group(option) is not None)


def _opened(conversation: ConversationState, question: Question, chosen: Value) -> ConversationState:
    """The conversation with the group that was tapped, or that holds the answer, among those looked into."""
    if not question.groups:
        return conversation
    option = str(chosen)
    group = question.group(option) or question.group_of(option)
    if group is None or group.id in conversation.opened:
        return conversation
    return replace(conversation, opened=(*conversation.opened, group.id))


def _outcome(previous: Value | None, value: Value) -> AnswerOutcome:
    if previous is None:
        return AnswerOutcome.NEW
    return AnswerOutcome.UNCHANGED if previous == value else AnswerOutcome.CORRECTION


def _store(survey: Survey, conversation: ConversationState, stored: GivenAnswer, now: datetime) -> SurveyStep:
    match stored.outcome:
        case AnswerOutcome.NEW:
            return _advance(survey, conversation, stored, now)
        case AnswerOutcome.UNCHANGED:
            return SurveyStep(conversation, stored, reply=Reply.ALREADY_ANSWERED)
        case AnswerOutcome.CORRECTION:
            if is_settled(survey, conversation, now):
                return SurveyStep(conversation, reply=Reply.TOO_LATE_TO_CORRECT)
            return replace(_advance(survey, conversation, stored, now), reply=Reply.CORRECTED)
        case _:
            assert_never(stored.outcome)


def _advance(survey: Survey, before: ConversationState, stored: GivenAnswer, now: datetime) -> SurveyStep:
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
        picked=(),
    )
    return SurveyStep(after, stored, asks, _thanks(survey, before, after))


def _thanks(survey: Survey, before: ConversationState, after: ConversationState) -> Text | None:
    """The last words, said once and again only when a correction calls for other ones; else None."""
    if not after.done:
        return None
    words = survey.thank(after.answers)
    said_already = before.done and words == survey.thank(before.answers)
    return None if said_already else words


def _said(given: Input, value: Value) -> str | None:
    match given:
        case Typed(words) | SentFile(words=words):
            return words if words != str(value) else None
        case _:
            return None
