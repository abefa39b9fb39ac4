"""Why a customer leaves: a group, then a reason in it, or words of their own."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from surveys.questions.inputs import Hint, Input, Reply, Typed
from surveys.questions.kinds.choice import NOT_AN_OPTION, read_option
from surveys.questions.question import (
    AnswerColumn,
    ChosenTexts,
    Question,
    QuestionKind,
    QuestionRole,
    Value,
)
from surveys.questions.question_file import QuestionPart
from surveys.questions.reasons import OTHER, Taxonomy

_WORD: Final = re.compile(r"\w")


class ReasonQuestionPart(QuestionPart):
    kind: Literal["reason"]

    def build(self, reasons: Taxonomy) -> Question:
        return replace(
            self.question(REASON, reasons, reasons.first_screen),
            values=tuple(reason.code for group in reasons.groups for reason in group.reasons),
            groups=reasons.screens,
            back=reasons.back,
        )


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    """The reason that was tapped or written; words that no button says are a reason of their own."""
    value = read_option(question, given, now)
    if value != NOT_AN_OPTION or not isinstance(given, Typed):
        return value
    return OTHER if OTHER in question.values and _WORD.search(given.text) else value


REASON: Final = QuestionKind(
    name="reason",
    part=ReasonQuestionPart,
    read=_read,
    column=AnswerColumn.OPTION,
    hints=(NOT_AN_OPTION,),
    chosen=ChosenTexts(),
    roles=frozenset({QuestionRole.REASON}),
    is_opinion=True,
    borrows_options=True,
)
