"""A case in a line, as staff and managers read it: which, how angry, what about, with whom."""

from typing import Final

from reports.context import ReportContext
from storage.rows import Case
from surveys.cases.lifecycle import Status
from surveys.cases.severity import Severity
from surveys.questions.question import QuestionRole
from surveys.sentiment.polarity import Sentiment, sentiment_of
from texts.quoting import inline

_COLOURS: Final = {Sentiment.NEGATIVE: "🔴", Sentiment.NEUTRAL: "🟡", Sentiment.POSITIVE: "🟢"}
_SENTIMENTS: Final = {
    Sentiment.NEGATIVE: "sentiment-negative",
    Sentiment.NEUTRAL: "sentiment-neutral",
    Sentiment.POSITIVE: "sentiment-positive",
}


def heading(case: Case, context: ReportContext, language: str) -> str:
    """A case in a line, as `🔴 #17 · Доставка · негативный тон`: the colour never speaks alone.

    What did not help and what is of high severity have a mark, and its words stand on the card.
    """
    parts = [
        f"{'❗' * case.has_priority}{'🔺' * (case.severity is Severity.HIGH)}{_colour(case)} #{case.number}",
        category(case, context, language),
        _sentiment(case, context, language),
    ]
    return " · ".join(filter(None, parts))


def status(
    case: Case, holder: str | None, answered_by: str | None, context: ReportContext, language: str
) -> str:
    """How far a case is: waiting, taken or answered, and by whom, or closed for which cause.

    `answered_by` is whoever answered last, None where that is the holder.
    """
    texts = context.texts
    match case.status:
        case Status.OPEN:
            return texts.text(language, "case-open")
        case Status.TAKEN:
            return texts.text(language, "case-taken", name=inline(holder))
        case Status.ANSWERED:
            answered = texts.text(language, "case-answered", name=inline(answered_by or holder))
            return " · ".join(
                filter(None, [answered, _held_by(case, holder, answered_by, context, language)])
            )
        case Status.CLOSED if case.joined_number is not None:
            return texts.text(language, "case-joined-to", number=str(case.joined_number))
        case Status.CLOSED:
            return texts.text(language, "case-closed", cause=_cause(case, context, language))


def _held_by(
    case: Case, holder: str | None, answered_by: str | None, context: ReportContext, language: str
) -> str | None:
    """Who has an answered case; None where that is whoever answered."""
    if case.holder_telegram_id is None:
        return context.texts.text(language, "case-unheld")
    return context.texts.text(language, "case-taken", name=inline(holder)) if answered_by else None


def category(case: Case, context: ReportContext, language: str) -> str | None:
    """What a case is about: a button of the complaint or the reason to leave; None if nobody said."""
    if case.category is None:
        return None
    if (reason := context.reasons.get(case.category)) is not None:
        return reason.label.render(language)
    return label(QuestionRole.CATEGORY, case.category, context, language)


def label(role: QuestionRole, option: str | None, context: ReportContext, language: str) -> str | None:
    """What the survey's button for an option says; an option of no button is shown as it is.

    None without an option.
    """
    if option is None:
        return None
    known = context.label(role, option)
    return known.render(language) if known is not None else inline(option)


def _colour(case: Case) -> str:
    return "⚪" if case.sentiment is None else _COLOURS[sentiment_of(case.sentiment)]


def _sentiment(case: Case, context: ReportContext, language: str) -> str | None:
    """Which way the words lean; None in the moment until that is known."""
    if case.sentiment is not None:
        return context.texts.text(language, _SENTIMENTS[sentiment_of(case.sentiment)])
    return None if case.words else context.texts.text(language, "sentiment-unknown")


def _cause(case: Case, context: ReportContext, language: str) -> str:
    found, done = (
        context.support_texts.cause(case.cause or ""),
        context.support_texts.remedy(case.remedy or ""),
    )
    cause = found.label.render(language) if found else inline(case.cause)
    remedy = done.label.render(language) if done else case.remedy and inline(case.remedy)
    return " · ".join(filter(None, [cause, remedy]))
