"""The card of a case: what staff see of it at a glance, and the buttons under it."""

from dataclasses import dataclass
from typing import Final

from handlers.shared import keyboards
from handlers.shared.app_context import AppContext
from handlers.shared.quoting import TOPIC_LIMIT, inline, shortened
from storage.rows import Case, Customer
from surveys.cases.lifecycle import Status
from surveys.questions.question import QuestionRole
from surveys.sentiment.analysis import Sentiment, sentiment_of

WORD: Final = "case"
"""How the data of a case's buttons begin: `case:<step>:<number>[:<cause>]`."""
TAKE, CLOSE, CAUSE, BACK = "take", "close", "cause", "back"

COLOURS: Final = {Sentiment.NEGATIVE: "🔴", Sentiment.NEUTRAL: "🟡", Sentiment.POSITIVE: "🟢"}
SENTIMENTS: Final = {
    Sentiment.NEGATIVE: "sentiment-negative",
    Sentiment.NEUTRAL: "sentiment-neutral",
    Sentiment.POSITIVE: "sentiment-positive",
}
_SOURCES: Final = {
    "complaint": "case-from-complaint",
    "score": "case-from-score",
    "leaving": "case-from-leaving",
}


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """A case with what a card tells of its people."""

    case: Case
    customer: Customer
    before: int = 0
    """Cases that the customer had earlier."""
    holder: str | None = None
    """Name of whoever has it."""


def title(shown: CaseOverview, app: AppContext) -> str:
    """`#17 · Доставка · Анна`: the name of the topic, or the message that stands for it."""
    parts = [f"#{shown.case.number}", category(shown.case, app, app.language)]
    return shortened(" · ".join([*filter(None, parts), inline(shown.customer.name, 40)]), TOPIC_LIMIT)


def text(shown: CaseOverview, app: AppContext, language: str | None = None) -> str:
    """In the language of the staff's side, unless somebody asks for it in private."""
    tongue = language or app.language
    case, say = shown.case, app.texts.text
    lines = [
        heading(case, app, tongue),
        say(tongue, _SOURCES.get(case.source, "case-from-complaint")),
    ]
    if case.score is not None:
        lines.append(say(tongue, "case-score", score=str(case.score)))
    if place := label(app, QuestionRole.TOUCHPOINT, case.touchpoint, tongue):
        lines.append(say(tongue, "case-touchpoint", touchpoint=place))
    lines.append(_person(shown, app, tongue))
    lines.append(say(tongue, "case-before", n=shown.before))
    lines.append(status(case, shown.holder, app, tongue))
    return "\n".join(lines)


def heading(case: Case, app: AppContext, language: str) -> str:
    """`🔴 #17 · Доставка · негативный тон`: the colour never speaks alone."""
    said = sentiment(case, app, language)
    parts = [f"{colour(case)} #{case.number}", category(case, app, language), said]
    return " · ".join(filter(None, parts))


def colour(case: Case) -> str:
    return "⚪" if case.sentiment is None else COLOURS[sentiment_of(case.sentiment)]


def sentiment(case: Case, app: AppContext, language: str) -> str | None:
    """Which way the words lean; None in the moment until that is known."""
    if case.sentiment is not None:
        return app.texts.text(language, SENTIMENTS[sentiment_of(case.sentiment)])
    return None if case.words else app.texts.text(language, "sentiment-unknown")


def status(case: Case, holder: str | None, app: AppContext, language: str) -> str:
    state = Status(case.status)
    if state is Status.CLOSED:
        return app.texts.text(language, "case-closed", cause=cause(case, app, language))
    if state is Status.OPEN:
        return app.texts.text(language, "case-open")
    name = "case-taken" if state is Status.TAKEN else "case-answered"
    return app.texts.text(language, name, name=inline(holder))


def keyboard(case: Case, app: AppContext) -> keyboards.Keyboard:
    """Empty once the case is closed: an edit without a keyboard would leave the old one."""
    if case.closed_at is not None:
        return keyboards.Keyboard.of([])
    take, close = (app.texts.text(app.language, name) for name in ("button-take", "button-close"))
    row = [] if case.holder_telegram_id else [keyboards.button(take, data(TAKE, case.number))]
    return keyboards.Keyboard.of([[*row, keyboards.button(close, data(CLOSE, case.number))]])


def causes_keyboard(case: Case, app: AppContext) -> keyboards.Keyboard:
    rows = [
        [keyboards.button(one.label.render(app.language), data(CAUSE, case.number, one.id))]
        for one in app.support_texts.causes
    ]
    back = keyboards.button(app.texts.text(app.language, "button-causes-back"), data(BACK, case.number))
    return keyboards.Keyboard.of([*rows, [back]])


def data(step: str, number: int, cause_id: str | None = None) -> str:
    return ":".join([WORD, step, str(number), *([cause_id] if cause_id else [])])


def category(case: Case, app: AppContext, language: str) -> str | None:
    """What it is about: a button of the complaint, or the reason of somebody who leaves."""
    if case.category is None:
        return None
    if (reason := app.reasons.get(case.category)) is not None:
        return reason.label.render(language)
    return label(app, QuestionRole.CATEGORY, case.category, language)


def cause(case: Case, app: AppContext, language: str) -> str:
    found = app.support_texts.cause(case.cause or "")
    return found.label.render(language) if found else inline(case.cause)


def label(app: AppContext, role: QuestionRole, option: str | None, language: str) -> str | None:
    """What the survey's button says; what came from elsewhere speaks for itself."""
    if option is None:
        return None
    known = app.catalogue.label(role, option)
    return known.render(language) if known is not None else inline(option)


def _person(shown: CaseOverview, app: AppContext, language: str) -> str:
    customer = shown.customer
    spoken = app.texts.text(language, "language-ru" if customer.language == "ru" else "language-en")
    line = app.texts.text(language, "case-customer", name=inline(customer.name), language=spoken)
    if shown.case.segment is None:
        return line
    segment = app.texts.text(language, "case-segment", segment=inline(shown.case.segment))
    return f"{line} · {segment}"
