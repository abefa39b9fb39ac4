"""Yes or no: a thumb up or down, tapped, or written as such a word."""

from dataclasses import replace
from datetime import datetime
from typing import Final, Literal, assert_never

from surveys.language.score_correction import assent_in
from surveys.language.text import Text
from surveys.questions.file_parts import TextPart
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.question import (
    AnswerColumn,
    ChosenTexts,
    Option,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import SkippablePart
from surveys.questions.reasons import Taxonomy

NOT_YES_OR_NO: Final = Hint("thumbs-not-understood")
UP: Final = "up"
DOWN: Final = "down"

_SIGNS: Final = {"👍": UP, "👎": DOWN}


class ThumbsPart(SkippablePart):
    kind: Literal["thumbs"]
    up: TextPart | None = None
    """The button for yes; without it 👍."""
    down: TextPart | None = None
    """The button for no; without it 👎."""

    def build(self, reasons: Taxonomy) -> Question:
        labels = {UP: self.up, DOWN: self.down}
        options = tuple(
            Option(value, part.build() if (part := labels[value]) else Text(sign, sign))
            for sign, value in _SIGNS.items()
        )
        return replace(self.question(THUMBS, reasons, options, in_one_row=True), values=(UP, DOWN))


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    match given:
        case Tap(option):
            return option if option in question.values else Reply.UNKNOWN_OPTION
        case Typed(words):
            return _in_words(words) or NOT_YES_OR_NO
        case SentFile() | NotText():
            return NOT_YES_OR_NO
        case _:
            assert_never(given)


def _in_words(words: str) -> str | None:
    """What a thumb or a "yes" says, of any colour of skin; None for other words."""
    sign = _SIGNS.get(words.strip()[:1])
    if sign is not None and len(words.strip()) <= 2:
        return sign
    said = assent_in(words)
    return None if said is None else UP if said else DOWN


THUMBS: Final = QuestionKind(
    name="thumbs",
    part=ThumbsPart,
    read=_read,
    column=AnswerColumn.OPTION,
    hints=(NOT_YES_OR_NO,),
    chosen=ChosenTexts(),
    is_all_said=True,
    roles=frozenset({QuestionRole.HELPED}),
)
