"""What a customer wants to get from us: said in one tap, kept, and confirmed kindly."""

from storage import tables
from tests.desk import Office
from tests.updates import ANNA, ZOYA, membership, said, tapped


async def _customer(office: Office) -> dict[str, object]:
    [row] = await office.rows(tables.customers)
    return dict(row)


async def test_stop_is_confirmed_and_one_button_takes_it_back(office: Office) -> None:
    told = await office.say(ANNA, "/stop")
    assert told.text.startswith("Готово: первыми больше не пишем.")
    assert (await _customer(office))["stopped_at"] == office.hands.now
    [told] = await office.deliver(tapped(ANNA, told.buttons["Снова можно мне писать"]))
    assert told.method == "editMessageText"
    assert (await _customer(office))["stopped_at"] is None


async def test_a_second_stop_is_answered_too_and_the_first_one_counts(office: Office) -> None:
    since = office.hands.now
    await office.say(ANNA, "/stop")
    office.hands.move(days=1)
    assert (await office.say(ANNA, "/stop")).text.startswith("Готово")
    assert (await _customer(office))["stopped_at"] == since


async def test_words_behind_stop_are_kept(office: Office) -> None:
    await office.say(ANNA, "/stop пишете слишком часто")
    [kept] = await office.rows(tables.messages)
    assert "пишете слишком часто" in kept["words"]


async def test_settings_change_in_the_same_message_one_tap_each(office: Office) -> None:
    page = await office.say(ANNA, "/settings")
    assert "Предложения: нет" in page.text
    assert "Вопросы и напоминания от нас: да" in page.text
    [page] = await office.deliver(tapped(ANNA, page.buttons["Присылать предложения"]))
    assert page.method == "editMessageText"
    assert "Предложения: да" in page.text
    [page] = await office.deliver(tapped(ANNA, page.buttons["Не писать мне первыми"]))
    assert "Вопросы и напоминания от нас: нет" in page.text
    assert (await _customer(office))["stopped_at"] is not None
    [page] = await office.deliver(tapped(ANNA, page.buttons["🌐 English"]))
    assert "Language: English" in page.text
    assert "Offers: yes" in page.text
    [page] = await office.deliver(tapped(ANNA, page.buttons["You may write to me"]))
    [page] = await office.deliver(tapped(ANNA, page.buttons["No offers"]))
    assert [row["given"] for row in await office.rows(tables.consents)] == [True, False]
    customer = await _customer(office)
    assert (customer["language"], customer["stopped_at"]) == ("en", None)


async def test_a_double_tap_on_offers_is_one_decision(office: Office) -> None:
    page = await office.say(ANNA, "/settings")
    data = page.buttons["Присылать предложения"]
    await office.deliver(tapped(ANNA, data))
    await office.deliver(tapped(ANNA, data))
    assert len(await office.rows(tables.consents)) == 1


async def test_forged_settings_change_nothing(office: Office) -> None:
    await office.say(ANNA, "/start")
    before = await _customer(office)
    for data in ("settings:language:xx", "settings:", "settings:offers:", "settings:nothing:yes"):
        await office.deliver(tapped(ANNA, data))
    assert await _customer(office) == before
    assert await office.rows(tables.consents) == []


async def test_a_strangers_tap_on_the_consent_question_is_their_own_decision(office: Office) -> None:
    await office.say(ANNA, "/start")
    await office.deliver(tapped(ZOYA, "offers:yes"))
    anna = next(row for row in await office.rows(tables.customers) if row["telegram_id"] == ANNA.id)
    assert all(row["customer_id"] != anna["id"] for row in await office.rows(tables.consents))


async def test_who_stopped_is_still_answered(office: Office) -> None:
    await office.say(ANNA, "/stop")
    assert "насколько вероятно" in (await office.say(ANNA, "/rate")).text
    assert [row["kind"] for row in await office.rows(tables.outbox)] == [None, None]


async def test_coming_back_by_a_button_undoes_the_leaving(office: Office) -> None:
    await office.say(ANNA, "/start")
    [told] = await office.deliver(tapped(ANNA, "came-back:1"))
    assert told.text.startswith("Как хорошо, что вы снова с нами!")
    assert (await _customer(office))["left_at"] is None


async def test_no_more_offers_is_a_decision_of_its_own_and_no_stop(office: Office) -> None:
    await office.say(ANNA, "/start")
    [told] = await office.deliver(tapped(ANNA, "no-more:1"))
    assert told.text.startswith("Поняли")
    assert [row["given"] for row in await office.rows(tables.consents)] == [False]
    assert (await _customer(office))["stopped_at"] is None


async def test_blocking_after_stop_keeps_the_stop(office: Office) -> None:
    await office.deliver(said(ANNA, "/stop"))
    await office.deliver(membership(ANNA, "member", "kicked"))
    await office.deliver(membership(ANNA, "kicked", "member"))
    customer = await _customer(office)
    assert customer["stopped_at"] is not None
    assert customer["blocked_at"] is None
