"""`/named`: only somebody of the team decides whether they stand on the board, where there is one."""

from dataclasses import replace

from storage import tables
from tests.handlers.manager.test_nps_command import NEUTRAL, lines
from tests.handlers.manager.test_report_commands import SIMA, button, enrolled, press
from tests.handlers.records import Past
from tests.harness import NOON, Harness
from tests.updates import ANNA, BORIS


async def test_somebody_of_the_team_agrees_is_seen_and_takes_it_back(harness: Harness) -> None:
    await enrolled(harness)
    harness.contexts.current = replace(harness.contexts.current, has_board=True)
    past = Past()
    for number in range(6):
        past.case("quality", number=number + 50, holder=SIMA.id, is_closed=True)
    await past.write(harness.database)
    complaints = await harness.say(BORIS, "/complaints")
    nobody = await press(harness, BORIS, button(complaints, "Команда"))
    assert "Показать пока некого" in nobody.text
    assert (await harness.say(SIMA, "/named")).text.startswith("На доске команды вас нет.")
    assert (await harness.say(SIMA, "/named да")).text.startswith("Вы на доске команды")
    [row] = await harness.rows(tables.named_staff)
    assert (row["telegram_id"], row["agreed_at"]) == (SIMA.id, NOON)
    told = lines((await press(harness, BORIS, button(complaints, "Команда"))).text)
    assert "Сима: решено 6 · первый ответ 1 ч · решение 2 ч" in told
    assert (await harness.say(SIMA, "/named off")).text.startswith("На доске команды вас нет.")
    assert await harness.rows(tables.named_staff) == []
    assert "Сима" not in (await press(harness, BORIS, button(complaints, "Команда"))).text


async def test_where_the_company_has_no_board_nobody_is_on_it(harness: Harness) -> None:
    await enrolled(harness)
    assert (await harness.say(SIMA, "/named on")).text.startswith("Доску команды ваша компания не включила")
    assert await harness.rows(tables.named_staff) == []
    complaints = await harness.say(BORIS, "/complaints")
    assert "Команда" not in complaints.buttons
    forged = button(complaints, "Открытые").replace(":open:", ":team:")
    assert "выключена" in (await press(harness, BORIS, forged)).text
    assert (await harness.say(ANNA, "/named on")).text == NEUTRAL
