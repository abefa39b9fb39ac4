"""A complaint of somebody who has enough open cases: it joins the latest of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.cases import case_topic
from handlers.cases.staff_forwarding import forward
from handlers.shared.app_context import AppContext
from handlers.shared.content import Content
from handlers.shared.update_context import UpdateContext
from reports import case_summary
from storage.cases import cases, collected
from storage.rows import Case, Message
from storage.states import Forwarding
from surveys.cases.severity import after_addition
from surveys.cases.source import CaseSource
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import QuestionRole
from surveys.questions.scaled_score import ScaledScore


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known of a case when it begins."""

    source: CaseSource
    category: str | None = None
    touchpoint: str | None = None
    words: str | None = None
    media: Sequence[Content] = ()
    """Files, which keep their captions."""
    score: ScaledScore | None = None
    is_unfinished: bool = False
    """The customer left the form before they were done, and does not know that it is a case."""
    is_told: bool = True
    """Whether the customer hears of it now; else a message of ours follows if the contact policy allows."""
    message_id: int | None = None
    """Telegram's number of the message whose words begin it; None where it was begun otherwise."""
    earlier_number: int | None = None
    """The number of the closed case that it goes on with; None for a new matter."""
    told_at: datetime | None = None
    """When its words were written; None for now, and where only messages tell it."""
    opened_by: int | None = None
    """Telegram id of whoever of the team opens it for the customer; None where they do."""


def told_by(content: Content, new: NewCase) -> NewCase:
    """The case with a message that tells it, in words or by a file."""
    if content.file_id is not None:
        return replace(new, media=[content])
    return replace(new, words=content.words, message_id=content.message_id)


async def join(
    ctx: UpdateContext, case: Case, new: NewCase, kept: Sequence[Message], merged: Sequence[int]
) -> Case:
    """Add a complaint to an open case; `kept` are files that were sent in its conversation before.

    `merged` are the ids of messages whose words stand in the complaint already.
    What is told later in the same conversation is found to belong to that case.
    """
    conversation_id = ctx.conversation.id if ctx.conversation else None
    said = "\n".join(filter(None, [headline(ctx.app, new.category, new.touchpoint), new.words]))
    content = Content(MessageKind.TEXT, said, message_id=new.message_id)
    is_raised = await _raise_severity(ctx, case, new)
    await forward(ctx, case, content, conversation_id=conversation_id)
    if is_raised and ctx.app.support is not None and case.chat_id is not None:
        known = await ctx.run(cases.find_case, case.id) or case
        about = await case_topic.overview(ctx, known, ctx.customer)
        ctx.outgoing.append(case_topic.redrawn(ctx.app, ctx.app.support, about))
    if kept:
        await ctx.write(cases.adopt, case.id, [message.id for message in kept])
    await ctx.write(cases.absorb, case.id, merged)
    await ctx.write(collected.mark, [message.id for message in kept], Forwarding.COLLECTED)
    for content in new.media:
        await forward(ctx, case, content)
    ctx.update_customer(case_id=case.id)
    if new.is_told:
        ctx.reply(ctx.text("case-joined", number=str(case.number)))
    return case


async def _raise_severity(ctx: UpdateContext, case: Case, new: NewCase) -> bool:
    """Whether the case is more severe by the complaint that joins it."""
    severity = after_addition(case.severity, new.score)
    if severity is not case.severity:
        await ctx.write(cases.change, case.id, {"severity": severity})
    return severity is not case.severity


def headline(app: AppContext, category: str | None, touchpoint: str | None) -> str:
    """The line that tells staff what a further complaint is about, as far as that is known."""
    context, language = app.report_context, app.language
    roles = {QuestionRole.CATEGORY: category, QuestionRole.TOUCHPOINT: touchpoint}
    labels = [case_summary.label(role, option, context, language) for role, option in roles.items()]
    about = " · ".join(filter(None, labels))
    return app.texts.text(language, "case-further", about=about or "–")
