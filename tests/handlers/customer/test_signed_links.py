"""What a link of the company's says stands beside the answer; whom it names is known from then on, once."""

import logging
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage import tables
from storage.effects import Effects, flush
from storage.people import addresses, joining, links
from storage.reports import totals
from storage.rows import Customer, CustomerAddress, Order, Row
from surveys.language.languages import Language
from surveys.questions.link_request import LinkRequest
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from surveys.roles import Role
from tests.handlers.staff.teams import LENA, enroll
from tests.harness import NOON, Harness, SentCall, app_context
from tests.updates import ANN, ANNA, BORIS, ZOYA, Person, said, tapped
from tests.words import interface

BELOVA = Customer(30, None, Language.RU, NOON, "Анна Белова", "A-007", segment="gold")
LUNCH = Order(40, BELOVA.id, NOON, "o-1", 100, "RUB", touchpoint="Северный филиал")
DINNER = Order(41, BELOVA.id, NOON, "o-2", 200, "RUB", touchpoint="Южный филиал")
PHONE = "+79161234567"


async def keep(harness: Harness, *rows: Row) -> None:
    def store(connection: Connection) -> None:
        effects = Effects()
        for row in rows:
            effects.add(row)
        flush(connection, [effects])

    await harness.database.write(store)


async def link(harness: Harness, survey: str = "nps", **says: Any) -> str:
    wanted = LinkRequest(survey, **says)
    made = await harness.database.write(links.make, harness.ids.next(), wanted, None, harness.fake_clock.now)
    return f"l_{made.token}"


async def follow(harness: Harness, person: Person, payload: str) -> list[SentCall]:
    return [call for call in await harness.deliver(said(person, f"/start {payload}")) if not call.is_menu]


async def answer(harness: Harness, asked: SentCall, score: str = "9") -> Any:
    await harness.tap(ANNA, asked.buttons[score])
    await harness.told()
    return (await harness.rows(tables.answers))[-1]


async def test_what_a_link_says_stands_beside_the_answer(harness: Harness) -> None:
    payload = await link(harness, touchpoint="Северный филиал", segment="доставка")
    assert len(payload) <= 64
    [asked] = await follow(harness, ANNA, payload)
    given = await answer(harness, asked)
    assert (given["touchpoint"], given["segment"]) == ("Северный филиал", "доставка")
    [day] = await harness.rows(tables.score_days)
    assert (day["touchpoint"], day["segment"], day["n"]) == ("Северный филиал", "доставка", 1)
    assert await harness.rows(tables.messages) == []


async def test_a_report_and_its_view_have_the_branch_and_the_order(harness: Harness) -> None:
    await keep(harness, BELOVA, LUNCH)
    [asked] = await follow(harness, ANNA, await link(harness, order="o-1"))
    await answer(harness, asked)

    def read(connection: Connection) -> Any:
        view = connection.execute(text("SELECT touchpoint, segment, order_id FROM report_answers"))
        return [tuple(row) for row in view]

    assert await harness.database.read(read) == [("Северный филиал", "gold", LUNCH.id)]
    told = await harness.deliver(said(BORIS, '/nps touchpoint:"Северный филиал"'))
    assert "Северный филиал" in told[-1].text


async def test_a_case_is_of_the_branch_and_the_group_that_its_link_says(harness: Harness) -> None:
    [asked] = await follow(harness, ANNA, await link(harness, touchpoint="Юг", segment="доставка"))
    await answer(harness, asked, "2")
    await harness.deliver(said(ANNA, "Привезли холодное и через два часа"))
    [case] = await harness.rows(tables.cases)
    assert (case["touchpoint"], case["segment"]) == ("Юг", "доставка")


async def test_a_link_without_a_name_is_for_everybody(harness: Harness) -> None:
    payload = await link(harness, touchpoint="shop")
    for person in (ANNA, ZOYA, ANNA):
        assert "насколько вероятно" in (await follow(harness, person, payload))[-1].text
    assert {row["touchpoint"] for row in await harness.rows(tables.conversations)} == {"shop"}


