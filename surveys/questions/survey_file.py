"""The shape of a survey file: what TOML gives, checked key by key and turned into a `Survey`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, GetPydanticSchema, WithJsonSchema, model_validator

from surveys.questions.duration import DURATION
from surveys.questions.file_parts import Duration, Id, Part, TextPart, refusal
from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.later import buttons
from surveys.questions.question import Question, When
from surveys.questions.question_file import Condition, QuestionPart
from surveys.questions.reasons import NO_REASONS, Taxonomy
from surveys.questions.survey import Reminder, Survey, SurveyKind, Thanks

WHEN_FINISHED: Final = "finished"


_OF_ANY_KIND: Final = Annotated[reduce(or_, (kind.part for kind in KINDS)), Field(discriminator="kind")]

AnyQuestion = Annotated[
    QuestionPart, GetPydanticSchema(lambda _, handler: handler.generate_schema(_OF_ANY_KIND))
]
"""The shape of the kind that the question names."""


class ThanksPart(Condition):
    """Words for those whom the condition fits, or each reason's own answer."""

    text: TextPart | None = None
    """What is said last."""
    answer_of: Id | None = None
    """Instead of words: each reason has its own, in reasons.toml."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.text is None) == (self.answer_of is None):
            raise refusal("survey-no-words")
        if self.of is None and (self.score is not None or self.option is not None):
            raise refusal("survey-score-without-of")
        return self

    def build(self, reasons: Taxonomy) -> Iterator[Thanks]:
        """The last words: one for the condition, or one for each reason that customers can choose."""
        if self.text is not None:
            yield Thanks(self.text.build(), self.when(reasons))
        elif self.answer_of is not None:
            for group in reasons.groups:
                for reason in group.reasons:
                    yield Thanks(reason.answer, When(self.answer_of, frozenset({reason.code})))


class ReminderPart(Part):
    after: Duration
    """How long after the asking it goes."""
    text: TextPart

    def build(self) -> Reminder:
        return Reminder(self.after, self.text.build())


def _on_scale(when: When | None, questions: Mapping[str, Question]) -> When | None:
    """The condition without scores that its scale does not have: of 1 to 5 "<=2" is 1 and 2.

    What fits nothing stays as it was written, to be told as a fault.
    """
    asked = questions.get(when.question) if when is not None else None
    if when is None or asked is None or asked.kind.highest is None:
        return when
    fitting = when.values & set(asked.values)
    return replace(when, values=fitting) if fitting else when


def _again(given: object) -> object:
    return None if given == WHEN_FINISHED else given


class SurveyFile(Part):
    """One survey: its questions, their branches and its last words."""

    id: Id
    """The name of the survey. A file of a company replaces the built-in one of the same id."""
    version: Annotated[int, Field(ge=1)]
    """Raise it when the meaning changes; changed words get a number of their own by themselves."""
    kind: Literal["relational", "transactional", "complaint", "leaving"]
    """When it is asked and what follows: "relational" is the rhythm, "transactional" is after an event."""
    title: TextPart
    """What staff call it."""
    questions: Annotated[list[AnyQuestion], Field(min_length=1)]
    """In the order of the file; the first one begins."""
    thanks: Annotated[list[ThanksPart], Field(min_length=1)]
    """The last words: the first ones that fit the answers."""
    correct_within: Duration = timedelta(days=14)
    """How long an answer may be changed: "14d", "12h", "30m"."""
    again_after: Annotated[
        Duration | None,
        BeforeValidator(_again),
        WithJsonSchema({"type": "string", "pattern": rf"^({DURATION.pattern}|{WHEN_FINISHED})$"}),
    ] = timedelta(days=1)
    """How soon it can be asked anew; "finished" is as soon as the last one is."""
    expires_after: Duration = timedelta(days=14)
    """How long a question waits for its answer."""
    reminder: ReminderPart | None = None
    """What is said, once, to those who did not answer."""
    menu: TextPart | None = None
    """The button under the greeting that begins it."""
    later: bool = False
    """Whether each of its questions has a button for those who would rather be asked another day."""

    def build(self, reasons: Taxonomy = NO_REASONS) -> Survey:
        survey = self._as_written(reasons)
        questions = {question.id: question for question in survey.questions}
        return replace(
            survey,
            questions=tuple(
                replace(
                    question,
                    next=tuple(replace(rule, when=_on_scale(rule.when, questions)) for rule in question.next),
                    later=buttons() if self.later else question.later,
                )
                for question in survey.questions
            ),
            thanks=tuple(replace(one, when=_on_scale(one.when, questions)) for one in survey.thanks),
        )

    def _as_written(self, reasons: Taxonomy) -> Survey:
        return Survey(
            id=self.id,
            version=self.version,
            kind=SurveyKind(self.kind),
            title=self.title.build(),
            questions=tuple(question.build(reasons) for question in self.questions),
            thanks=tuple(words for part in self.thanks for words in part.build(reasons)),
            correct_within=self.correct_within,
            again_after=self.again_after,
            expires_after=self.expires_after,
            reminder=self.reminder.build() if self.reminder else None,
            menu=self.menu.build() if self.menu else None,
        )
