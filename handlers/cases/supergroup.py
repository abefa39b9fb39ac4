"""The support group became a supergroup: it has another id, and its messages are counted anew."""

from dataclasses import replace

from handlers.cases import opening
from handlers.shared.app_context import SUPPORT_CHAT, SupportChat
from handlers.shared.update_context import UpdateContext
from storage.cases import cases
from storage.delivery import outbox
from storage.people import settings


async def follow(ctx: UpdateContext, old: int, new: int) -> None:
    """Make the supergroup the support chat and show there what is open.

    Nothing that stood at a number of the old group is looked for under that number in the new one. Both
    groups tell of the move, and a refusal may have told of it before; the second time nothing is done.
    """
    chosen = await ctx.run(settings.find_setting, SUPPORT_CHAT)
    is_chosen = bool(chosen) and chosen.get("id") == new
    if not await ctx.write(cases.move_chat, old, new) and is_chosen:
        return
    if not is_chosen:
        support = SupportChat(new, before=old)
        await ctx.choose(SUPPORT_CHAT, support.chosen())
        ctx.app = replace(ctx.app, support=support)
    await ctx.write(outbox.move_chat, old, new, ctx.now)
    await opening.announce_open(ctx)
