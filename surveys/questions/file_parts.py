"""What the files of surveys and of reasons are made of."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from surveys.language.text import Text
from surveys.questions.callback import ID
from surveys.questions.customer_stage import CustomerStage
from surveys.questions.duration import DURATION, duration
from surveys.questions.later import Later
from surveys.questions.question import (
    AS_WORDS,
    BACK,
    CHANGE,
    DONE,
    END,
    KEEP,
    LATER,
    SHARE,
    SKIP,
    StageText,
)

RESERVED = frozenset({END, SKIP, BACK, CHANGE, KEEP, AS_WORDS, DONE, LATER, SHARE, *Later})
"""Ids that mean something in every survey, so that no question or option may have them."""


def refusal(text_id: str) -> PydanticCustomError:
    """The error with which pydantic is to refuse a value; the text of that id says what would be right."""
    return PydanticCustomError("refused", "{text_id}", {"text_id": text_id})


def an_id(given: object) -> object:
    """The value itself; raises PydanticCustomError when it is no id or one that is reserved."""
    if not isinstance(given, str) or not ID.fullmatch(given) or given in RESERVED:
        raise refusal("file-bad-id")
    return given


def a_duration(given: object) -> object:
    """The duration that the value states; raises PydanticCustomError when it states none."""
    try:
        return duration(str(given))
    except ValueError as error:
        raise refusal("file-bad-duration") from error


Id = Annotated[str, BeforeValidator(an_id), WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"})]
Duration = Annotated[
    timedelta,
    BeforeValidator(a_duration),
    WithJsonSchema({"type": "string", "pattern": f"^{DURATION.pattern}$"}),
]


class Part(BaseModel):
    """A table of a file; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextPart(Part):
    ru: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def build(self) -> Text:
        return Text(self.ru.strip(), self.en.strip())


class StagedTextPart(TextPart):
    """What everybody is asked, with other words for customers of some stages."""

    new: TextPart | None = None
    """For whoever ordered for the first time within the last 30 days."""
    living: TextPart | None = None
    """For whoever orders as usual, and whose orders are not known."""
    silent: TextPart | None = None
    """For whoever has ordered nothing for longer than their own rhythm allows."""
    leaving: TextPart | None = None
    """For whoever said that they leave."""
    returned: TextPart | None = None
    """For whoever came back within the last 90 days."""

    def stage_texts(self) -> tuple[StageText, ...]:
        """The words for those stages that have words of their own."""
        parts = ((stage, getattr(self, stage.value)) for stage in CustomerStage)
        return tuple(StageText(stage, part.build()) for stage, part in parts if part is not None)
