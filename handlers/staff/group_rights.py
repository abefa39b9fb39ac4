"""What is known of a group that the bot is in: learnt from each change of its own membership."""

from dataclasses import asdict, dataclass
from typing import Any

from aiogram.types import ChatMemberAdministrator, ChatMemberUpdated

from handlers.shared.app_context import AppContext
from handlers.shared.update_context import UpdateContext
from storage.people import settings
from texts.quoting import inline

_PRESENT = ("administrator", "member", "restricted")
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class GroupRights:
    """What the bot may do in a group."""

    title: str
    is_forum: bool
    is_administrator: bool
    manages_topics: bool

    @property
    def is_ready(self) -> bool:
        """Whether the group can be the support chat.

        An ordinary member does not hear what staff write, and in a forum cannot open a topic for a case.
        """
        return self.is_administrator and (self.manages_topics or not self.is_forum)

    def lacks(self, app: AppContext, language: str) -> str:
        """What is missing and how to give it; empty when nothing is."""
        missing: list[str] = []
        if not self.is_administrator:
            missing.append(app.texts.text(language, "group-needs-admin"))
        if self.is_forum and not self.manages_topics:
            missing.append(app.texts.text(language, "group-needs-topics"))
        return "\n".join(f"• {line}" for line in missing)


def group_rights(change: ChatMemberUpdated) -> GroupRights | None:
    """What the bot may do in the group after a change of its membership; None once it is out of the group."""
    member = change.new_chat_member
    if member.status not in _PRESENT:
        return None
    rights = member if isinstance(member, ChatMemberAdministrator) else None
    return GroupRights(
        title=title_of(change),
        is_forum=bool(change.chat.is_forum),
        is_administrator=rights is not None,
        manages_topics=rights is not None and bool(rights.can_manage_topics),
    )


def title_of(change: ChatMemberUpdated) -> str:
    """The title of the group, on one line and cut to 100 characters."""
    return inline(change.chat.title, _LONGEST_TITLE)


async def find_group(ctx: UpdateContext, chat_id: int) -> GroupRights | None:
    """What was stored of the group; None for one that the bot is not known to be in."""
    stored: dict[str, Any] | None = await ctx.run(settings.find_setting, _setting(chat_id))
    return GroupRights(**stored) if stored else None


async def save_group(ctx: UpdateContext, chat_id: int, group: GroupRights) -> None:
    """Store what is known of the group."""
    await ctx.write(settings.store_setting, _setting(chat_id), asdict(group))


async def drop_group(ctx: UpdateContext, chat_id: int) -> None:
    """Delete what was stored of the group."""
    await ctx.write(settings.drop_setting, _setting(chat_id))


def _setting(chat_id: int) -> str:
    return f"group:{chat_id}"
