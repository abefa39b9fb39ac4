"""Whoever shares their own contact is one with the customer whom the company knows by that phone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import tables
from storage.engines.database import Database
from storage.ids import Ids
from storage.people import addresses, consents, customer_records, customers, erasure, joining, order_records
from storage.people.record_changes import Stored
from storage.reports import totals
from storage.rows import Consent, Customer, CustomerAddress
from surveys.language.languages import Language
from surveys.outreach.consents import ConsentKind
from surveys.records.address import AddressKind
from surveys.records.proof import Proof
from surveys.records.records import CustomerRecord, OrderRecord
from tests.handlers.support_harness import SupportHarness
from tests.harness import NOON, Harness
from tests.storage.history import keep
from tests.storage.samples import customer
from tests.updates import ANNA, ZOYA, Person, Raw, sent, tapped

PHONE, OTHER = "+79161234567", "+79261234567"
LONG_AGO = NOON - timedelta(days=400)
LUNCH = OrderRecord(2, "o-1", LONG_AGO, 45_000, customer_id="A-007", phone=PHONE, touchpoint="зал")
IDS = Ids()


def shared(person: Person, number: str = PHONE, *, of: int | None = None, **content: Any) -> Raw:
    """Telegram names whose contact it is, and writes the number as the phone has it."""
    contact = {"phone_number": number, "first_name": person.name, "user_id": of or person.id}
    return sent(person, contact=contact, **content)


async def _asked(harness: Harness, person: Person = ANNA) -> None:
    page = await harness.say(person, "/settings")
    label = next(one for one in page.buttons if "телефон" in one or "phone" in one)
    [question] = await harness.deliver(tapped(person, page.buttons[label]))
    [[share], [_]] = question.body["reply_markup"]["keyboard"]
    assert share["request_contact"] is True


def _imported(connection: Connection, *records: CustomerRecord) -> Stored:
    return customer_records.store(connection, records, LONG_AGO, IDS, Language.RU)


def _ordered(connection: Connection, *records: OrderRecord) -> Stored:
    return order_records.store(connection, records, LONG_AGO, IDS, Language.RU)


async def _imports(harness: Harness, phone: str = PHONE) -> None:
    """The company's file of yesterday: Anna with a number of hers, and her order."""
    anna = CustomerRecord(2, "A-007", phone, "Анна Белова", segment="gold")
    await harness.database.write(_imported, anna)
    await harness.database.write(_ordered, replace(LUNCH, phone=phone))


async def _me(harness: Harness, telegram_id: int = ANNA.id) -> Customer:
    found = await harness.database.read(customers.customer, telegram_id)
    assert found is not None
    return found


async def _owner(database: Database, phone: str = PHONE) -> int | None:
    return (await database.read(addresses.find, AddressKind.PHONE, [phone])).get(phone)


async def _orders(harness: Harness) -> list[tuple[str, int]]:
    return [(row["external_id"], row["customer_id"]) for row in await harness.rows(tables.orders)]


async def _is_sound(harness: Harness) -> None:
    assert await harness.database.read(totals.differences) == []
    assert not await harness.rows(tables.inbox) or {
        row["state"] for row in await harness.rows(tables.inbox)
    } == {"done"}


async def test_who_shares_their_contact_is_the_customer_of_the_import(harness: Harness) -> None:
    await _imports(harness)
    await harness.say(ANNA, "/rate")
    await _asked(harness)
    [told] = await harness.deliver(shared(ANNA, PHONE.lstrip("+")))
    assert "узнали вас" in told.text
    assert told.body["reply_markup"] == {"remove_keyboard": True}
    me = await _me(harness)
    assert (me.external_id, me.segment, me.name) == ("A-007", "gold", "Анна Белова")
    assert await _orders(harness) == [("o-1", me.id)]
    [line] = await harness.database.read(joining.joinings_of, me.id)
    assert (line.proof, line.refused) == (Proof.CONTACT, None)
    assert len(await harness.rows(tables.customers)) == 1
    await _is_sound(harness)


async def test_an_open_question_is_answered_afterwards_by_the_one_person(
    harness: Harness,
) -> None:
    await _imports(harness)
    question = await harness.say(ANNA, "/rate")
    await _asked(harness)
    assert len(await harness.deliver(shared(ANNA))) == 1
    await harness.deliver(tapped(ANNA, question.buttons["9"]))
    [answer] = await harness.rows(tables.answers)
    assert (answer["score"], answer["customer_id"]) == (9, (await _me(harness)).id)
    assert await harness.rows(tables.messages) == []
    await _is_sound(harness)