async def test_a_stranger_with_a_link_is_the_imported_customer_from_then_on(harness: Harness) -> None:
    await keep(harness, BELOVA, LUNCH, CustomerAddress(AddressKind.PHONE, PHONE, BELOVA.id))
    [asked] = await follow(harness, ANNA, await link(harness, order="o-1"))
    given = await answer(harness, asked)
    [person] = await harness.customers()
    assert (person["telegram_id"], person["external_id"], person["segment"]) == (ANNA.id, "A-007", "gold")
    assert (given["customer_id"], given["touchpoint"]) == (person["id"], "Северный филиал")
    assert given["segment"] == "gold"
    [talk] = await harness.rows(tables.conversations)
    assert talk["order_id"] == LUNCH.id
    [order] = await harness.rows(tables.orders)
    assert order["customer_id"] == person["id"]
    found = await harness.database.read(addresses.find, AddressKind.PHONE, [PHONE])
    assert found == {PHONE: person["id"]}
    [joined] = await harness.database.read(joining.joinings_of, person["id"])
    assert (joined.other_id, joined.proof, joined.refused) == (BELOVA.id, Proof.LINK, None)
    assert await harness.database.read(totals.differences) == []


async def test_whoever_talked_before_keeps_all_of_it(harness: Harness) -> None:
    before = await answer(harness, await harness.say(ANNA, "/rate"), "3")
    harness.fake_clock.move(days=100)
    await keep(harness, BELOVA)
    [asked] = await follow(harness, ANNA, await link(harness, customer="A-007", touchpoint="shop"))
    after = await answer(harness, asked)
    assert before["customer_id"] == after["customer_id"]
    assert [row["score"] for row in await harness.rows(tables.answers) if row["score"] is not None] == [3, 9]
    assert await harness.database.read(totals.differences) == []


async def test_a_link_with_a_name_works_once_and_for_the_same_person_again(harness: Harness) -> None:
    await keep(harness, BELOVA, LUNCH)
    payload = await link(harness, order="o-1")
    await follow(harness, ANNA, payload)
    [again] = await follow(harness, ANNA, payload)
    assert "насколько вероятно" in again.text
    said_so, asked = await follow(harness, ZOYA, payload)
    assert said_so.text == interface("link-used")
    assert "насколько вероятно" in asked.text
    anna, zoya = await harness.rows(tables.conversations)
    assert (anna["order_id"], zoya["order_id"], zoya["touchpoint"]) == (LUNCH.id, None, None)


async def test_of_two_in_one_batch_one_is_known(harness: Harness) -> None:
    await keep(harness, BELOVA, LUNCH)
    payload = await link(harness, order="o-1")
    told = await harness.deliver(*(said(one, f"/start {payload}") for one in (ANNA, ZOYA)))
    assert [call.text for call in told].count(interface("link-used")) == 1
    orders_of = [row["order_id"] for row in await harness.rows(tables.conversations)]
    assert sorted(orders_of, key=str) == [LUNCH.id, None]
    assert len(await harness.customers()) == 2


async def test_a_contradiction_is_said_kept_for_managers_and_leaves_the_link_to_the_right_one(
    harness: Harness,
) -> None:
    await keep(harness, BELOVA, LUNCH)
    await follow(harness, ANNA, await link(harness, customer="A-007"))
    other = Customer(50, None, Language.RU, NOON, "Зоя", "A-008")
    await keep(harness, other)
    payload = await link(harness, customer="A-008", touchpoint="shop")
    told, asked = await follow(harness, ANNA, payload)
    assert told.text == interface("link-other-person")
    [refused] = [one.joining for one in await harness.database.read(joining.contradictions, 10)]
    assert (refused.proof, refused.refused) == (Proof.LINK, AddressKind.COMPANY)
    assert "насколько вероятно" in asked.text
    [known] = await follow(harness, ZOYA, payload)
    assert "насколько вероятно" in known.text
    people = {row["telegram_id"]: row["external_id"] for row in await harness.customers()}
    assert people == {ANNA.id: "A-007", ZOYA.id: "A-008"}


