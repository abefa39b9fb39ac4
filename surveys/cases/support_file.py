"""The shape of the file of support texts, and what a well-formed one can still get wrong."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from surveys.cases.support_texts import CustomerNotice, SupportTexts
from surveys.language.interface_text import InterfaceText
from surveys.questions.checks import label_faults, text_faults
from surveys.questions.file_parts import Part, TextPart
from surveys.questions.question import MAX_BUTTONS
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

    def build(self) -> SupportTexts:
        words: dict[CustomerNotice, TextPart] = {
            notice: getattr(self.notices, notice.value) for notice in CustomerNotice
        }
        return SupportTexts(
            {notice: text.build() for notice, text in words.items()},
            tuple(cause.option() for cause in self.causes),
        )

    def faults(self) -> Iterator[tuple[str, InterfaceText]]:
        """The dotted key and the remedy of each fault that a well-formed file still has."""
        texts = self.build()
        for notice, text in texts.notices.items():
            yield from text_faults(f"notices.{notice}", text, PLACEHOLDERS)
        for cause in texts.causes:
            yield from label_faults(f"causes.{cause.id}", cause.label)
        for cause_id, count in Counter(cause.id for cause in texts.causes).items():
            if count > 1:
                yield f"causes.{cause_id}.id", InterfaceText("cause-twice", count=count)
        if (buttons := len(texts.causes)) > MAX_BUTTONS:
            yield "causes", InterfaceText("cause-too-many-buttons", buttons=buttons, most=MAX_BUTTONS)