async def test_a_stranger_whose_first_message_is_their_contact_is_known_at_once(harness: Harness) -> None:
    await _imports(harness)
    said = await harness.deliver(shared(ANNA))
    assert "узнали вас" in said[0].text
    assert await _orders(harness) == [("o-1", (await _me(harness)).id)]
    await _is_sound(harness)


async def test_who_shares_twice_is_told_so_and_nothing_happens(harness: Harness) -> None:
    await _imports(harness)
    for word in ("узнали вас", "уже ваш"):
        await _asked(harness)
        [told] = await harness.deliver(shared(ANNA, "+7 916 123-45-67"))
        assert word in told.text
    assert len(await harness.rows(tables.joinings)) == 1


async def test_a_later_import_by_the_phone_finds_who_talked_before(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await _asked(harness)
    [told] = await harness.deliver(shared(ANNA))
    assert "номер запомнили" in told.text
    me = await _me(harness)
    await _imports(harness)
    assert await _orders(harness) == [("o-1", me.id)]
    assert (await _me(harness)).external_id == "A-007"
    assert len(await harness.rows(tables.customers)) == 1
    await _is_sound(harness)


@pytest.mark.parametrize(
    "contact",
    [
        shared(ANNA, of=ZOYA.id),
        shared(ANNA, forward_origin={"type": "user", "sender_user": ANNA.user, "date": 1}),
        sent(ANNA, contact={"phone_number": PHONE, "first_name": "Анна"}),
    ],
    ids=["somebody else's", "forwarded", "of nobody in Telegram"],
)
async def test_a_contact_that_is_not_ones_own_is_refused_and_stored_nowhere(
    harness: Harness, contact: Raw
) -> None:
    await _imports(harness)
    await _asked(harness)
    before = await _orders(harness)
    [told] = await harness.deliver(contact)
    assert "не ваш собственный контакт" in told.text
    assert (await _me(harness)).external_id is None
    assert await _orders(harness) == before
    assert await harness.rows(tables.messages) == []
    assert await harness.rows(tables.joinings) == []


async def test_somebody_elses_contact_that_nobody_asked_for_is_a_message_to_staff(harness: Harness) -> None:
    await harness.say(ANNA, "/start")
    await harness.deliver(shared(ANNA, of=ZOYA.id))
    [kept] = await harness.rows(tables.messages)
    assert PHONE in kept["words"]
    assert await _owner(harness.database) is None


async def test_two_accounts_with_one_phone_stay_two_and_are_listed(harness: Harness) -> None:
    for person in (ANNA, ZOYA):
        await harness.say(person, "/start")
    await harness.deliver(shared(ANNA))
    await _asked(harness, ZOYA)
    [told] = await harness.deliver(shared(ZOYA))
    assert "другим аккаунтом Telegram" in told.text
    assert await _owner(harness.database) == (await _me(harness)).id
    [pair] = await harness.database.read(joining.contradictions, 10)
    assert {pair.value, pair.other_value} == {str(ANNA.id), str(ZOYA.id)}
    assert len(await harness.rows(tables.customers)) == 2
    await _is_sound(harness)


async def test_who_has_another_number_of_the_company_is_not_joined(harness: Harness) -> None:
    await _imports(harness)
    await harness.database.write(_imported, CustomerRecord(2, "B-1", OTHER, "Анна"))
    await harness.deliver(shared(ANNA))
    await _asked(harness)
    [told] = await harness.deliver(shared(ANNA, OTHER))
    assert "записан другой клиент" in told.text
    [pair] = await harness.database.read(joining.contradictions, 10)
    assert {pair.value, pair.other_value} == {"A-007", "B-1"}
    assert (await _me(harness)).external_id == "A-007"


@pytest.mark.parametrize(("mine", "theirs"), [(True, False), (False, True)], ids=["newer yes", "newer no"])
async def test_what_one_of_the_two_forbade_stays_forbidden(
    harness: Harness, mine: bool, theirs: bool
) -> None:
    """However old it is; who wants offers may allow them again."""
    await _imports(harness)
    await harness.say(ANNA, "/start")
    me, other = await _me(harness), await _owner(harness.database)
    assert other is not None
    offers = ConsentKind.PROMOTION
    older, newer = (other, theirs, LONG_AGO), (me.id, mine, NOON)
    for number, (whose, given, at) in enumerate((older, newer), start=1):
        await keep(harness.database, Consent(number, whose, offers, given, "v", at))
    await harness.deliver(shared(ANNA))
    assert await harness.database.read(consents.given, me.id, offers) is False
    assert len(await harness.rows(tables.consents)) == 3
    harness.fake_clock.move(minutes=5)
    page = await harness.say(ANNA, "/settings")
    await harness.deliver(tapped(ANNA, page.buttons["Присылать предложения"]))
    assert await harness.database.read(consents.given, me.id, offers) is True


async def test_a_stop_of_either_stands(harness: Harness) -> None:
    stopped = customer(id=30, external_id="A-007", stopped_at=LONG_AGO)
    await keep(harness.database, stopped, CustomerAddress(AddressKind.PHONE, PHONE, stopped.id))
    await harness.deliver(shared(ANNA))
    assert (await _me(harness)).stopped_at == LONG_AGO


async def test_who_was_forgotten_and_shares_their_phone_is_a_customer_anew(harness: Harness) -> None:
    await _imports(harness)
    gone = await _owner(harness.database)
    assert gone is not None
    await harness.database.write(erasure.begin, gone, NOON)
    await harness.database.write(erasure.replace_key, gone)
    await _asked(harness)
    [told] = await harness.deliver(shared(ANNA))
    assert "номер запомнили" in told.text
    me = await _me(harness)
    refused = (await harness.database.write(_ordered, LUNCH)).refused
    assert [one.why.id for one in refused] == ["record-forgotten"]
    later = OrderRecord(2, "o-2", NOON + timedelta(days=1), 100, phone=PHONE)
    assert (await harness.database.write(_ordered, later)).created == 1
    assert [name for name, owner in await _orders(harness) if owner == me.id] == ["o-2"]
    await _is_sound(harness)


async def test_who_would_rather_not_share_keeps_their_number(harness: Harness) -> None:
    await _asked(harness)
    told = await harness.say(ANNA, "✖️ Не делиться номером")
    assert told.body["reply_markup"] == {"remove_keyboard": True}
    assert (await _me(harness)).contact_asked_at is None


async def test_a_number_that_no_phone_has_is_told_in_a_sentence(harness: Harness) -> None:
    await _asked(harness)
    [told] = await harness.deliver(shared(ANNA, "+888 0123 4567"))
    assert "обычный номер" in told.text
    assert await harness.rows(tables.joinings) == []


async def test_a_foreign_number_is_not_read_as_one_of_the_country(harness: Harness) -> None:
    """Kursk has 471 numbers, Norway has 47."""
    await _asked(harness)
    await harness.deliver(shared(ANNA, "4740612345"))
    assert await _owner(harness.database, "+4740612345") == (await _me(harness)).id


async def test_two_who_share_in_one_batch_are_handled_one_after_the_other(harness: Harness) -> None:
    await _imports(harness)
    await harness.deliver(shared(ANNA), shared(ZOYA))
    owners: list[Mapping[str, Any]] = await harness.rows(tables.addresses)
    assert len({row["customer_id"] for row in owners if row["kind"] == "phone"}) == 1
    assert len(await harness.database.read(joining.contradictions, 10)) == 1
    await _is_sound(harness)


async def test_no_log_tells_a_phone(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await _imports(harness)
    await harness.deliver(shared(ANNA), shared(ZOYA))
    assert PHONE[1:] not in caplog.text


async def test_the_button_on_the_phone_sends_it_and_goes(support: SupportHarness) -> None:
    """From the settings to the line that says who it is, through the wire."""
    anna = support.anna
    await support.deliver(await anna.start())
    await _imports(support.harness, f"+{anna.phone}")
    await support.deliver(await anna.say("/settings"))
    page = await anna.sees("Как вам удобно")
    await support.deliver(await anna.tap(page, "📱 Найти мои заказы по телефону"))
    await support.settled()
    keyboard = anna.chat.reply_keyboard
    assert keyboard is not None
    assert keyboard["keyboard"][0][0]["request_contact"] is True  # type: ignore[index, call-overload]  # JSON
    await support.deliver(await anna.share_contact(support.zoya))
    assert (await anna.sees("не ваш собственный контакт")).from_bot
    await support.deliver(await anna.share_contact())
    assert (await anna.sees("узнали вас")).from_bot
    assert anna.chat.reply_keyboard is None
    assert (await _me(support.harness, anna.id)).external_id == "A-007"
