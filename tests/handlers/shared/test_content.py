"""What cannot be shown is named in words, in both languages, never as data."""

from dataclasses import replace
from typing import Any

import pytest
from aiogram.types import Message

from handlers.shared.content import content_of
from storage import tables
from surveys.language.languages import Language
from tests.bot.processing.test_tolerant_reading import GALAXY, OLD_POLL, read
from tests.handlers.support_harness import SupportHarness
from tests.harness import Harness, app_context
from tests.updates import ANNA, Raw, sent

STICKER = {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}
STICKER |= {"is_animated": False, "is_video": False}
UNSHOWN = ("[сообщение, которое я не умею показать]", "[a message that I cannot show]")
SHOWN: list[tuple[Raw, str, str]] = [
    ({"poll": OLD_POLL}, "[опрос] Что вам привезти?, • Чай", "[poll] Что вам привезти?, • Чай"),
    (
        {"contact": {"phone_number": "+7999", "first_name": "Анна", "last_name": "К"}},
        "[контакт] Анна К +7999",
        "[contact] Анна К +7999",
    ),
    ({"location": {"latitude": 5.5, "longitude": 37.6}}, "[геопозиция] 5.5, 37.6", "[location] 5.5, 37.6"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "[кубик] 🎲 3", "[dice] 🎲 3"),
    ({"gift": {"gift": {"id": "5", "sticker": STICKER, "star_count": 3}}}, "[подарок]", "[gift]"),
    ({"story": {"chat": ANNA.chat, "id": 3}}, "[история]", "[story]"),
    (
        {"paid_media": {"star_count": 3, "paid_media": [GALAXY]}},
        "[платное фото или видео]",
        "[paid photo or video]",
    ),
    (
        {"checklist": {"title": "Купить", "tasks": [{"id": 1, "text": "Торт"}]}},
        "[список дел] Купить, • Торт",
        "[checklist] Купить, • Торт",
    ),
    (
        {"hologram": {"depth": 3, "words": "x"}}, *UNSHOWN
    ),
    ({"voice": {"duration": 3}}, *UNSHOWN),
    ({"photo": []}, *UNSHOWN),
    ({"rich_message": {"blocks": [{"type": "hologram"}]}}, *UNSHOWN),
    ({}, *UNSHOWN),
]  # fmt: skip


@pytest.mark.parametrize(("content", "ru", "en"), SHOWN)
def test_what_cannot_be_shown_becomes_a_line_in_words(content: Raw, ru: str, en: str) -> None:
    message: Message = read(sent(ANNA, **content))
    for language, line in ((Language.RU, ru), (Language.EN, en)):
        found = content_of(message, replace(app_context(), language=language))
        assert found is not None
        assert found.words == line


async def test_whatever_somebody_sends_is_kept_in_words_and_answered(harness: Harness) -> None:
    for content, line, _ in SHOWN:
        told = [call for call in await harness.deliver(sent(ANNA, **content)) if not call.is_menu]
        assert [call.body["chat_id"] for call in told] == [ANNA.id]
        assert (await harness.rows(tables.messages))[-1]["words"] == line


async def test_staff_see_a_line_in_words_of_what_cannot_be_shown(support: SupportHarness) -> None:
    await support.reload()
    await support.complain("Торт привезли разбитым")
    lines: Any = [line for _, line, _ in SHOWN]
    for content, _, _ in SHOWN:
        message = await support.anna.say("x")
        payload: Any = message.payload
        del payload["message"]["text"]
        payload["message"] |= content
        support.harness.fake_clock.move(minutes=2)  # more at once would come together
        await support.deliver(message)
    shown = [said for said in support.said() if said.startswith("💬")][1:]
    assert [said.partition(":\n")[2] for said in shown] == lines
    assert not [said for said in support.said() if "{" in said]