async def test_two_accounts_of_one_customer_contradict(harness: Harness) -> None:
    await keep(harness, BELOVA)
    first, second = [await link(harness, customer="A-007") for _ in range(2)]
    await follow(harness, ANNA, first)
    told, _ = await follow(harness, ZOYA, second)
    assert told.text == interface("link-other-person")
    [refused] = [one.joining for one in await harness.database.read(joining.contradictions, 10)]
    assert refused.refused is AddressKind.TELEGRAM
    assert len(await harness.customers()) == 2


async def test_an_expired_link_says_so_and_nothing_else_of_it_counts(harness: Harness) -> None:
    await keep(harness, BELOVA, LUNCH)
    payload = await link(harness, order="o-1", days=1)
    harness.fake_clock.move(days=1)
    told, asked = await follow(harness, ANNA, payload)
    assert told.text == interface("link-expired")
    given = await answer(harness, asked)
    assert given["touchpoint"] is None
    assert len(await harness.customers()) == 2


async def test_a_link_pressed_in_time_counts_however_late_it_is_handled(harness: Harness) -> None:
    payload = await link(harness, touchpoint="shop", days=1)
    pressed = int(harness.fake_clock.now.timestamp())
    harness.fake_clock.move(days=2)
    await harness.deliver(said(ANNA, f"/start {payload}", date=pressed))
    [talk] = await harness.rows(tables.conversations)
    assert talk["touchpoint"] == "shop"


MANGLED = ["l_", "l_x", "l_{}x", "l_-{}", "l_{} later", "l_{}\n", "l_" + "A" * 62, "l_Ж", "l_%27--"]


@pytest.mark.parametrize("shape", MANGLED)
async def test_a_forged_or_mangled_link_is_told_and_the_survey_can_be_answered(
    harness: Harness, shape: str
) -> None:
    token = (await link(harness, touchpoint="shop")).removeprefix("l_")
    payload = shape.format(token)
    [told] = await follow(harness, ANNA, payload)
    if payload.strip() == f"l_{token}":
        assert "насколько вероятно" in told.text
    else:
        assert told.text.startswith(interface("link-unknown"))
        assert "rate" in told.buttons.values()
    assert [row["touchpoint"] for row in await harness.rows(tables.conversations)] in ([], ["shop"])


@pytest.mark.parametrize("cut", [1, 5, 21])
async def test_a_link_that_was_cut_is_none(harness: Harness, cut: int) -> None:
    payload = await link(harness)
    [told] = await follow(harness, ANNA, payload[:-cut])
    assert told.text.startswith(interface("link-unknown"))


async def test_a_link_to_a_survey_that_is_gone_is_unknown(harness: Harness) -> None:
    [told] = await follow(harness, ANNA, await link(harness, survey="last_years"))
    assert told.text.startswith(interface("link-unknown"))


@pytest.mark.parametrize("who", ["owner", "manager"])
async def test_staff_who_try_a_link_are_no_customers_and_leave_it_unused(harness: Harness, who: str) -> None:
    await keep(harness, BELOVA, LUNCH)
    person = BORIS if who == "owner" else LENA
    await harness.deliver(said(person, "/start"))
    if person is LENA:
        await enroll(harness, LENA, Role.MANAGER)
    payload = await link(harness, order="o-1")
    told, _ = await follow(harness, person, payload)
    assert told.text == interface("link-staff")
    assert (await harness.rows(tables.links))[0]["used_at"] is None
    assert await harness.rows(tables.joinings) == []


async def test_a_question_that_waits_is_about_what_was_said_last(harness: Harness) -> None:
    await harness.say(ANNA, "/rate")
    [asked] = await follow(harness, ANNA, await link(harness, touchpoint="shop"))
    assert (await answer(harness, asked))["touchpoint"] == "shop"
    assert len(await harness.rows(tables.conversations)) == 1


