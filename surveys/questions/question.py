"""A question as plain data, and what its kind adds to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from surveys.language.plain_words import plain_words
from surveys.language.text import Text
from surveys.questions import usual_buttons
from surveys.questions.customer_stage import CustomerStage
from surveys.questions.inputs import Hint, Input, Reply, Tap, UncertainValue
from surveys.questions.message_kind import MessageKind

if TYPE_CHECKING:  # who only reads numbers needs no files and spares pydantic
    from pydantic import BaseModel

Value = int | str
"""What a customer answered: a score is an int, everything else a str.

A chosen option is its id, several are their ids with commas between, a day is an ISO date, a sent photo or
voice is its file id.
"""

SKIPPED: Final = ""
"""The answer of someone who would rather not say; no text is empty."""
SKIP: Final = "skip"
BACK: Final = "back"
CHANGE: Final = "change"
KEEP: Final = "keep"
AS_WORDS: Final = "as-words"
DONE: Final = "done"
LATER: Final = "later"
SHARE: Final = "share"
"""Ids of buttons that every question may have beside its own.

`CHANGE`, `KEEP` and `AS_WORDS` change an answer, leave it as it is, and say that what was written is no
answer but words. `DONE` ends a choice of several, `LATER` asks when to ask again, `SHARE` asks for the
customer's own contact.
"""

END: Final = "end"
"""Where a branch leads when nothing more is asked."""

MAX_BUTTONS: Final = 8
"""How many buttons one screen holds, where a kind of question says nothing else."""


class QuestionRole(StrEnum):
    """What an answer means to the company, whatever its question is called in the file."""

    SCORE = "score"
    """The score of the whole survey; a low one calls for a person."""
    CATEGORY = "category"
    """What a complaint is about."""
    TOUCHPOINT = "touchpoint"
    """Where the customer met the company."""
    REASON = "reason"
    """Why a customer leaves."""
    RETURN_DATE = "return_date"
    """When a customer who leaves wants to hear from the company again."""
    HELPED = "helped"
    """Whether what support did has helped."""
    FIELD = "field"
    """What the company wants to know of a customer, such as their phone."""


class AnswerColumn(StrEnum):
    """The column of a stored answer that holds its value."""

    SCORE = "score"
    OPTION = "option"
    OPTIONS = "options"
    """Several options, in the order of the file."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class ChosenTexts:
    """Ids of the interface texts around an answer that was chosen and can be changed."""

    given: str = "answer-given"
    """The receipt; `$answer` is what was chosen."""
    same: str = "answer-same"
    """Pops up when the same is chosen again; `$answer` is what was chosen."""
    change: str = "button-change-answer"
    choose: str = "choose-new-answer"


