"""All that a report is in Telegram follows from its name in the catalogue."""

from datetime import timedelta

from bot.jobs import worker_tasks
from handlers.shared import menus
from playground.files import picture_size
from reports.job import PictureJob
from storage import tables
from surveys.roles import Role
from tests.handlers.records import Past
from tests.harness import NOON, Harness, app_context
from tests.harnesses import SharedProcess
from tests.updates import ANNA, BORIS, tapped

TOLD = "👋 сентябрь 2026: новых клиентов 3, до этого 1"


async def three_came_last_month(harness: Harness) -> None:
    past = Past()
    for days_ago in (20, 25, 30, 60):
        past.customer(joined=NOON - timedelta(days=days_ago))
    await past.write(harness.database)


async def test_the_command_tells_the_numbers_and_its_buttons_change_them(harness: Harness) -> None:
    await three_came_last_month(harness)
    first = await harness.say(BORIS, "/hello 2026-09")
    assert first.text == TOLD
    [before] = await harness.deliver(tapped(BORIS, first.buttons["‹"], 77))
    assert before.method == "editMessageText"
    assert before.text == "👋 август 2026: новых клиентов 1, до этого 0"


async def test_a_picture_follows(harness: Harness, reading_process: SharedProcess) -> None:
    await three_came_last_month(harness)
    await harness.say(BORIS, "/hello")
    [ordered] = [row["args"] for row in await harness.rows(tables.jobs) if row["kind"] == PictureJob.kind]
    job, context = PictureJob.from_json(ordered, app_context().zone), app_context().report_context
    png = await reading_process.run(worker_tasks.picture, harness.database.url, context, job)
    assert png is not None
    assert picture_size(png) == (1080, 1080)


async def test_the_menu_offers_it_and_the_help_explains_it_to_managers_only(harness: Harness) -> None:
    offered = [one.model_dump_json() for one in menus.of_member(app_context(), BORIS.id, Role.OWNER)]
    assert all('"command":"hello"' in menu for menu in offered)
    assert "Кто к нам пришёл" in offered[0]
    assert "\n/hello — новые клиенты рядом с прошлым месяцем\n" in (await harness.say(BORIS, "/help")).text
    assert "/hello" not in (await harness.say(ANNA, "/help")).text
    assert (await harness.say(ANNA, "/hello")).text == app_context().texts.text("ru", "help-asked")
