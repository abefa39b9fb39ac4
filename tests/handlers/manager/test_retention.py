"""`/retention`: managers see who orders again, by months and by purchases; nobody else does."""

from datetime import timedelta

from tests.handlers.manager.test_nps_command import NEUTRAL, lines
from tests.handlers.manager.test_report_commands import BELLA, SIMA, button, enrolled, press
from tests.harness import NOON, Harness
from tests.storage.history import keep, order
from tests.storage.samples import customer
from tests.updates import ANNA, BORIS

DAY = timedelta(days=1)


async def test_months_and_purchases_are_two_tabs_of_one_message(harness: Harness) -> None:
    await enrolled(harness)
    people = [customer() for _ in range(20)]
    first = [order(who, NOON - 50 * DAY, amount_minor=500_00) for who in people]  # 26 August
    again = [order(who, NOON - 20 * DAY, amount_minor=500_00) for who in people[:5]]
    await keep(harness.database, *people, *first, *again)
    said = await harness.say(BORIS, "/retention")
    told = lines(said.text)
    assert told[0].endswith("через месяц после первого заказа возвращаются 25 % (11–47), n = 20")
    assert "авг. 20 25 0*" in told
    assert "Повторная покупка 25 % (11–47), n = 20" in told
    await press(harness, BORIS, button(said, "Покупки и CLV"))
    english = lines((await harness.say(BELLA, "/retention")).text)
    assert "Repeat purchase 25% (11–47), n = 20" in english
    for person in (ANNA, SIMA):
        assert (await harness.say(person, "/retention")).text == NEUTRAL


async def test_without_orders_it_is_said_what_to_load(harness: Harness) -> None:
    [told] = [line for line in lines((await harness.say(BORIS, "/retention")).text) if line]
    assert told.endswith("/import")
