"""What is said when an input was not simply the answer that was awaited."""

from typing import Final

from handlers.customer.beginnings import way_back
from handlers.customer.preview import is_preview
from handlers.shared.update_context import UpdateContext
from surveys.questions.engine import AnswerOutcome, SurveyStep
from surveys.questions.inputs import Hint, Reply, UncertainValue
from surveys.questions.question import SKIPPED
from surveys.questions.survey import Survey

_TOASTS: Final = {AnswerOutcome.NEW: "score-saved", AnswerOutcome.CORRECTION: "score-changed"}


def refused(reply: Reply | Hint | UncertainValue | None, survey: Survey, ctx: UpdateContext) -> str:
    """What pops up at a tap that changed nothing."""
    begin = way_back(survey, ctx.app)
    match reply:
        case Reply.EXPIRED:
            return ctx.text("closed-question", command=begin)
        case Reply.TOO_LATE_TO_CORRECT:
            return ctx.text("closed-answer", command=begin)
        case Hint():
            return said(reply, ctx)
        case _:
            return ctx.text("question-unknown")


def stored(step: SurveyStep, survey: Survey, ctx: UpdateContext) -> str | None:
    """What pops up at a tap that was an answer; None where nothing needs to be said."""
    given = step.answer
    question = survey.question(given.question) if given is not None else None
    if given is None or question is None:
        return None
    if given.value == SKIPPED:
        return ctx.text("answer-skipped")
    words = question.render(given.value, ctx.language)
    if given.outcome is AnswerOutcome.UNCHANGED:
        chosen = question.kind.chosen
        return ctx.text(chosen.same, answer=words) if chosen is not None else None
    return ctx.text(_TOASTS[given.outcome], score=words)


def kept(
    reply: Reply | Hint | UncertainValue | None, survey: Survey | None, thanks: str, ctx: UpdateContext
) -> str:
    """What is said to a message that was no answer; `thanks` where no question is open, and in a preview."""
    if reply is Reply.EXPIRED and survey is not None:
        closed = ctx.text("closed-question", command=way_back(survey, ctx.app))
        return f"{thanks}\n\n{closed}"
    return said(reply, ctx) if isinstance(reply, Hint) and not is_preview(ctx) else thanks


def said(hint: Hint, ctx: UpdateContext) -> str:
    """A hint in the customer's language."""
    return ctx.text(hint.text, n=hint.count)
