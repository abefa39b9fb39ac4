"""Who is in a chat: the shape of a membership, and what a bot may read there."""

from playground.chats import Group
from playground.messages import Message
from playground.shapes import JsonObject


def member_json(user: JsonObject, status: str, *, can_manage_topics: bool = False) -> JsonObject:
    """A ChatMember with every field that its status requires."""
    if status == "creator":
        return {"status": status, "user": user, "is_anonymous": False}
    if status == "kicked":
        return {"status": status, "user": user, "until_date": 0}
    if status != "administrator":
        return {"status": status, "user": user}
    granted = "can_manage_chat can_delete_messages can_invite_users can_restrict_members can_pin_messages"
    withheld = (
        "can_be_edited is_anonymous can_manage_video_chats can_promote_members can_change_info "
        "can_post_stories can_edit_stories can_delete_stories can_send_welcome_messages"
    )
    rights = dict.fromkeys(granted.split(), True) | dict.fromkeys(withheld.split(), False)
    return {"status": status, "user": user, **rights, "can_manage_topics": can_manage_topics}


def bot_may_read(group: Group, message: Message) -> bool:
    """Privacy mode: an ordinary member sees commands, replies to itself, mentions and service messages."""
    if group.bot_status in ("kicked", "left"):
        return False
    if group.bot_status == "administrator" or message.service is not None:
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    name = f"@{group.telegram.bot_user['username']}"
    return bool(message.content.text.quoted("bot_command")) or name in message.content.text.quoted("mention")
