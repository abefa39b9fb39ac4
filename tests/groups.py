"""The bot's own membership in a group, as Telegram tells of it."""

from typing import Any

from tests.updates import Person, Raw, update

BOT = {"id": 42, "is_bot": True, "first_name": "Otklik"}
FORUM: Raw = {"id": -1_001_000_000_555, "type": "supergroup", "title": "Поддержка", "is_forum": True}
PLAIN: Raw = {"id": -1_001_000_000_666, "type": "supergroup", "title": "Поддержка"}

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)


def became(person: Person, chat: Raw, status: str, *, topics: bool = True) -> Raw:
    """The person made the bot a member, made it an administrator, or threw it out."""
    return update(
        my_chat_member={
            "chat": chat,
            "from": person.user,
            "date": 1_790_000_000,
            "old_chat_member": {"user": BOT, "status": "left"},
            "new_chat_member": _member(status, topics=topics),
        }
    )


def _member(status: str, *, topics: bool) -> dict[str, Any]:
    member: dict[str, Any] = {"user": BOT, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, False) | {"can_manage_topics": topics}
    return member
