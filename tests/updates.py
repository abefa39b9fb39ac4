"""Raw updates, as Telegram sends them."""

from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

Raw = dict[str, Any]

_update_ids = count(700_000_001)
_message_ids = count(5001)


class Person(NamedTuple):
    id: int
    name: str
    language: str | None

    @property
    def user(self) -> Raw:
        found: Raw = {"id": self.id, "is_bot": False, "first_name": self.name}
        return found | ({"language_code": self.language} if self.language else {})

    @property
    def chat(self) -> Raw:
        return {"id": self.id, "type": "private", "first_name": self.name}


ANNA = Person(500_000_101, "Анна", "ru")
ANN = Person(500_000_102, "Ann", "en-GB")
BORIS = Person(500_000_201, "Борис", "ru")
ZOYA = Person(500_000_301, "Зоя", "ru")

GROUP = {"id": -1_001_000_000_777, "type": "supergroup", "title": "Отзывы"}


def customers(n: int) -> Sequence[Person]:
    return [Person(600_000_000 + number, f"Клиент {number}", "ru") for number in range(n)]


def update(**content: Any) -> Raw:
    return {"update_id": next(_update_ids), **content}


def message(person: Person, **content: Any) -> Raw:
    """The content may replace anything, the chat included."""
    return {
        "message_id": next(_message_ids),
        "from": person.user,
        "chat": person.chat,
        "date": 1_790_000_000,
        **content,
    }


def sent(person: Person, **content: Any) -> Raw:
    return update(message=message(person, **content))


def said(person: Person, text: str, **content: Any) -> Raw:
    if text.startswith("/"):
        length = len(text.split(maxsplit=1)[0])
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return sent(person, text=text, **content)


def edited(person: Person, text: str) -> Raw:
    return update(edited_message=message(person, text=text, edit_date=1_790_000_060))


def tapped(person: Person, data: str, message_id: int | None = None, **content: Any) -> Raw:
    """A tap under a message of the bot; the content may replace the message or leave it out as None."""
    under = {
        "message_id": message_id or next(_message_ids),
        "from": {"id": 42, "is_bot": True, "first_name": "Otklik"},
        "chat": person.chat,
        "date": 1_790_000_000,
        "text": "How likely are you to recommend us?",
        "reply_markup": {"inline_keyboard": [[{"text": "9", "callback_data": data}]]},
    }
    tap = {"from": person.user, "chat_instance": "7", "data": data, "message": under, **content}
    made = update(callback_query={key: value for key, value in tap.items() if value is not None})
    made["callback_query"]["id"] = str(made["update_id"])
    return made


def membership(person: Person, old: str, new: str, **content: Any) -> Raw:
    """The person blocks the bot (member → kicked) or comes back."""
    bot = {"id": 42, "is_bot": True, "first_name": "Otklik"}
    states = {
        "kicked": {"user": bot, "status": "kicked", "until_date": 0},
        "member": {"user": bot, "status": "member"},
    }
    change = {"chat": person.chat, "from": person.user, "date": 1_790_000_000, **content}
    return update(
        my_chat_member=change | {"old_chat_member": states[old], "new_chat_member": states[new]},
    )
