"""What a customer wants to get from us: said in one tap, kept, and confirmed kindly."""

from storage import tables
from surveys.language.intent_text import stop_intent
from tests.harness import Harness, app_context
from tests.updates import ANNA, ZOYA, membership, said, tapped


async def _customer(harness: Harness) -> dict[str, object]:
    [row] = await harness.customers()
    return dict(row)


async def test_stop_is_confirmed_and_one_button_takes_it_back(harness: Harness) -> None:
    told = await harness.say(ANNA, "/stop")
    assert told.text.startswith("Готово: первыми больше не пишем.")
    assert (await _customer(harness))["stopped_at"] == harness.fake_clock.now
    [told] = await harness.deliver(tapped(ANNA, told.buttons["Снова можно мне писать"]))
    assert told.method == "editMessageText"
    assert (await _customer(harness))["stopped_at"] is None


async def test_a_second_stop_is_answered_too_and_the_first_one_counts(harness: Harness) -> None:
    since = harness.fake_clock.now
    await harness.say(ANNA, "/stop")
    harness.fake_clock.move(days=1)
    assert (await harness.say(ANNA, "/stop")).text.startswith("Готово")
    assert (await _customer(harness))["stopped_at"] == since


async def test_words_behind_stop_are_kept(harness: Harness) -> None:
    await harness.say(ANNA, "/stop пишете слишком часто")
    [kept] = await harness.rows(tables.messages)
    assert "пишете слишком часто" in kept["words"]


