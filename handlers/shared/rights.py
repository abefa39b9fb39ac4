"""What somebody may do at this very moment, within the transaction that it is used in."""

from handlers.shared.update_context import UpdateContext
from storage.people import staff
from surveys.roles import Role


async def role_now(ctx: UpdateContext) -> Role | None:
    """The role of whoever wrote or pressed, None without one.

    `ctx.role` is as old as the batch: somebody may have been removed in it a moment ago.
    """
    return None if ctx.role is None else await role_of(ctx, ctx.chat_id)


async def role_of(ctx: UpdateContext, telegram_id: int) -> Role | None:
    """The role of anybody; None for those who have none."""
    if telegram_id in ctx.app.owner_ids:
        return Role.OWNER
    return (await ctx.run(staff.roles_of, [telegram_id])).get(telegram_id)
