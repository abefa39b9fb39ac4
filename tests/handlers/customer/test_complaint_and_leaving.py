"""The complaint and the leaving interview, from the first tap to the case and the churn session."""

from storage import tables
from tests.harness import Harness, SentCall, app_context
from tests.updates import ANN, ANNA, GROUP, ZOYA, Person, Raw, said, sent, tapped

QUESTION = 5123
PHOTO: Raw = {
    "photo": [{"file_id": "large", "file_unique_id": "unique", "width": 10, "height": 10}],
    "caption": "Вот такая",
}


async def choose(harness: Harness, person: Person, data: str) -> list[SentCall]:
    """What a tap puts into the chat."""
    return await harness.deliver(tapped(person, data, QUESTION))


async def complained(harness: Harness, **story: object) -> list[SentCall]:
    """Anna has said that it is about quality, and what happened."""
    asking = await harness.say(ANNA, "/complain")
    await choose(harness, ANNA, asking.buttons["📦 Качество"])
    return await harness.deliver(sent(ANNA, **story))


async def test_a_complaint_in_words_becomes_a_case_with_its_place(harness: Harness) -> None:
    asking = await harness.say(ANNA, "/complain")
    assert len(asking.buttons) == 8
    [receipt] = await choose(harness, ANNA, asking.buttons["📦 Качество"])
    assert (receipt.method, receipt.body["message_id"]) == ("editMessageText", QUESTION)
    assert "Ваш ответ: 📦 Качество" in receipt.text
    assert "✏️ Изменить ответ" in receipt.buttons

    received, where = await harness.deliver(said(ANNA, "Чашка <b>треснула</b>"))
    assert "номер 1" in received.text
    assert "где это случилось" in where.text
    [thanks] = await choose(harness, ANNA, where.buttons["В магазине"])
    assert "проще разобраться" in thanks.text

    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["category"], case["touchpoint"]) == ("complaint", "quality", "shop")
    assert case["words"] == "Чашка <b>треснула</b>"
    stored = [(row["kind"], row["option"], row["words"]) for row in await harness.rows(tables.answers)]
    assert stored == [
        ("choice", "quality", None),
        ("media", None, "Чашка <b>треснула</b>"),
        ("choice", "shop", None),
    ]


async def test_a_corrected_category_corrects_the_case_and_opens_no_second_one(harness: Harness) -> None:
    asking = await harness.say(ANNA, "/complain")
    await choose(harness, ANNA, asking.buttons["📦 Качество"])
    await harness.deliver(said(ANNA, "Разбито"))
    await choose(harness, ANNA, asking.buttons["🚚 Доставка"])
    [case] = await harness.rows(tables.cases)
    assert case["category"] == "delivery"


async def test_a_photo_is_a_story_and_the_rest_of_its_album_joins_the_case_in_silence(
    harness: Harness,
) -> None:
    told = await complained(harness, **PHOTO, media_group_id="album")
    assert len(told) == 2
    assert await harness.deliver(sent(ANNA, **PHOTO, media_group_id="album")) == []
    [_, story] = await harness.rows(tables.answers)
    assert (story["media"], story["file_id"], story["words"]) == ("photo", "large", "Вот такая")
    [case] = await harness.rows(tables.cases)
    kept = [(row["file_id"], row["case_id"]) for row in await harness.rows(tables.messages)]
    assert kept == [("large", case["id"])] * 2


async def test_what_is_written_while_a_button_is_awaited_goes_to_the_case(harness: Harness) -> None:
    await complained(harness, text="Разбито")
    assert "Передали сотруднику" in (await harness.say(ANNA, "И коробка мокрая")).text
    [case] = await harness.rows(tables.cases)
    [message] = await harness.rows(tables.messages)
    assert (message["words"], message["case_id"]) == ("И коробка мокрая", case["id"])


async def test_a_low_score_with_words_opens_a_case_and_offers_to_sort_it_out_without_them(
    harness: Harness,
) -> None:
    asking = await harness.say(ANNA, "/rate")
    [receipt] = await choose(harness, ANNA, asking.buttons["2"])
    assert receipt.buttons["🤝 Разобраться вместе"] == "complain"
    [received] = await harness.deliver(said(ANNA, "Грубили"))
    assert "номер 1" in received.text
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["score"], case["words"]) == ("score", 2, "Грубили")


async def test_leaving_takes_two_taps_and_a_group_changes_only_the_buttons(harness: Harness) -> None:
    asking = await harness.say(ANN, "/leave")
    [opened] = await choose(harness, ANN, asking.buttons["💰 Price and value"])
    assert (opened.method, opened.body["message_id"]) == ("editMessageReplyMarkup", QUESTION)
    assert "text" not in opened.body
    [receipt] = await choose(harness, ANN, opened.buttons["Too expensive"])
    assert "Your answer: Too expensive" in receipt.text
    assert "Skip" in receipt.buttons

    [session] = await harness.rows(tables.churn_sessions)
    assert (session["reason"], session["reason_class"]) == ("PRICE_HIGH", "avoidable")
    assert {"price", "PRICE_HIGH", "FINANCE", "NO_ANSWER"} <= set(session["shown"])
    assert "QUALITY" not in session["shown"]
    [ann] = await harness.customers()
    assert ann["left_at"] == harness.fake_clock.now


