"""The shape of a survey file: what TOML gives, checked key by key and turned into a `Survey`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, GetPydanticSchema, model_validator

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
    answer_of: Id | None = None

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
    id: Id
    version: Annotated[int, Field(ge=1)]
    kind: Literal["relational", "transactional", "complaint", "leaving"]
    title: TextPart
    questions: Annotated[list[AnyQuestion], Field(min_length=1)]
    thanks: Annotated[list[ThanksPart], Field(min_length=1)]
    correct_within: Duration = timedelta(days=14)
    again_after: Annotated[Duration | None, BeforeValidator(_again)] = timedelta(days=1)
    expires_after: Duration = timedelta(days=14)
    reminder: ReminderPart | None = None
    menu: TextPart | None = None
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
