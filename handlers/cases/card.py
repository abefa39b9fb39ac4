"""The card of a case: what staff see of it at a glance, and the buttons under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Final

from aiogram.enums import ButtonStyle
from aiogram.types import MessageEntity
from aiogram.utils.formatting import Code, DateTime, Text, TextLink

from handlers.cases.reply_deadline import reply_due_at
from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from reports import case_summary
from storage.card_facts import CardFacts
from storage.customer_profile import PastScore
from storage.rows import Case, Customer
from surveys.cases.lifecycle import Status
from surveys.cases.reference_code import reference_code
from surveys.cases.severity import Severity
from surveys.cases.source import CaseSource
from surveys.questions.question import Option, QuestionRole
from texts.quoting import TOPIC_LIMIT, inline, shortened, unquoted

WORD: Final = "case"
"""How the data of a case's buttons begin: `case:<step>:<number>[:<cause>[:<key of a remedy>]]`."""
TAKE, CLOSE, CAUSE, DONE, BACK, FILES = "take", "close", "cause", "done", "back", "files"
_KEY_BYTES: Final = 3
_WITH_TIME: Final = "dt"
"""How Telegram shows a moment, in the zone of whoever reads: a short date and a time."""
_NAME_IN_TITLE: Final = 20

_SIGNS: Final = {
    Status.OPEN: "🆕",
    Status.TAKEN: "✋",
    Status.ANSWERED: "💬",
    Status.CLOSED: "✅",
}
"""The signs of the line on the card that tells how far a case is: a title has no room for its words."""
_UNREACHABLE: Final = "🚫"

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
    facts: CardFacts = field(default_factory=CardFacts)
    about: str | None = None
    """Name of the member of the team whom it is about; None for nobody."""


def title(shown: CaseOverview, app: AppContext) -> str:
    """`#17 ✋ Вера · Доставка · Анна`: the name of a topic tells how far the case is, and who has it."""
    sign = _UNREACHABLE if shown.case.is_unreachable else _SIGNS[shown.case.status]
    holder = shown.holder and inline(shown.holder, _NAME_IN_TITLE)
    return _joined(" ".join(filter(None, [f"#{shown.case.number}", sign, holder])), shown, app)


def heading(shown: CaseOverview, app: AppContext) -> str:
    """`#17 · Доставка · Анна`: the message that stands for a topic, which the card behind it says more of."""
    return _joined(f"#{shown.case.number}", shown, app)


def text(shown: CaseOverview, app: AppContext, language: str | None = None) -> str:
    """The card of a case in words, in `language`; without one in the language of the staff's side."""
    return formatted(shown, app, language)[0]


def formatted(
    shown: CaseOverview, app: AppContext, language: str | None = None
) -> tuple[str, list[MessageEntity]]:
    """The card of a case, and what of it is a moment, a link, or copied by a tap."""
    lines = list(_lines(shown, app, language or app.language))
    return Text(*_between(lines, "\n")).render()


def _lines(shown: CaseOverview, app: AppContext, language: str) -> Iterator[Text | str]:
    case, facts, context = shown.case, shown.facts, app.report_context

    def say(text_id: str, **values: str | int) -> str:
        return app.texts.text(language, text_id, **values)

    yield case_summary.heading(case, context, language)
    if case.severity is not Severity.NORMAL:
        yield say("case-severity", severity=case.severity)
    if case.helped is not None:
        yield say("case-helped" if case.helped else "case-helped-not")
    yield say("case-code", code=reference_code(case.number))
    yield say(_SOURCES[case.source] if case.opened_by is None else "case-from-staff")
    if case.score is not None:
        yield _score(case, app, language)
    if facts.scores:
        yield say("case-scores", scores=" · ".join(_past_score(one, app) for one in facts.scores))
    if place := case_summary.label(QuestionRole.TOUCHPOINT, case.touchpoint, context, language):
        yield say("case-touchpoint", touchpoint=place)
    if facts.order_id is not None:
        yield _labelled(say("case-order"), _copied(facts.order_id))
    yield _person(shown, app, language)
    if ids := _ids(shown.customer):
        yield _labelled(say("case-ids"), *ids)
    yield say("case-before", n=shown.before)
    if shown.about is not None:
        yield say("case-about-staff", name=shown.about)
    if case.earlier_number is not None:
        yield say("case-earlier", number=str(case.earlier_number))
    if facts.open_cases and case.joined_number is None:  # else its own is among them
        links = (TextLink(f"#{n}", url=url) if url else f"#{n}" for n, url in facts.open_cases.items())
        yield _labelled(say("case-others"), *links)
    moments = {
        "case-opened": case.opened_at,
        "case-reply-due": reply_due_at(case),
        "case-to-solve": case.solution_due_at,
    }
    yield from (_labelled(say(text_id), _moment(at, app)) for text_id, at in moments.items() if at)
    yield case_summary.status(case, shown.holder, shown.answered_by, context, language)
    if case.is_unreachable:
        yield say("case-unreachable")


def keyboard(case: Case, app: AppContext) -> keyboards.Keyboard:
    """The buttons to take and to close a case; empty once it is closed.

    An edit without a keyboard would leave the old one.
    """
    if case.closed_at is not None:
        return keyboards.Keyboard.of([])
    take, close = (app.texts.text(app.language, name) for name in ("button-take", "button-close"))
    main, ending = ButtonStyle.PRIMARY, ButtonStyle.SUCCESS
    row = [] if case.holder_telegram_id else [keyboards.button(take, data(TAKE, case.number), main)]
    return keyboards.Keyboard.of([[*row, keyboards.button(close, data(CLOSE, case.number), ending)]])


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


def _joined(first: str, shown: CaseOverview, app: AppContext) -> str:
    category = case_summary.category(shown.case, app.report_context, app.language)
    parts = filter(None, [first, category, _customer(shown, app, app.language, 40)])
    return shortened(" · ".join(parts), TOPIC_LIMIT)


def _labelled(label: str, *values: Text | str) -> Text:
    """A label, and behind it values in a row."""
    return Text(f"{label}: ", *_between(values, " · "))


def _between(parts: Sequence[Text | str], mark: str) -> list[Text | str]:
    return [one for part in parts for one in (part, mark)][:-1]


def _moment(at: datetime, app: AppContext) -> DateTime:
    """A moment by the reader's own clock; by that of the company where a program shows no moments."""
    return DateTime(f"{at.astimezone(app.zone):%d.%m %H:%M}", unix_time=at, date_time_format=_WITH_TIME)


def _ids(customer: Customer) -> list[Text]:
    """What `/customer` and `/why` find the customer by."""
    known = (customer.external_id, customer.telegram_id)
    return [_copied(str(one)) for one in known if one is not None]


def _copied(number: str) -> Code:
    """A number that a tap copies as it is: nothing within it becomes a link."""
    return Code(unquoted(inline(number)))


def _past_score(given: PastScore, app: AppContext) -> str:
    return f"{given.score.score}/{given.score.scale} ({given.at.astimezone(app.zone):%d.%m.%y})"


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
