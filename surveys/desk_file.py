"""The shape of the desk's file, and what a well-formed one can still get wrong."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from surveys.cases import Desk, Told
from surveys.checks import MAX_BUTTONS, label_faults, text_faults
from surveys.file_parts import Part, TextPart
from surveys.question_file import OptionPart
from surveys.survey import Text

FILE: Final = "desk.toml"
PLACEHOLDERS: Final = frozenset({"number", "business"})


class ToldPart(Part):
    received: TextPart
    taken: TextPart
    closed: TextPart
    reopened: TextPart


class DeskFile(Part):
    told: ToldPart
    causes: Annotated[list[OptionPart], Field(min_length=1)]

    def build(self) -> Desk:
        words: dict[Told, TextPart] = {step: getattr(self.told, step.value) for step in Told}
        return Desk(
            {step: text.build() for step, text in words.items()},
            tuple(cause.option() for cause in self.causes),
        )

    def faults(self) -> Iterator[tuple[str, Text]]:
        desk = self.build()
        for step, text in desk.told.items():
            yield from text_faults(f"told.{step}", text, PLACEHOLDERS)
        for cause in desk.causes:
            yield from label_faults(f"causes.{cause.id}", cause.label)
        for cause_id, count in Counter(cause.id for cause in desk.causes).items():
            if count > 1:
                yield f"causes.{cause_id}.id", _twice(count)
        if (buttons := len(desk.causes)) > MAX_BUTTONS:
            yield "causes", _too_many(buttons)


def _twice(count: int) -> Text:
    return Text(
        f"так названо несколько причин ({count}): дайте каждой своё имя",
        f"{count} causes have this id: give each its own",
    )


def _too_many(buttons: int) -> Text:
    return Text(
        f"причин {buttons}, а на экран помещается {MAX_BUTTONS}: уберите или объедините",
        f"there are {buttons} causes, {MAX_BUTTONS} fit a screen: remove or merge some",
    )
