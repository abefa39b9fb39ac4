"""The list of the team: everybody with a role, and the buttons to invite and to remove."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.shared import keyboards
from handlers.shared.update_context import UpdateContext
from handlers.staff import labels
from storage.people import availability, names, staff
from surveys.roles import Role
from texts.durations import day_and_month
from texts.quoting import inline

SHOWN = 30
"""Members of a list; it says how many more there are."""
TEAM, INVITE, REMOVE = "team", "invite", "remove"
"""How the data of the list's buttons begin."""
_LABEL = 30


@dataclass(frozen=True, slots=True)
class Listed:
    telegram_id: int
    role: Role
    name: str | None = None
    is_configured: bool = False
    """An owner of the configuration, whose right no button ends."""
    back_on: date | None = None
    """The day on which they are back; None for whoever is there."""

    def called(self, limit: int = 64) -> str:
        """The name for a line of ours; the number of whoever has none that can be seen."""
        return inline(self.name, limit, otherwise=str(self.telegram_id))


async def render(ctx: UpdateContext) -> tuple[str, keyboards.Keyboard]:
    """The list in words and its buttons, as whoever asks may use them."""
    everybody = await _listed(ctx)
    return _words(everybody, ctx), _keyboard(everybody[:SHOWN], ctx)


async def _listed(ctx: UpdateContext) -> list[Listed]:
    """Owners of the configuration first, then those enrolled longest."""
    owners = sorted(ctx.app.owner_ids)
    named = await ctx.run(names.names_of, owners)
    configured = [Listed(one, Role.OWNER, named.get(one), is_configured=True) for one in owners]
    enrolled = [
        Listed(member.telegram_id, member.role, member.name)
        for member in await ctx.run(staff.members)
        if member.telegram_id not in ctx.app.owner_ids
    ]
    away = await ctx.run(availability.away, ctx.today)
    return [replace(one, back_on=away.get(one.telegram_id)) for one in (*configured, *enrolled)]


def _words(everybody: list[Listed], ctx: UpdateContext) -> str:
    lines = [ctx.text("team"), *(f"• {one.called()}: {_role(one, ctx)}" for one in everybody[:SHOWN])]
    if (left := len(everybody) - SHOWN) > 0:
        lines.append(ctx.text("team-more", n=left))
    return "\n".join(lines)


def _role(one: Listed, ctx: UpdateContext) -> str:
    role = ctx.text(labels.ROLE[one.role])
    if one.is_configured:
        role = ctx.text("team-from-configuration", role=role)
    if one.back_on is not None:
        role = ctx.text("team-away", role=role, day=day_and_month(one.back_on))
    return ctx.text("team-you", role=role) if one.telegram_id == ctx.chat_id else role


def _keyboard(shown: list[Listed], ctx: UpdateContext) -> keyboards.Keyboard:
    may_invite = [role for role in Role if ctx.role is not None and ctx.role.may_invite(role)]
    rows = [[keyboards.button(ctx.text(labels.INVITE[role]), f"{INVITE}:{role}")] for role in may_invite]
    rows += [
        [keyboards.button(f"✖ {one.called(_LABEL)}", f"{REMOVE}:{one.telegram_id}")]
        for one in shown
        if one.role in may_invite and not one.is_configured and one.telegram_id != ctx.chat_id
    ]
    return keyboards.Keyboard.of(rows)