async def test_somebody_who_has_not_left_is_not_counted_as_gone_even_after_a_correction(
    harness: Harness,
) -> None:
    buttons = (await harness.say(ANNA, "/leave")).buttons
    [other] = await choose(harness, ANNA, buttons["✋ Другое / Я не ухожу"])
    await choose(harness, ANNA, buttons["Не хочу отвечать"])
    await choose(harness, ANNA, other.buttons["Я не ухожу, просто пауза"])
    [session] = await harness.rows(tables.churn_sessions)
    assert (session["reason"], session["reason_class"]) == ("STILL_HERE", None)
    [anna] = await harness.customers()
    assert anna["left_at"] is None


async def test_a_reason_in_own_words_is_asked_for_words_no_second_time(harness: Harness) -> None:
    await harness.say(ANNA, "/leave")
    told = await harness.deliver(said(ANNA, "Кофе стал хуже"))
    assert "поделились" in told[0].text
    [session] = await harness.rows(tables.churn_sessions)
    assert session["reason"] == "OTHER"
    assert {row["words"] for row in await harness.rows(tables.answers)} == {"Кофе стал хуже"}


async def test_a_reason_that_needs_a_person_opens_one_case_however_often_it_is_corrected(
    harness: Harness,
) -> None:
    buttons = (await harness.say(ANNA, "/leave")).buttons
    [goods] = await choose(harness, ANNA, buttons["📦 Товар"])
    [service] = await choose(harness, ANNA, buttons["🚚 Доставка, сервис, сообщения"])
    await choose(harness, ANNA, goods.buttons["Качество подвело"])
    await choose(harness, ANNA, service.buttons["Плохо обслужили"])
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["category"]) == ("leaving", "SERVICE")


async def test_no_offer_is_made_while_a_complaint_is_open(harness: Harness) -> None:
    await complained(harness, text="Разбито")
    buttons = (await harness.say(ANNA, "/leave")).buttons
    [price] = await choose(harness, ANNA, buttons["💰 Цена и выгода"])
    told = await choose(harness, ANNA, price.buttons["Нет выгоды постоянным"])
    assert "занимаемся вашим обращением" in told[0].text


async def test_whoever_writes_because_we_offered_to_help_reaches_a_person(harness: Harness) -> None:
    buttons = (await harness.say(ANN, "/leave")).buttons
    [price] = await choose(harness, ANN, buttons["💰 Price and value"])
    [compared] = await choose(harness, ANN, price.buttons["Too expensive"])
    thanks, *_ = await choose(harness, ANN, compared.buttons["Skip"])
    assert "tell us here what you usually buy" in thanks.text
    received = await harness.say(ANN, "A large latte, every day")
    assert "case number 1" in received.text
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["category"]) == ("leaving", "PRICE_HIGH")
    assert case["words"] == "A large latte, every day"


async def test_a_goodbye_that_nobody_asked_for_is_kept_and_opens_no_case(harness: Harness) -> None:
    buttons = (await harness.say(ANNA, "/leave")).buttons
    [life] = await choose(harness, ANNA, buttons["🏠 Изменилась жизнь"])
    await choose(harness, ANNA, life.buttons["Больше не нужно"])
    told = await harness.say(ANNA, "Спасибо, всего доброго")
    assert told.text == app_context().texts.text("ru", "message-noted")
    assert await harness.rows(tables.cases) == []


async def test_a_day_that_was_named_is_the_return_date(harness: Harness) -> None:
    buttons = (await harness.say(ANNA, "/leave")).buttons
    [pause] = await choose(harness, ANNA, buttons["⏳ Это временно"])
    [when] = await choose(harness, ANNA, pause.buttons["Нужно только в сезон"])
    assert "Не нужно" in when.buttons
    told = await harness.deliver(said(ANNA, "15.03"))
    assert "15 марта 2027" in told[0].text
    [session] = await harness.rows(tables.churn_sessions)
    assert session["return_on"].isoformat() == "2027-03-15"


async def test_a_command_in_a_group_is_answered_with_a_link_and_stores_nobody(harness: Harness) -> None:
    [told] = await harness.deliver(said(ZOYA, "/complain кофе", chat=GROUP))
    assert told.body["chat_id"] == GROUP["id"]
    assert "?start=complain" in told.text
    assert await harness.customers() == []
    assert await harness.deliver(said(ZOYA, "/rate@other_bot", chat=GROUP)) == []
