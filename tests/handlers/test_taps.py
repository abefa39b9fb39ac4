"""Whatever is tapped, whenever and by whom, gets a sensible answer; only one's own question counts."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import tables
from surveys.callback import MAX_CONVERSATION, pack, unpack
from tests.desk import Office
from tests.updates import ANNA, GROUP, ZOYA, customers, membership, tapped

NO_LONGER = "Эта кнопка больше не работает. Начать сначала: /start"


async def asked(office: Office) -> dict[str, str]:
    return (await office.say(ANNA, "/rate")).buttons


async def test_an_expired_question_says_how_to_rate_now(office: Office) -> None:
    buttons = await asked(office)
    office.hands.move(days=14, seconds=1)
    assert await office.tap(ANNA, buttons["9"]) == "Этот вопрос уже закрыт. Ответить заново: /rate"
    assert await office.told() == []
    assert await office.scores() == {}


async def test_last_months_question_is_closed_even_when_a_newer_one_is_open(office: Office) -> None:
    old = await asked(office)
    office.hands.move(days=31)
    new = await asked(office)
    assert "закрыт" in await office.tap(ANNA, old["1"])
    assert await office.tap(ANNA, new["9"]) == "Записали: 9"
    assert await office.scores() == {9: 1}


async def test_someone_elses_button_changes_nothing_and_is_like_any_unknown_one(office: Office) -> None:
    buttons = await asked(office)
    await office.tap(ANNA, buttons["9"])
    await office.told()
    for data in (buttons["0"], buttons["9"], buttons["9"].replace(":9", ":change")):
        assert await office.tap(ZOYA, data) == NO_LONGER
    assert await office.told() == []
    assert await office.scores() == {9: 1}
    assert await office.rows(tables.corrections) == []


async def test_forged_data_is_answered_and_stores_nothing(office: Office) -> None:
    nine = (await asked(office))["9"]
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
        toast = await office.tap(ANNA, data)
        assert toast == NO_LONGER, data
    assert await office.told() == []
    assert await office.rows(tables.answers) == []
    assert {row["state"] for row in await office.rows(tables.letters)} == {"done"}


async def test_no_flipped_bit_of_a_button_gives_an_answer_to_anybody_else(office: Office) -> None:
    nine = (await asked(office))["9"]
    flipped = [bytearray(nine.encode()) for _ in range(8 * len(nine))]
    for position, data in enumerate(flipped):
        data[position // 8] ^= 1 << position % 8
    strangers = customers(len(flipped))
    taps = zip(strangers, flipped, strict=True)
    assert await office.deliver(*(tapped(one, data.decode(errors="replace")) for one, data in taps)) == []
    assert await office.rows(tables.answers) == []
    assert {row["state"] for row in await office.rows(tables.letters)} == {"done"}


async def test_a_message_that_telegram_no_longer_shows_is_answered_all_the_same(office: Office) -> None:
    nine = (await asked(office))["9"]
    gone = {"chat": ANNA.chat, "message_id": 77, "date": 0}
    assert await office.pop_up(tapped(ANNA, nine, message=gone)) == "Записали: 9"
    [told] = await office.told()
    assert (told.method, told.body["message_id"]) == ("editMessageText", 77)


async def test_a_tap_that_names_no_message_is_answered_in_a_new_one(office: Office) -> None:
    nine = (await asked(office))["9"]
    assert await office.pop_up(tapped(ANNA, nine, message=None, inline_message_id="i")) == "Записали: 9"
    [told] = await office.told()
    assert told.method == "sendMessage"
    assert "Ваша оценка: 9" in told.text


async def test_a_stranger_may_ask_to_rate_by_a_button_without_a_message(office: Office) -> None:
    [told] = await office.deliver(tapped(ZOYA, "rate", message=None, inline_message_id="i"))
    assert "порекомендуете" in told.text
    [zoya] = await office.rows(tables.customers)
    assert zoya["telegram_id"] == ZOYA.id


async def test_a_tap_in_a_group_is_told_that_the_button_does_not_work_there(office: Office) -> None:
    nine = (await asked(office))["9"]
    for person, data in ((ZOYA, "rate"), (ZOYA, nine), (ANNA, "rate"), (ANNA, nine)):
        under = {"message_id": 9, "chat": GROUP, "date": 1_790_000_000, "text": "x"}
        assert await office.pop_up(tapped(person, data, message=under)) == NO_LONGER
    assert await office.told() == []
    assert [row["telegram_id"] for row in await office.rows(tables.customers)] == [ANNA.id]
    assert await office.rows(tables.answers) == []


async def test_the_rate_button_of_the_greeting_asks_and_still_asks_a_month_later(office: Office) -> None:
    rate = (await office.say(ANNA, "/start")).buttons["⭐ Оценить нас"]
    for _ in range(2):
        [told] = await office.deliver(tapped(ANNA, rate))
        assert len(told.buttons) == 11
        office.hands.now += timedelta(days=31)
    assert len(await office.rows(tables.conversations)) == 2


async def test_a_customer_who_blocks_and_returns_finds_their_question_open(office: Office) -> None:
    nine = (await asked(office))["9"]
    assert await office.deliver(membership(ANNA, "member", "kicked")) == []
    [anna] = await office.rows(tables.customers)
    assert anna["blocked_at"] == office.hands.now
    await office.deliver(membership(ANNA, "kicked", "member"))
    [anna] = await office.rows(tables.customers)
    assert anna["blocked_at"] is None
    assert await office.tap(ANNA, nine) == "Записали: 9"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(data=st.one_of(st.text(max_size=64), st.text("s:0az-_9", max_size=64)))
def test_any_data_at_all_is_read_or_refused_without_an_error(data: str) -> None:
    found = unpack(data)
    assert found is None or 0 <= found.conversation <= MAX_CONVERSATION
