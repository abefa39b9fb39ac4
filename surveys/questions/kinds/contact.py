"""A phone or an e-mail: shared by Telegram's own button, or written."""

import re
from datetime import datetime
from typing import Final, Literal, assert_never

from surveys.questions import usual_buttons
from surveys.questions.inputs import Hint, Input, NotText, Reply, SentFile, Tap, Typed
from surveys.questions.question import (
    SHARE,
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
from surveys.records import phone

NOT_A_CONTACT: Final = Hint("contact-not-understood")

_MAIL: Final = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,24}")
_LONGEST: Final = 300
"""Nobody writes a phone in more characters."""


class ContactPart(SkippablePart):
    kind: Literal["contact"]

    def build(self, reasons: Taxonomy) -> Question:
        return self.question(CONTACT, reasons, (Option(SHARE, usual_buttons.label(SHARE)),))


def contact_in(words: str) -> str | None:
    """The e-mail that words name, else their first phone in E.164; None where they name neither."""
    if len(words) > _LONGEST:
        return None
    mail = _MAIL.search(words)
    return mail[0].lower() if mail is not None else phone.normalized(words)


def _read(question: Question, given: Input, now: datetime) -> Value | Reply | Hint:
    """A contact that Telegram's button shared comes as its number."""
    match given:
        case Tap():
            return Reply.UNKNOWN_OPTION
        case Typed(words):
            return contact_in(words) or NOT_A_CONTACT
        case SentFile() | NotText():
            return NOT_A_CONTACT
        case _:
            assert_never(given)


CONTACT: Final = QuestionKind(
    name="contact",
    part=ContactPart,
    read=_read,
    column=AnswerColumn.WORDS,
    hints=(NOT_A_CONTACT,),
    chosen=ChosenTexts(),
    roles=frozenset({QuestionRole.FIELD}),
)
