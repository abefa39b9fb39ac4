"""That one of the team looked at a person, in the audit log."""

from handlers.shared.update_context import UpdateContext
from storage import audit


async def record_look(ctx: UpdateContext, customer_id: int, command: str) -> None:
    """Note that whoever wrote or pressed was shown what is stored of a customer, and what they asked with."""
    await ctx.write(
        audit.record_look, ctx.ids.next(), ctx.now,
        by=ctx.chat_id, customer_id=customer_id, command=command,
    )  # fmt: skip
