"""The shape of a survey file: what TOML gives, checked key by key and turned into a `Survey`."""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, GetPydanticSchema, model_validator

from surveys.questions.file_parts import Duration, Id, Part, TextPart, refusal
from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.question import When
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

    def build(self, reasons: Taxonomy = NO_REASONS) -> Survey:
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