@dataclass(frozen=True, slots=True)
class When:
    """A condition: that the question was answered with one of the values."""

    question: str
    values: frozenset[Value]

    def holds(self, answers: Mapping[str, Value]) -> bool:
        """Whether the question was answered with one of the values."""
        return self.question in answers and answers[self.question] in self.values


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a branch leads; without `when` always."""

    to: str
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A button and what it stands for."""

    id: str
    label: Text
    touchpoint: str | None = None
    """Where a complaint of this category happened; None where the category says nothing of it."""
    reason: str | None = None
    """Why a customer leaves who chooses it; None where it says nothing of that."""


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """The options that a button of the first screen opens."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class StageText:
    """A question in words for customers of one stage."""

    stage: CustomerStage
    text: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, as the survey file words it."""

    id: str
    kind: "QuestionKind"
    text: Text
    next: tuple[Rule, ...]
    role: QuestionRole | None = None
    """What its answer means to the company; None for an answer without a role."""
    optional: bool = False
    """Whether the survey already counts as answered without it."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Option ids as the buttons of the first screen stand in the message."""
    choices: tuple[Option, ...] = ()
    """The buttons of the first screen without skip."""
    values: tuple[Value, ...] = ()
    """Every answer that a rule can ask about; empty for open questions."""
    groups: tuple[OptionGroup, ...] = ()
    skip: Text | None = None
    """The button of those who would rather not say; None without one."""
    back: Text | None = None
    """The button from a group to the first screen; None without groups."""
    accepts: frozenset[MessageKind] = frozenset()
    """The kinds of file that are an answer, as Telegram names them."""
    done: Text | None = None
    """The button that ends a choice of several; None where one tap is the answer."""
    at_least: int = 1
    """How many options of several are to be chosen."""
    at_most: int = 1
    later: OptionGroup | None = None
    """The days to ask again and "never"; None where nobody is offered to be asked later."""
    stage_texts: tuple[StageText, ...] = ()
    """Its words for customers of some stages; all others read `text`."""

    def worded_for(self, stage: CustomerStage | None) -> "Question":
        """The question in the words for that stage; None has the usual ones."""
        found = next((one.text for one in self.stage_texts if one.stage is stage), self.text)
        return self if found is self.text else replace(self, text=found)

    @property
    def options(self) -> tuple[str, ...]:
        """Ids of the buttons of the first screen, in order."""
        ends = ((DONE, self.done), (SKIP, self.skip))
        return (*(choice.id for choice in self.choices), *(option for option, label in ends if label))

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Every button of the question but skip and back."""
        return (*self.choices, *(option for group in self.groups for option in group.options))

    def choice(self, option: str) -> Option | None:
        """The button of the first screen of that id; None for an unknown one."""
        return next((choice for choice in self.choices if choice.id == option), None)

    def group(self, group_id: str) -> OptionGroup | None:
        """The group of that id; None for an unknown one."""
        return next((group for group in self.groups if group.id == group_id), None)

    def group_of(self, option: str) -> OptionGroup | None:
        """The group that holds the option; None when no group does."""
        return next((group for group in self.groups if option in {one.id for one in group.options}), None)

    def screen(self, opened: str | None = None) -> tuple[tuple[str, ...], ...]:
        """Rows of button ids: those of the opened group and the way back, else the first screen."""
        group = self.later if opened == LATER else self.group(opened) if opened else None
        if group is not None:
            return (*((option.id,) for option in group.options), (BACK,))
        return (*self.rows, (LATER,)) if self.later is not None else self.rows

    def shown(self, opened: Iterable[str] = ()) -> tuple[str, ...]:
        """Ids of every button but back that a customer who opened these groups has been shown."""
        groups = [group for one in opened if (group := self.group(one)) is not None]
        return (*self.options, *(option.id for group in groups for option in group.options))

    def labels(self) -> dict[str, Text]:
        """What every button says, by its id."""
        labels = {one.id: one.label for one in self.all_options}
        if self.later is not None:
            labels |= {one.id: one.label for one in self.later.options}
            labels |= {LATER: usual_buttons.label(LATER), BACK: usual_buttons.label(BACK)}
        named = ((DONE, self.done), (SKIP, self.skip), (BACK, self.back))
        return labels | {option: label for option, label in named if label is not None}

    def label(self, option: str) -> Text:
        """What one button says; the id itself when there is no such button."""
        return self.labels().get(option) or Text(option, option)

    def option_named(self, text: str) -> str | None:
        """Id of the button, skip and back among them, that says these words in either language; else None."""
        words = plain_words(text)
        labels = self.labels().items()
        fitting = (key for key, label in labels if words and words in map(plain_words, (label.ru, label.en)))
        return next(fitting, None)

    def read(self, given: Input, now: datetime) -> "Value | Reply | Hint | UncertainValue":
        """The value that an input gives, or what to say when it gives none.

        `now` in the customer's zone decides which day is today.
        """
        if self.skip is not None and given == Tap(SKIP):
            return SKIPPED
        return self.kind.read(self, given, now)

    def render(self, value: Value, language: str) -> str:
        """A value as people read it: in the words of its button, a day as days are written."""
        if value == SKIPPED:
            return self.skip.render(language) if self.skip is not None else ""
        return self.kind.render(self, value, language)

    def follow(self, answers: Mapping[str, Value]) -> str:
        """Id of the question that follows these answers; `END` when none does."""
        return next((rule.to for rule in self.next if rule.when is None or rule.when.holds(answers)), END)


def in_words_of_its_button(question: Question, value: Value, language: str) -> str:
    """What the button of the value says; the value itself when it has none."""
    return question.label(str(value)).render(language)


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """How one kind of question is written in a file, asked, answered, stored and read back."""

    name: str
    """The kind as files and stored answers name it."""
    part: "type[BaseModel]"
    """The shape of such a question in a survey file."""
    read: Callable[[Question, Input, datetime], Value | Reply | Hint | UncertainValue]
    """The value of an input that is no skip, or what to say when it gives none."""
    column: AnswerColumn
    hints: tuple[Hint, ...]
    """Everything that `read` may say to what people write and send."""
    chosen: ChosenTexts | None = None
    """Texts around an answer that can be changed; None where none is shown with a button to change it."""
    render: Callable[[Question, Value, str], str] = in_words_of_its_button
    """A value in the given language."""
    roles: frozenset[QuestionRole] = frozenset()
    """What an answer may mean."""
    condition: Literal["score", "option"] = "option"
    """The key by which rules ask for its values."""
    highest: int | None = None
    """Where the scale of its scores ends; None for a kind without scores."""
    low: int | None = None
    """The best score that is still low, so that a person is to see what is behind it."""
    is_promoting: bool = False
    """Whether its scores make the NPS; scores of different kinds are never added up."""
    is_open: bool = False
    """Whether it is answered by telling something, in words or with a file."""
    is_opinion: bool = False
    """Whether what is written with the answer is what the customer thinks."""
    is_all_said: bool = False
    """Whether words are an answer only if they say nothing beside it."""
    max_buttons: int = MAX_BUTTONS
    borrows_options: bool = False
    """Whether its buttons come from a file of their own, which is checked by itself."""
