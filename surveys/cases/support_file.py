"""The shape of the file of support texts, and what a well-formed one can still get wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, Final

from pydantic import Field

from surveys.cases.support_texts import CustomerNotice, SupportTexts
from surveys.language.interface_text import InterfaceText
from surveys.questions.checks import label_faults, text_faults
from surveys.questions.file_parts import Part, TextPart
from surveys.questions.question import MAX_BUTTONS, Option
from surveys.questions.question_file import OptionPart

FILE: Final = "support.toml"
PLACEHOLDERS: Final = frozenset({"number", "code", "name", "business"})


class NoticesPart(Part):
    received: TextPart
    taken: TextPart
    taken_by: TextPart
    delayed: TextPart
    closed: TextPart
    reopened: TextPart


class SupportFile(Part):
    notices: NoticesPart
    causes: Annotated[list[OptionPart], Field(min_length=1)]
    remedies: list[OptionPart] = Field(default_factory=list)

    def build(self) -> SupportTexts:
        words: dict[CustomerNotice, TextPart] = {
            notice: getattr(self.notices, notice.value) for notice in CustomerNotice
        }
        return SupportTexts(
            {notice: text.build() for notice, text in words.items()},
            tuple(cause.option() for cause in self.causes),
            tuple(remedy.option() for remedy in self.remedies),
        )

    def faults(self) -> Iterator[tuple[str, InterfaceText]]:
        """The dotted key and the remedy of each fault that a well-formed file still has."""
        texts = self.build()
        for notice, text in texts.notices.items():
            yield from text_faults(f"notices.{notice}", text, PLACEHOLDERS)
        for name, options in (("causes", texts.causes), ("remedies", texts.remedies)):
            yield from _option_faults(name, options)


def _option_faults(name: str, options: Sequence[Option]) -> Iterator[tuple[str, InterfaceText]]:
    for option in options:
        yield from label_faults(f"{name}.{option.id}", option.label)
    for option_id, count in Counter(option.id for option in options).items():
        if count > 1:
            yield f"{name}.{option_id}.id", InterfaceText("cause-twice", count=count)
    if (buttons := len(options)) > MAX_BUTTONS:
        yield name, InterfaceText("cause-too-many-buttons", buttons=buttons, most=MAX_BUTTONS)
