"""Who is who: the bot itself, chats, members."""

from playground.chats import Chat, Group, PrivateChat
from playground.errors import bad_request
from playground.members import member_json
from playground.methods.addressing import chat_of
from playground.methods.registry import method
from playground.params import Params
from playground.shapes import Json, JsonObject
from playground.state import Telegram

NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


@method("getMe")
def get_me(telegram: Telegram, params: Params) -> Json:
    return {
        **telegram.bot_user,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def _known(telegram: Telegram, params: Params) -> Chat:
    chat = chat_of(telegram, params)
    if isinstance(chat, Group):
        chat.refuse_if_closed()
    return chat


@method("getChat")
def get_chat(telegram: Telegram, params: Params) -> Json:
    chat = _known(telegram, params)
    return {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": NO_GIFTS,
    }


@method("getChatMember")
def get_chat_member(telegram: Telegram, params: Params) -> Json:
    chat = _known(telegram, params)
    user_id = params.number("user_id")
    if user_id == telegram.bot_id:
        return telegram.bot_member(chat, chat.bot_status if isinstance(chat, Group) else "member")
    person = telegram.people.get(user_id or 0)
    if person is None:
        raise bad_request("user not found")
    if isinstance(chat, PrivateChat):
        return member_json(person.json(), "member" if person is chat.person else "left")
    gone = chat.gone.get(person.id, "left") if isinstance(chat, Group) else "left"
    _, status = chat.members.get(person.id, (person, gone)) if isinstance(chat, Group) else (person, gone)
    return member_json(person.json(), status)


@method("getChatAdministrators")
def get_chat_administrators(telegram: Telegram, params: Params) -> Json:
    chat = _known(telegram, params)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    people: list[JsonObject] = [
        member_json(person.json(), status)
        for person, status in chat.members.values()
        if status in ("creator", "administrator")
    ]
    if chat.bot_is_admin:
        people.append(telegram.bot_member(chat, chat.bot_status))
    return people
