"""Whatever people send before, during and after a score: a kind answer, and nothing is lost."""

from itertools import count

import pytest

from storage import tables
from surveys.cases.support_texts import CustomerNotice as Step
from tests.handlers.customer import stray_input
from tests.handlers.customer.stray_input import (
    ALBUM,
    FORWARD,
    LOW,
    NOTHING,
    PHOTO,
    RATED,
    SCORE,
    STICKER,
    VOICE,
    WHY,
    answer,
    asks,
    assert_kind,
    case,
    edit,
    message,
    row,
    says,
    tells,
    text,
    thanks,
)
from tests.harness import Harness, app_context
from tests.updates import ANNA, Raw, sent, update

KEPT, WHY_KEPT, EDIT_KEPT = says("message-kept"), says("why-kept"), says("edited-kept")
NOTED = says("message-noted")
NO_SCORE, BEYOND = says("score-not-understood"), says("score-out-of-range")
NO_COMMAND, WAITING, HELLO = (
    says("help-asked"),
    says("start-open-question"),
    says("start", business=stray_input.BUSINESS),
)
RECEIVED = tells(Step.RECEIVED)
FIVE = "5, отлично"
HIS_WORDS = f"{app_context().texts.text('ru', 'content-forwarded', name='Кто-то')}\nОни всегда опаздывают"
SHOUTING, HOSTILE = "😡" * 2048, "\u202eоценка<b>&"
HOLOGRAM = "[сообщение, которое я не умею показать]"

# after, what is sent, what is said to it, where it is found
TABLE = [
    row(NOTHING, text("Привет!"), NOTED, message("Привет!")),
    row(NOTHING, text("9"), KEPT, message("9")),
    row(NOTHING, VOICE, KEPT, message("vo")),
    row(NOTHING, ALBUM, KEPT, message("large"), message("Вот"), message("vi")),
    row(NOTHING, FORWARD, KEPT, message(HIS_WORDS)),
    row(NOTHING, edit("Привет!!"), EDIT_KEPT, message("Привет!!")),
    row(NOTHING, text("/unknown thing"), NO_COMMAND, message("/unknown thing")),
    row(NOTHING, text("/rate 9"), asks("nps", "score"), message("9")),
    row(SCORE, text(FIVE), asks("nps", "why-low"), answer(5), answer(FIVE)),
    row(SCORE, text("55"), BEYOND, message("55")),
    row(SCORE, text("-1"), BEYOND, message("-1")),
    row(SCORE, text("9" * 4000), BEYOND, message("9" * 4000)),
    row(SCORE, text("отлично"), NO_SCORE, message("отлично")),
    row(SCORE, text("2 часа ждал"), says("score-uncertain", score="2"), message("2 часа ждал")),
    row(SCORE, text(SHOUTING), NO_SCORE, message(SHOUTING)),
    row(SCORE, text(HOSTILE), NO_SCORE, message(HOSTILE)),
    row(SCORE, STICKER, NO_SCORE, message("st")),
    row(SCORE, PHOTO | {"caption": "10 из 10"}, asks("nps", "why-high"), answer(10), message("large")),
    row(SCORE, VOICE, NO_SCORE, message("vo")),
    row(SCORE, stray_input.TOMORROWS, NO_SCORE, message(HOLOGRAM)),
    row(SCORE, ALBUM, NO_SCORE, message("large"), message("Вот"), message("vi")),
    row(SCORE, FORWARD, NO_SCORE, message(HIS_WORDS)),
    row(SCORE, edit("9"), EDIT_KEPT, message("9")),
    row(SCORE, text("/"), NO_COMMAND, message("/")),
    row(SCORE, text("/start"), WAITING),
    row(LOW, STICKER, WHY_KEPT, message("st")),
    row(LOW, PHOTO | {"caption": "Вот"}, RECEIVED, case("large"), case("Вот")),
    row(LOW, VOICE, RECEIVED, case("vo")),
    row(LOW, ALBUM, RECEIVED, case("large"), case("Вот"), case("vi")),
    row(LOW, FORWARD, RECEIVED, answer(HIS_WORDS), case(HIS_WORDS)),
    row(LOW, edit("3"), EDIT_KEPT, answer(2), message("3")),
    row(LOW, text("/start"), HELLO, answer(2)),
    row(WHY, STICKER, WHY_KEPT, message("st")),
    row(WHY, PHOTO | {"caption": "/help мне"}, WHY_KEPT, message("/help мне"), message("large")),
    row(WHY, ALBUM, WHY_KEPT, message("large"), message("Вот"), message("vi")),
    row(WHY, VOICE, WHY_KEPT, message("vo")),
    row(WHY, stray_input.CIRCLE, WHY_KEPT, message("ci")),
    row(WHY, stray_input.VIDEO, WHY_KEPT, message("vi")),
    row(WHY, stray_input.GIF, WHY_KEPT, message("an")),
    row(WHY, stray_input.DOCUMENT, WHY_KEPT, message("do")),
    row(WHY, stray_input.CONTACT, WHY_KEPT, message("[контакт] Анна К +79990000000")),
    row(WHY, stray_input.PLACE, WHY_KEPT, message("[геопозиция] 55.75, 37.62")),
    row(WHY, stray_input.VENUE, WHY_KEPT, message("[место] Зал, Мира, 1, 55.75, 37.62")),
    row(WHY, stray_input.DICE, WHY_KEPT, message("[кубик] 🎲 3")),
    row(WHY, text(" \n "), WHY_KEPT, message(" \n ")),
    row(WHY, text("55"), thanks("nps", score=8), answer("55")),
    row(WHY, edit("9"), EDIT_KEPT, answer(8), message("9")),
    row(WHY, edit("Долго ждал"), EDIT_KEPT, message("Долго ждал")),
    row(WHY, text("/help где заказ"), says("help"), message("/help где заказ")),
    row(WHY, text("/stop пишете часто"), says("stop-done"), message("/stop пишете часто")),
    row(RATED, text("И ещё"), KEPT, message("И ещё")),
    row(RATED, text("10"), KEPT, message("10")),
    row(RATED, STICKER, NOTED, message("st")),
    row(RATED, edit("Очень долго"), EDIT_KEPT, answer("Долго"), message("Очень долго")),
]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_stray_input_is_kept_and_answered(harness: Harness, language: str) -> None:
    await assert_kind(harness, TABLE, language)