async def test_an_answer_stays_where_it_was_given_and_another_order_is_asked_about_anew(
    harness: Harness,
) -> None:
    await keep(harness, BELOVA, LUNCH, DINNER)
    for order in ("o-1", "o-2", "o-1"):
        asked = (await follow(harness, ANNA, await link(harness, order=order)))[-1]
        if "9" in asked.buttons:
            await answer(harness, asked)
    talks = await harness.rows(tables.conversations)
    assert [row["order_id"] for row in talks][:2] == [LUNCH.id, DINNER.id]
    assert talks[0]["touchpoint"] == "Северный филиал"


async def test_a_link_in_a_forwarded_message_or_a_group_identifies_nobody(harness: Harness) -> None:
    await keep(harness, BELOVA)
    payload = await link(harness, customer="A-007")
    origin = {"type": "user", "sender_user": ZOYA.user, "date": 1_790_000_000}
    await harness.deliver(said(ANNA, f"/start {payload}", forward_origin=origin))
    assert (await harness.rows(tables.links))[0]["used_at"] is None


async def test_no_token_is_logged_or_kept_with_messages(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await keep(harness, BELOVA)
    payload = await link(harness, customer="A-007")
    for person in (ANNA, ZOYA):
        await follow(harness, person, payload)
    assert payload not in caplog.text
    for table in (tables.messages, tables.outbox, tables.links, tables.joinings):
        assert payload.removeprefix("l_") not in str(await harness.rows(table))


async def test_whoever_speaks_english_is_told_in_english(harness: Harness) -> None:
    [told] = await follow(harness, ANN, "l_nothing")
    assert told.text.startswith(app_context().texts.text("en", "link-unknown"))


# Where it happened is what the link says ----------------------------------------------------------------


async def test_a_complaint_from_the_link_of_a_branch_is_of_the_branch_whatever_is_chosen_in_the_form(
    harness: Harness,
) -> None:
    [asked] = await follow(harness, ANNA, await link(harness, "complaint", touchpoint="Юг"))
    await harness.deliver(tapped(ANNA, asked.buttons["🚚 Доставка"]))
    await harness.deliver(said(ANNA, "Привезли холодное"))
    assert await _places(harness) == ["Юг"]

    [asked] = await follow(harness, ZOYA, await link(harness, "complaint", touchpoint="Север"))
    await harness.deliver(tapped(ZOYA, asked.buttons["📦 Качество"]))
    *_, where = await harness.deliver(said(ZOYA, "Холодное"))
    await harness.deliver(tapped(ZOYA, where.buttons["В пункте выдачи"]))
    assert await _places(harness) == ["Юг", "Север"]
    stored = [row["option"] for row in await harness.rows(tables.answers) if row["option"]]
    assert stored == ["delivery", "quality", "pickup"]


async def test_a_complaint_begun_under_the_low_score_of_a_branch_is_of_the_branch(harness: Harness) -> None:
    await follow(harness, ANNA, await link(harness, touchpoint="Юг", segment="доставка"))
    why = await harness.say(ANNA, "2")
    await harness.deliver(tapped(ANNA, why.buttons["🤝 Разобраться вместе"]))
    await harness.deliver(said(ANNA, "Привезли холодное"))
    [case] = await harness.rows(tables.cases)
    assert (case["source"], case["touchpoint"], case["segment"]) == ("complaint", "Юг", "доставка")


async def test_whoever_leaves_or_wishes_by_the_link_of_a_branch_speaks_of_the_branch(
    harness: Harness,
) -> None:
    for survey in ("leaving", "wishes"):
        await follow(harness, ANNA, await link(harness, survey, touchpoint="Юг"))
        await harness.deliver(said(ANNA, "Откройтесь раньше"))
    assert {row["touchpoint"] for row in await harness.rows(tables.answers)} == {"Юг"}
    [session] = await harness.rows(tables.churn_sessions)
    assert session["touchpoint"] == "Юг"


async def _places(harness: Harness) -> list[str]:
    return [row["touchpoint"] for row in await harness.rows(tables.cases)]
