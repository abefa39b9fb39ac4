"""The @name of whoever of the staff writes is noted, so that colleagues may name them by it."""

from handlers.shared.update_context import UpdateContext
from storage.people import usernames


async def remember(ctx: UpdateContext, username: str | None) -> None:
    """Note that name, without its sign; None where they have none. Of nobody else a name is kept."""
    if ctx.role is None:
        return
    known = await ctx.run(usernames.usernames_of, [ctx.chat_id])
    if known.get(ctx.chat_id) != username:
        await ctx.write(usernames.store, ctx.chat_id, username)