@pytest.mark.parametrize(
    "note",
    [
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {"from_request": True}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": ANNA.chat}},
    ],
)
async def test_telegrams_own_notes_are_neither_kept_nor_answered(harness: Harness, note: Raw) -> None:
    assert await harness.deliver(sent(ANNA, **note)) == []
    assert await harness.rows(tables.messages) == []
    assert [row["state"] for row in await harness.rows(tables.inbox)] == ["done"]


async def test_a_location_that_moves_by_itself_is_not_answered_at_every_step(harness: Harness) -> None:
    [told] = await harness.deliver(sent(ANNA, **stray_input.PLACE))
    assert KEPT("ru") in told.text
    date = count(1_790_000_001)
    moving = [
        update(edited_message=sent(ANNA, **stray_input.PLACE)["message"] | {"edit_date": next(date)})
        for _ in range(3)
    ]
    assert await harness.deliver(*moving) == []
    assert len(await harness.rows(tables.messages)) == 1


async def test_characters_that_no_database_holds_cost_nothing_but_themselves(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    await harness.say(ANNA, "4")
    await harness.deliver(sent(ANNA, text="до\x00ждь \ud83d ушёл"))
    [_, why] = await harness.rows(tables.answers)
    assert why["words"] == "дождь  ушёл"


async def test_photos_and_voices_are_ordered_to_be_fetched_and_stickers_are_not(harness: Harness) -> None:
    await harness.deliver(*(sent(ANNA, **content) for content in (PHOTO, VOICE, STICKER)))
    assert [row["kind"] for row in await harness.rows(tables.jobs)] == ["fetch_file"] * 2
    noted = [(row["name"], row["state"]) for row in await harness.rows(tables.files)]
    assert noted == [("photo", "ordered"), ("voice", "ordered")]
