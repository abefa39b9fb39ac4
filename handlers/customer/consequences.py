"""What follows from an answer, by the kind of survey that it was given in."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.cases.feedback import list_comments
from handlers.customer import contact_keyboard
from handlers.customer.answered import Answered
from handlers.customer.churn_session import hear_out, open_case_of_reason
from handlers.customer.complaint import hear_complaint
from handlers.customer.low_score import hear_score
from handlers.customer.preview import is_preview
from handlers.customer.receipt import show_receipt
from handlers.customer.reopening import offer_case_again
from handlers.outreach.triggers import fire
from handlers.shared.update_context import UpdateContext
from surveys.journeys.trigger import Trigger
from surveys.questions.survey import SurveyKind

Consequence = Callable[[UpdateContext, Answered], Awaitable[None]]

CONSEQUENCES: Final[Mapping[SurveyKind, tuple[Consequence, ...]]] = {
    SurveyKind.RELATIONAL: (hear_score,),
    SurveyKind.TRANSACTIONAL: (hear_score, offer_case_again),
    SurveyKind.COMPLAINT: (hear_complaint,),
    SurveyKind.LEAVING: (open_case_of_reason, hear_out),
}
"""In the order in which they happen."""


async def follow(ctx: UpdateContext, answered: Answered) -> None:
    """Let everything happen that follows from an answer, in the order of CONSEQUENCES.

    Its words are for staff to read, unless one of them brings the words into a case. Nothing follows from one
    in a preview.
    """
    if is_preview(ctx):
        # Thanks would promise that somebody reads it.
        await show_receipt(ctx, answered, ctx.text("preview-end") if answered.state.done else None)
        return
    contact_keyboard.put_away(ctx, answered.survey.question(answered.answer.question))
    await list_comments(ctx)
    for consequence in CONSEQUENCES[answered.survey.kind]:
        await consequence(ctx, answered)
    if answered.is_news and ctx.conversation is not None:
        await fire(Trigger.SCORE_GIVEN, ctx, ctx.conversation)
