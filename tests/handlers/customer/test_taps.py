"""Whatever is tapped, whenever and by whom, gets a sensible answer; only one's own question counts."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import tables
from surveys.questions.callback import MAX_CONVERSATION, pack, unpack
from tests.harness import Harness
from tests.updates import ANNA, GROUP, ZOYA, customers, membership, tapped

NO_LONGER = "Эта кнопка больше не работает. Начать сначала: /start"


async def asked(harness: Harness) -> dict[str, str]:
    return (await harness.say(ANNA, "/rate")).buttons


async def test_an_expired_question_says_how_to_rate_now(harness: Harness) -> None:
    buttons = await asked(harness)
    harness.fake_clock.move(days=14, seconds=1)
    assert await harness.tap(ANNA, buttons["9"]) == "Этот вопрос уже закрыт. Ответить заново: /rate"
    assert await harness.told() == []
    assert await harness.scores() == {}


async def test_last_months_question_is_closed_even_when_a_newer_one_is_open(harness: Harness) -> None:
    old = await asked(harness)
    harness.fake_clock.move(days=31)
    new = await asked(harness)
    assert "закрыт" in await harness.tap(ANNA, old["1"])
    assert await harness.tap(ANNA, new["9"]) == "Записали: 9"
    assert await harness.scores() == {9: 1}


async def test_someone_elses_button_changes_nothing_and_is_like_any_unknown_one(harness: Harness) -> None:
    buttons = await asked(harness)
    await harness.tap(ANNA, buttons["9"])
    await harness.told()
    for data in (buttons["0"], buttons["9"], buttons["9"].replace(":9", ":change")):
        assert await harness.tap(ZOYA, data) == NO_LONGER
    assert await harness.told() == []
    assert await harness.scores() == {9: 1}
    assert await harness.rows(tables.corrections) == []


async def test_forged_data_is_answered_and_stores_nothing(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    conversation = unpack(nine)
    assert conversation is not None
    ours = conversation.conversation
    forged = [
        "",
        "s",
        "s:",
        "s:::",
        "x:1:score:9",
        "s:0:score:9",
        "s:-1:score:9",
        f"s:{'z' * 13}:score:9",
        "s:1e9:score:9",
        nine.upper(),
        nine + " ",
        nine + "\n",
        nine.replace(":9", ":11"),
        nine.replace(":9", ":-1"),
        nine.replace(":9", ":99999999999999999999"),
        nine.replace("score", "scores"),
        nine.replace("score", "why-high"),
        pack(MAX_CONVERSATION, "score", "9"),
        pack(ours + 1, "score", "9"),
        pack(ours, "why-low", "change"),
        pack(ours, "nothing", "change"),
        "s:" + "９" * 3 + ":score:9",
        "🦊" * 16,
    ]
    for data in forged:
        toast = await harness.tap(ANNA, data)
        assert toast == NO_LONGER, data
    assert await harness.told() == []
    assert await harness.rows(tables.answers) == []
    assert {row["state"] for row in await harness.rows(tables.inbox)} == {"done"}


async def test_no_flipped_bit_of_a_button_gives_an_answer_to_anybody_else(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    flipped = [bytearray(nine.encode()) for _ in range(8 * len(nine))]
    for position, data in enumerate(flipped):
        data[position // 8] ^= 1 << position % 8
    strangers = customers(len(flipped))
    taps = zip(strangers, flipped, strict=True)
    assert await harness.deliver(*(tapped(one, data.decode(errors="replace")) for one, data in taps)) == []
    assert await harness.rows(tables.answers) == []
    assert {row["state"] for row in await harness.rows(tables.inbox)} == {"done"}


async def test_a_message_that_telegram_no_longer_shows_is_answered_all_the_same(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    gone = {"chat": ANNA.chat, "message_id": 77, "date": 0}
    assert await harness.pop_up(tapped(ANNA, nine, message=gone)) == "Записали: 9"
    [told] = await harness.told()
    assert (told.method, told.body["message_id"]) == ("editMessageText", 77)


async def test_a_tap_that_names_no_message_is_answered_in_a_new_one(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    assert await harness.pop_up(tapped(ANNA, nine, message=None, inline_message_id="i")) == "Записали: 9"
    [told] = await harness.told()
    assert told.method == "sendMessage"
    assert "Ваша оценка: 9" in told.text


async def test_a_stranger_may_ask_to_rate_by_a_button_without_a_message(harness: Harness) -> None:
    [told] = await harness.deliver(tapped(ZOYA, "rate", message=None, inline_message_id="i"))
    assert "порекомендуете" in told.text
    [zoya] = await harness.customers()
    assert zoya["telegram_id"] == ZOYA.id


async def test_a_tap_in_a_group_is_told_that_the_button_does_not_work_there(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    for person, data in ((ZOYA, "rate"), (ZOYA, nine), (ANNA, "rate"), (ANNA, nine)):
        under = {"message_id": 9, "chat": GROUP, "date": 1_790_000_000, "text": "x"}
        assert await harness.pop_up(tapped(person, data, message=under)) == NO_LONGER
    assert await harness.told() == []
    assert [row["telegram_id"] for row in await harness.customers()] == [ANNA.id]
    assert await harness.rows(tables.answers) == []


async def test_the_rate_button_of_the_greeting_asks_and_still_asks_a_month_later(harness: Harness) -> None:
    rate = (await harness.say(ANNA, "/start")).buttons["⭐ Оценить нас"]
    for _ in range(2):
        [told] = await harness.deliver(tapped(ANNA, rate))
        assert len(told.buttons) == 11
        harness.fake_clock.now += timedelta(days=31)
    assert len(await harness.rows(tables.conversations)) == 2


async def test_a_customer_who_blocks_and_returns_finds_their_question_open(harness: Harness) -> None:
    nine = (await asked(harness))["9"]
    assert await harness.deliver(membership(ANNA, "member", "kicked")) == []
    [anna] = await harness.customers()
    assert anna["blocked_at"] == harness.fake_clock.now
    await harness.deliver(membership(ANNA, "kicked", "member"))
    [anna] = await harness.customers()
    assert anna["blocked_at"] is None
    assert await harness.tap(ANNA, nine) == "Записали: 9"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(data=st.one_of(st.text(max_size=64), st.text("s:0az-_9", max_size=64)))
def test_any_data_at_all_is_read_or_refused_without_an_error(data: str) -> None:
    found = unpack(data)
    assert found is None or 0 <= found.conversation <= MAX_CONVERSATION