async def test_settings_change_in_the_same_message_one_tap_each(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    assert "Предложения: нет" in page.text
    assert "Вопросы и напоминания от нас: да" in page.text
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Присылать предложения"]))
    assert page.method == "editMessageText"
    assert "Предложения: да" in page.text
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Не писать мне первыми"]))
    assert "Вопросы и напоминания от нас: нет" in page.text
    assert (await _customer(harness))["stopped_at"] is not None
    [page] = await harness.deliver(tapped(ANNA, page.buttons["🌐 English"]))
    assert "Language: English" in page.text
    assert "Offers: no" in page.text
    [page] = await harness.deliver(tapped(ANNA, page.buttons["You may write to me first"]))
    assert "Offers: yes" in page.text
    [page] = await harness.deliver(tapped(ANNA, page.buttons["No offers"]))
    assert [row["given"] for row in await harness.rows(tables.consents)] == [True, False]
    customer = await _customer(harness)
    assert (customer["language"], customer["stopped_at"]) == ("en", None)


async def test_a_double_tap_on_offers_is_one_decision(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    data = page.buttons["Присылать предложения"]
    await harness.deliver(tapped(ANNA, data))
    await harness.deliver(tapped(ANNA, data))
    assert len(await harness.rows(tables.consents)) == 1


async def test_forged_settings_change_nothing(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    before = await _customer(harness)
    for data in ("settings:language:xx", "settings:", "settings:offers:", "settings:nothing:yes"):
        await harness.deliver(tapped(ANNA, data))
    assert await _customer(harness) == before
    assert await harness.rows(tables.consents) == []


async def test_a_strangers_tap_on_the_consent_question_is_their_own_decision(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await harness.deliver(tapped(ZOYA, "offers:yes"))
    anna = next(row for row in await harness.customers() if row["telegram_id"] == ANNA.id)
    assert all(row["customer_id"] != anna["id"] for row in await harness.rows(tables.consents))


async def test_who_stopped_is_still_answered(harness: Harness) -> None:
    await harness.say(ANNA, "/stop")
    assert "насколько вероятно" in (await harness.say(ANNA, "/rate")).text
    assert [row["kind"] for row in await harness.rows(tables.outbox)] == [None, None]


async def test_coming_back_by_a_button_undoes_the_leaving(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    [told] = await harness.deliver(tapped(ANNA, "came-back:1"))
    assert told.text.startswith("Как хорошо, что вы снова с нами!")
    assert (await _customer(harness))["left_at"] is None


async def test_a_tap_on_being_back_by_whoever_never_left_is_no_return(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await harness.deliver(tapped(ANNA, "came-back:1"))
    assert (await _customer(harness))["returned_at"] is None
    assert [row["number"] for row in await harness.rows(tables.stays)] == [1]


async def test_no_more_offers_is_a_decision_of_its_own_and_no_stop(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    [told] = await harness.deliver(tapped(ANNA, "no-more:1"))
    assert told.text.startswith("Поняли")
    assert [row["given"] for row in await harness.rows(tables.consents)] == [False]
    assert (await _customer(harness))["stopped_at"] is None


async def test_blocking_after_stop_keeps_the_stop(harness: Harness) -> None:
    await harness.deliver(said(ANNA, "/stop"))
    await harness.deliver(membership(ANNA, "member", "kicked"))
    await harness.deliver(membership(ANNA, "kicked", "member"))
    customer = await _customer(harness)
    assert customer["stopped_at"] is not None
    assert customer["blocked_at"] is None


async def test_settings_never_promise_offers_to_whoever_is_not_written_to(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Присылать предложения"]))
    stale = page.buttons
    [page] = await harness.deliver(tapped(ANNA, stale["Не писать мне первыми"]))
    assert "Предложения: нет" in page.text
    assert "Вопросы и напоминания от нас: нет" in page.text
    assert "Без предложений" not in page.buttons
    assert "Присылать предложения" not in page.buttons
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Можно писать мне первыми"]))
    assert "Предложения: да" in page.text
    assert "Вопросы и напоминания от нас: да" in page.text


async def test_an_old_page_that_allows_offers_after_a_stop_does_not_contradict_it(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    await harness.deliver(said(ANNA, "/stop"))
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Присылать предложения"]))
    assert "Предложения: нет" in page.text
    assert (await _customer(harness))["stopped_at"] is not None


async def test_consent_after_a_stop_is_not_thanked_for_with_messages_that_will_not_come(
    harness: Harness,
) -> None:
    await harness.say(ANNA, "/stop")
    [told] = await harness.deliver(tapped(ANNA, "offers:yes"))
    assert told.text == app_context().texts.text("ru", "consent-given-stopped")
    assert [row["given"] for row in await harness.rows(tables.consents)] == [True]
    [told] = await harness.deliver(tapped(ANNA, told.buttons["Снова можно мне писать"]))
    assert (await _customer(harness))["stopped_at"] is None


async def test_a_button_that_ends_offers_only_does_not_say_that_it_ends_everything(harness: Harness) -> None:
    for language in ("ru", "en"):
        label = app_context().texts.text(language, "button-no-more")
        assert stop_intent(label) is None


async def test_ask_me_less_is_one_tap_and_another_takes_it_back(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    since, usual = harness.fake_clock.now, page.text
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Спрашивайте реже"]))
    assert "Вопросы и напоминания от нас: да, но пореже" in page.text
    assert (await _customer(harness))["asked_less_at"] == since
    harness.fake_clock.move(days=1)
    await harness.deliver(tapped(ANNA, "settings:frequency:less"))
    assert (await _customer(harness))["asked_less_at"] == since
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Можно писать как обычно"]))
    assert page.text == usual
    assert (await _customer(harness))["asked_less_at"] is None
    await harness.deliver(tapped(ANNA, "settings:frequency:never"))
    assert (await _customer(harness))["asked_less_at"] is None


async def test_whoever_wants_no_messages_is_not_offered_fewer(harness: Harness) -> None:
    page = await harness.say(ANNA, "/settings")
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Спрашивайте реже"]))
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Не писать мне первыми"]))
    assert "Вопросы и напоминания от нас: нет" in page.text
    assert not {"Спрашивайте реже", "Можно писать как обычно"} & set(page.buttons)
    [page] = await harness.deliver(tapped(ANNA, page.buttons["Можно писать мне первыми"]))
    assert "да, но пореже" in page.text
