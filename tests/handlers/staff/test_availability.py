"""A day off: cases return to the queue, nobody is called, and on the day everything is as before."""

from datetime import timedelta

from playground import Message, Person
from storage import tables
from storage.people import availability
from surveys.cases.lifecycle import Status
from tests.handlers.cases.test_case_conversation import in_topic, told
from tests.handlers.cases.test_case_times import STORY, at, wait_until
from tests.handlers.cases.test_overdue_cases import Team, of
from tests.handlers.support_harness import SupportHarness


async def wrote(support: SupportHarness, person: Person, words: str) -> Message:
    """What the bot answers in private."""
    await support.deliver(await person.say(words))
    return [one for one in person.chat.messages if one.from_bot][-1]


async def away_now(support: SupportHarness) -> list[int]:
    today = support.harness.fake_clock.now.astimezone(support.harness.contexts.current.zone).date()
    return sorted(await support.harness.database.read(availability.away, today))


async def test_whoever_is_away_has_no_cases_until_the_day_on_which_they_are_back(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    for number in (1, 2, 3):
        await support.complain(STORY)
        await in_topic(support, number, "/take")
    await in_topic(support, 2, "Завтра привезём")
    await in_topic(support, 3, "/close delivery")
    answer = await wrote(support, support.vera, "/away до понедельника")  # on a Thursday
    assert answer.text.splitlines() == [
        "🌴 Вас нет до 19.10: в этот день вы снова на месте. Звать к обращениям вас не будем. "
        "Вернётесь раньше — /back",
        "Снова в очереди: #1, #2",
    ]
    first, second, third = [await support.case(number) for number in (1, 2, 3)]
    assert [one.holder_telegram_id for one in (first, second, third)] == [None, None, support.vera.id]
    assert (first.status, second.status) == (Status.OPEN, Status.ANSWERED)
    line = "↩️ Вера будет 19.10. Обращение снова в очереди, его может взять любой."
    shown = [one.thread_id for one in support.shown() if one.text == line]
    assert len(shown) == len(set(shown)) == 2
    assert "Взять" in support.card(1).buttons[0].text
    await in_topic(support, 1, "/take", support.oleg)
    assert (await support.case(1)).holder_telegram_id == support.oleg.id
    listed = await wrote(support, support.oleg, "/cases")
    assert listed.text.endswith("🌴 Сейчас нет: Вера (19.10)")
    mine = await wrote(support, support.vera, "/cases")
    assert mine.text.endswith("🌴 Вы отмечены как отсутствующие до 19.10. Вернулись — /back")
    team = await wrote(support, support.boris, "/team")
    assert next(line for line in team.text.splitlines() if "Вера" in line).endswith(", нет до 19.10")
    wait_until(support, at(18, 23, 59))
    assert await away_now(support) == [support.vera.id]
    wait_until(support, at(19, 0))
    assert await away_now(support) == []
    assert "🌴" not in (await wrote(support, support.oleg, "/cases")).text
    assert (await wrote(support, support.vera, "/back")).text == "Вы и так на месте. Уходите — /away"


async def test_it_is_said_in_the_group_too_and_ended_there_or_by_a_button(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/away 3")
    assert support.said()[-1].startswith("🌴 Вас нет до 18.10")
    assert await away_now(support) == [support.vera.id]
    await in_topic(support, 1, "/back")
    assert await away_now(support) == []
    asked = await wrote(support, support.vera, "/away когда-нибудь")
    assert asked.text.startswith("До какого дня вас не будет?")
    assert await away_now(support) == []
    answer = await wrote(support, support.vera, "/away")
    assert "до 16.10" in answer.text
    await support.deliver(await support.vera.tap(answer, "Я на месте"))
    assert await away_now(support) == []
    assert answer.text.startswith("Вы снова на месте.")
    await support.deliver(
        await support.anna.say("/away"), await support.zoya.say("/away 3", to=support.group)
    )
    assert [row["telegram_id"] for row in await support.harness.rows(tables.availability)] == [
        support.vera.id
    ]


async def test_whoever_acts_while_away_may_and_hears_once_that_they_are(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await wrote(support, support.vera, "/away 2")
    still = "🌴 Вы отмечены как отсутствующие до 17.10. Вернулись — /back"
    await in_topic(support, 1, "/take")
    assert support.said()[-1].splitlines()[-1] == still
    await in_topic(support, 1, "Проверяю")
    await in_topic(support, 1, "Завтра привезём")
    assert [text for text in support.said() if text == still] == [still]
    assert (await support.case(1)).holder_telegram_id == support.vera.id
    assert await away_now(support) == [support.vera.id]
    await told(support, "Когда же?")
    waiting = await support.case(1)
    assert (waiting.status, waiting.holder_telegram_id) == (Status.OPEN, None), "nobody waits for her"
    await in_topic(support, 1, "/take", support.oleg)
    await in_topic(support, 1, "/close delivery", support.oleg)
    await wrote(support, support.oleg, "/away 5")
    support.harness.fake_clock.move(minutes=5)
    await told(support, "Опять не привезли")
    again = await support.case(1)
    assert (again.reopened, again.status, again.holder_telegram_id) == (1, Status.OPEN, None)


async def test_an_owner_chooses_to_be_called_at_any_hour(support: SupportHarness) -> None:
    await support.reload(forum=True)
    shown = await wrote(support, support.boris, "/calls")
    assert "только в рабочие часы" in shown.text
    await support.deliver(await support.boris.tap(shown, "🌙 Звать и ночью"))
    assert "в любое время" in shown.text
    assert await support.harness.database.read(availability.called_at_any_hour) == {support.boris.id}
    await wrote(support, support.boris, "/away 2")
    assert await support.harness.database.read(availability.called_at_any_hour) == {support.boris.id}
    await support.deliver(await support.boris.tap(shown, "Звать только в рабочие часы"))
    assert await support.harness.database.read(availability.called_at_any_hour) == set()
    assert await away_now(support) == [support.boris.id]


async def test_nobody_is_called_who_is_away(support: SupportHarness) -> None:
    team = Team(support)
    await team.begin()
    wait_until(support, at(19, 9))
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    await wrote(support, team.lena, "/away")
    await wrote(support, support.vera, "/away")
    list(team.news())
    heard = [of(await team.hear(at(19, 9) + timedelta(minutes=10 * step))) for step in range(54)]
    assert [one for one in heard if one] == [["тема"], ["Борис"]]


async def test_a_customer_hears_once_that_their_case_is_taken_however_often_it_changes_hands(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/take")
    heard = _heard(support)
    await wrote(support, support.vera, "/away")
    await in_topic(support, 1, "/take", support.oleg)
    assert (await support.case(1)).status is Status.TAKEN
    assert _heard(support) == heard


def _heard(support: SupportHarness) -> list[str]:
    return [one.text for one in support.anna.chat.messages if one.from_bot]
