"""What is said when an input was not simply the answer that was awaited."""

from typing import Final

from handlers.customer.receipt import said
from handlers.shared.update_context import UpdateContext
from surveys.engine import Outcome, Reply, Step
from surveys.survey import SKIPPED, QuestionKind, Survey, SurveyKind

_BEGINS: Final = {
    SurveyKind.RELATIONAL: "/rate",
    SurveyKind.TRANSACTIONAL: "/rate",
    SurveyKind.COMPLAINT: "/complain",
    SurveyKind.LEAVING: "/leave",
}
"""How a customer begins a survey of this kind anew."""

_TOASTS: Final = {Outcome.NEW: "score-saved", Outcome.CORRECTION: "score-changed"}

_NO_ANSWER: Final = {
    Reply.NOT_A_SCORE: "score-not-understood",
    Reply.OUT_OF_RANGE: "score-out-of-range",
    Reply.NOT_AN_OPTION: "option-not-understood",
    Reply.NOT_A_DATE: "date-not-understood",
    Reply.NOT_ACCEPTED: "media-not-accepted",
    Reply.NOT_TEXT: "why-kept",
}
"""Said to what people write and send; the message itself is kept all the same."""


def refused(reply: Reply | None, survey: Survey, ctx: UpdateContext) -> str:
    """What pops up at a tap that changed nothing."""
    begin = _BEGINS[survey.kind]
    match reply:
        case Reply.EXPIRED:
            return ctx.text("closed-question", command=begin)
        case Reply.TOO_LATE_TO_CORRECT:
            return ctx.text("closed-answer", command=begin)
        case _:
            return ctx.text("question-unknown")


def stored(step: Step, survey: Survey, ctx: UpdateContext) -> str | None:
    """What pops up at a tap that was an answer."""
    given = step.answer
    question = survey.question(given.question) if given is not None else None
    if given is None or question is None:
        return None
    if given.value == SKIPPED:
        return ctx.text("answer-skipped")
    words = said(question, given.value, ctx.language)
    if given.outcome is Outcome.UNCHANGED:
        if question.kind is not QuestionKind.SCORE:
            return ctx.text("answer-same")
        return ctx.text("score-same", score=words)
    return ctx.text(_TOASTS[given.outcome], score=words)


def kept(reply: Reply | None, survey: Survey | None, ctx: UpdateContext) -> str:
    """What is said to a message that was no answer."""
    if reply is Reply.EXPIRED and survey is not None:
        closed = ctx.text("closed-question", command=_BEGINS[survey.kind])
        return f"{ctx.text('message-kept')}\n\n{closed}"
    name = _NO_ANSWER.get(reply, "message-kept") if reply is not None else "message-kept"
    return ctx.text(name)
