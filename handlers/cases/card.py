"""The card of a case: what staff see of it at a glance, and the buttons under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports import case_summary
from storage.rows import Case, Customer
from surveys.cases.reference_code import reference_code
from surveys.cases.source import CaseSource
from surveys.questions.question import Option, QuestionRole
from texts.quoting import TOPIC_LIMIT, inline, shortened

WORD: Final = "case"
"""How the data of a case's buttons begin: `case:<step>:<number>[:<cause>[:<key of a remedy>]]`."""
TAKE, CLOSE, CAUSE, DONE, BACK, FILES = "take", "close", "cause", "done", "back", "files"
_KEY_BYTES: Final = 3

_SOURCES: Final = {
    CaseSource.COMPLAINT: "case-from-complaint",
    CaseSource.SCORE: "case-from-score",
    CaseSource.LEAVING: "case-from-leaving",
    CaseSource.INBOX: "case-from-inbox",
    CaseSource.JOINED: "case-from-joined",
}


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """A case with what a card tells of its people."""

    case: Case
    customer: Customer
    before: int = 0
    """Cases that the customer had earlier."""
    holder: str | None = None
    """Name of whoever has it; None for nobody."""
    answered_by: str | None = None
    """Name of whoever answered last; None where that is the holder, and until somebody answered."""
    about: str | None = None
    """Name of the member of the team whom it is about; None for nobody."""


def title(shown: CaseOverview, app: AppContext) -> str:
    """`#17 · Доставка · Анна`: the name of the topic, or the message that stands for it."""
    parts = [f"#{shown.case.number}", case_summary.category(shown.case, app.report_context, app.language)]
    return shortened(" · ".join([*filter(None, parts), _customer(shown, app, app.language, 40)]), TOPIC_LIMIT)


def text(shown: CaseOverview, app: AppContext, language: str | None = None) -> str:
    """The card of a case in words, in `language`; without one in the language of the staff's side."""
    tongue = language or app.language
    case, say, context = shown.case, app.texts.text, app.report_context
    lines = [
        case_summary.heading(case, context, tongue),
        say(tongue, "case-code", code=reference_code(case.number)),
        say(tongue, _SOURCES[case.source] if case.opened_by is None else "case-from-staff"),
    ]
    if case.helped is not None:
        lines.insert(1, say(tongue, "case-helped" if case.helped else "case-helped-not"))
    if case.score is not None:
        lines.append(_score(case, app, tongue))
    if place := case_summary.label(QuestionRole.TOUCHPOINT, case.touchpoint, context, tongue):
        lines.append(say(tongue, "case-touchpoint", touchpoint=place))
    lines.append(_person(shown, app, tongue))
    lines.append(say(tongue, "case-before", n=shown.before))
    if shown.about is not None:
        lines.append(say(tongue, "case-about-staff", name=shown.about))
    if case.earlier_number is not None:
        lines.append(say(tongue, "case-earlier", number=str(case.earlier_number)))
    lines.append(case_summary.status(case, shown.holder, shown.answered_by, context, tongue))
    return "\n".join(lines)


def keyboard(case: Case, app: AppContext) -> keyboards.Keyboard:
    """The buttons to take and to close a case; empty once it is closed.

    An edit without a keyboard would leave the old one.
    """
    if case.closed_at is not None:
        return keyboards.Keyboard.of([])
    take, close = (app.texts.text(app.language, name) for name in ("button-take", "button-close"))
    row = [] if case.holder_telegram_id else [keyboards.button(take, data(TAKE, case.number))]
    return keyboards.Keyboard.of([[*row, keyboards.button(close, data(CLOSE, case.number))]])


def causes_keyboard(case: Case, app: AppContext) -> keyboards.Keyboard:
    """A button for each cause that a case may be closed with, and one that keeps it open."""
    return _choice(case, app, [(one, data(CAUSE, case.number, one.id)) for one in app.support_texts.causes])


def remedies_keyboard(case: Case, app: AppContext, cause_id: str) -> keyboards.Keyboard:
    """A button for each thing that can have been done about a complaint of that cause, and the same back."""
    remedies = app.support_texts.remedies
    return _choice(
        case, app, [(one, data(DONE, case.number, cause_id, remedy_key(one.id))) for one in remedies]
    )


def remedy_key(remedy_id: str) -> str:
    """Six hexadecimal digits that tell a remedy from the others: two ids are too long for a button."""
    return blake2b(remedy_id.encode(), digest_size=_KEY_BYTES).hexdigest()


def data(step: str, number: int, *about: str) -> str:
    """The data of a case's button: `case:<step>:<number>[:<cause>[:<key of a remedy>]]`."""
    return ":".join([WORD, step, str(number), *about])


def _choice(case: Case, app: AppContext, options: Sequence[tuple[Option, str]]) -> keyboards.Keyboard:
    rows = [[keyboards.button(one.label.render(app.language), leads_to)] for one, leads_to in options]
    back = keyboards.button(app.texts.text(app.language, "button-causes-back"), data(BACK, case.number))
    return keyboards.Keyboard.of([*rows, [back]])


def _score(case: Case, app: AppContext, language: str) -> str:
    given = {"score": str(case.score), "scale": str(case.scale)}
    if case.first_score is None:
        return app.texts.text(language, "case-score", **given)
    return app.texts.text(language, "case-score-changed", first=str(case.first_score), **given)


def _person(shown: CaseOverview, app: AppContext, language: str) -> str:
    customer = shown.customer
    spoken = app.texts.text(language, "language-ru" if customer.language == "ru" else "language-en")
    line = app.texts.text(language, "case-customer", name=_customer(shown, app, language), language=spoken)
    if shown.case.segment is None:
        return line
    segment = app.texts.text(language, "case-segment", segment=inline(shown.case.segment))
    return f"{line} · {segment}"


def _customer(shown: CaseOverview, app: AppContext, language: str, limit: int = 64) -> str:
    return inline(shown.customer.name, limit, otherwise=app.texts.text(language, "customer-unnamed"))
