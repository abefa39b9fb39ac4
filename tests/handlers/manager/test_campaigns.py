"""`/campaigns`: a manager makes a campaign by a few taps and words, counts, starts, pauses and stops it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.jobs.campaigns import CAMPAIGN_FUNNEL, COUNT_AUDIENCE
from storage import tables
from storage.engines.database import Database
from storage.rows import Order
from storage.states import JobState
from surveys.language.text import Text
from surveys.offers.offer import Offer, OfferList
from surveys.outreach.campaigns import CampaignState
from surveys.outreach.policy import ContactLimits
from tests.campaigns import CampaignHarness
from tests.harnesses import SharedProcess
from tests.outreach_harness import PATIENCE_S, begun
from tests.updates import ANNA, BORIS, ZOYA, customers, tapped
from tests.words import interface

TEN = Offer("ten", Text("Скидка 10 %", "10% off"), timedelta(days=14), pattern="A-######")
KINDS = {kind.name: kind for kind in (COUNT_AUDIENCE, CAMPAIGN_FUNNEL)}


@pytest.fixture
async def campaign_harness(
    harness_database: Database, reading_process: SharedProcess
) -> AsyncIterator[CampaignHarness]:
    async with begun(harness_database, reading_process) as running, asyncio.TaskGroup() as tasks:
        jobs = running.harness.jobs
        jobs.kinds = KINDS
        tasks.create_task(jobs.run())
        yield CampaignHarness(running)
        jobs.stop()


def buttons(harness: CampaignHarness) -> dict[str, str]:
    """Button data by label of what Boris saw last."""
    body = harness.outreach.heard(BORIS)[-1]
    rows = (body.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]
    return {one["text"]: one["callback_data"] for row in rows for one in row}


async def press(harness: CampaignHarness, label: str) -> str:
    """A tap on the button of that label under what Boris saw last: what he sees then."""
    data = next(data for text, data in buttons(harness).items() if label in text)
    await harness.outreach.tap(BORIS, data)
    await done(harness)
    return seen(harness)


async def say(harness: CampaignHarness, text: str) -> str:
    await harness.outreach.say(BORIS, text)
    return seen(harness)


def seen(harness: CampaignHarness) -> str:
    return str(harness.outreach.heard(BORIS)[-1]["text"])


async def done(harness: CampaignHarness) -> None:
    """What was ordered of the runner is done."""
    working = harness.outreach.harness
    async with asyncio.timeout(PATIENCE_S):
        while any(  # the end of a job is a row and rings no bell
            row["state"] in (JobState.READY, JobState.RUNNING) for row in await working.rows(tables.jobs)
        ):
            working.jobs.wake()
            await asyncio.sleep(0.005)
    await harness.outreach.settled()


async def made(harness: CampaignHarness, kind: str = "Предложение") -> None:
    """A campaign with its name and its words in Russian."""
    await say(harness, "/campaigns")
    assert "назовём" in await press(harness, "Новая рассылка")
    await say(harness, "Вторая кофейня")
    await press(harness, kind)
    await press(harness, "Текст")
    await say(harness, "Открыли вторую кофейню!")
    await press(harness, "Хватит одного языка")


async def test_a_campaign_is_made_counted_started_and_watched(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA)
    await campaign_harness.store(ZOYA, consented=False)
    await made(campaign_harness)
    await press(campaign_harness, "Показать мне")
    assert seen(campaign_harness) == "Открыли вторую кофейню!"
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Вторая кофейня")
    counted = await press(campaign_harness, "Посчитать")
    assert "Получат сразу: 1" in counted
    assert "нет согласия на предложения: 1" in counted
    started = await press(campaign_harness, "Запустить")
    assert "идёт" in started
    for _ in range(4):
        await campaign_harness.run_once()
    assert campaign_harness.got(ANNA) == ["Открыли вторую кофейню!"]
    assert campaign_harness.got(ZOYA) == []
    over = [body["text"] for body in campaign_harness.outreach.heard(BORIS) if "завершена" in body["text"]]
    assert any("Отправлено: 1" in text for text in over)


async def test_it_starts_only_as_it_was_counted(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA)
    await made(campaign_harness)
    await press(campaign_harness, "Посчитать")
    start = next(data for label, data in buttons(campaign_harness).items() if "Запустить" in label)
    await press(campaign_harness, "Кому")
    await press(campaign_harness, "Ушли или с нами")
    await press(campaign_harness, "кто ушёл")
    await campaign_harness.outreach.deliver(tapped(BORIS, start))
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert row["state"] == CampaignState.DRAFT
    assert row["audience"] == {"has_left": True}


async def scheduled(harness: CampaignHarness) -> str:
    """A campaign to be started tomorrow at ten: what is said then."""
    await made(harness)
    await press(harness, "Посчитать")
    await press(harness, "Позже")
    tomorrow = (harness.outreach.now + timedelta(days=1)).date().isoformat()
    days = buttons(harness)
    await harness.outreach.tap(BORIS, next(data for data in days.values() if data.endswith(tomorrow)))
    return await press(harness, "10:00")


async def test_it_starts_by_itself_at_the_hour_that_was_chosen(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA)
    told = await scheduled(campaign_harness)
    assert "назначена" in told
    assert "10:00 (Europe/Moscow)" in told
    await campaign_harness.run_once()
    clock = campaign_harness.outreach.harness.fake_clock
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    clock.move(seconds=(row["starts_at"] - campaign_harness.outreach.now).total_seconds() - 1)
    await campaign_harness.run_once()
    assert campaign_harness.got(ANNA) == []
    clock.move(seconds=1)
    for _ in range(5):
        await campaign_harness.run_once()
    assert campaign_harness.got(ANNA) == ["Открыли вторую кофейню!"]
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert (row["state"], row["starts_at"]) == (CampaignState.DONE, None)
    told_boris = [body["text"] for body in campaign_harness.outreach.heard(BORIS)]
    assert len([text for text in told_boris if "идёт" in text]) >= 1


async def test_what_is_called_off_changed_or_missed_does_not_start(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA)
    await scheduled(campaign_harness)
    assert "черновик" in await press(campaign_harness, "Не запускать")
    clock = campaign_harness.outreach.harness.fake_clock
    clock.move(days=2)
    await campaign_harness.run_once()
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert (row["state"], row["starts_at"]) == (CampaignState.DRAFT, None)
    await scheduled(campaign_harness)
    clock.move(days=3)
    await campaign_harness.run_once()
    assert "не началась: в назначенный час бот не работал" in seen(campaign_harness)
    assert {row["state"] for row in await campaign_harness.outreach.harness.rows(tables.campaigns)} == {
        CampaignState.DRAFT
    }
    assert campaign_harness.got(ANNA) == []


async def test_it_is_paused_resumed_and_stopped_for_good_after_a_question(
    campaign_harness: CampaignHarness,
) -> None:
    people = customers(5)
    await campaign_harness.store(BORIS, *people)
    await made(campaign_harness)
    await press(campaign_harness, "Посчитать")
    await press(campaign_harness, "Запустить")
    assert "на паузе" in await press(campaign_harness, "Пауза")
    await campaign_harness.run_once()
    assert [one for one in people if campaign_harness.got(one)] == []
    assert "идёт" in await press(campaign_harness, "Продолжить")
    assert "совсем" in await press(campaign_harness, "Остановить")
    assert "остановлена" in await press(campaign_harness, "Да, остановить")
    await campaign_harness.run_once()
    assert [one for one in people if campaign_harness.got(one)] == []


async def test_a_word_of_leaving_ends_the_question_and_the_draft_stays(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(BORIS)
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Новая рассылка")
    await say(campaign_harness, "отмена")
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert (row["name"], row["awaits"]) == ("", None)
    await say(campaign_harness, "жалобы за октябрь")
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert row["name"] == ""


async def test_a_second_text_and_an_offer_are_added_shown_and_told_apart_in_the_results(
    campaign_harness: CampaignHarness,
) -> None:
    campaign_harness.outreach.change_context(offers=OfferList((TEN,)))
    await campaign_harness.store(BORIS, *customers(40))
    await made(campaign_harness)
    await press(campaign_harness, "Второй текст")
    drafted = await say(campaign_harness, "Кофе за полцены")
    assert "Текст A (ru): Открыли вторую кофейню!\nТекст B (ru): Кофе за полцены" in drafted
    await press(campaign_harness, "Предложение с кодом")
    assert "Предложение: Скидка 10 %" in await press(campaign_harness, "Скидка 10 %")
    menu = buttons(campaign_harness)
    await press(campaign_harness, "Показать мне")
    told = [body["text"] for body in campaign_harness.outreach.heard(BORIS)[-4:]]
    assert [text.splitlines()[0] for text in told] == [
        "Текст A:", "Открыли вторую кофейню!", "Текст B:", "Кофе за полцены",
    ]  # fmt: skip
    assert "Код ПРИМЕР" in told[1]
    assert await campaign_harness.outreach.harness.rows(tables.offers_given) == []
    await campaign_harness.outreach.tap(BORIS, menu["🔢 Посчитать"])
    await done(campaign_harness)
    await press(campaign_harness, "Запустить")
    for _ in range(4):
        await campaign_harness.run_once()
    [plan, *_] = await campaign_harness.outreach.plans("campaign")
    harness = campaign_harness.outreach.harness
    await campaign_harness.outreach.store(
        Order(harness.ids.next(), plan["customer_id"], campaign_harness.outreach.now)
    )
    harness.fake_clock.move(days=31)
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Вторая кофейня")
    told_at_last = await press(campaign_harness, "Итоги")
    assert "Текст A:\nНазначены: " in told_at_last
    assert "Текст B:\nНазначены: " in told_at_last
    assert "Предложения: показано 40" in told_at_last
    assert "Заказали: текст A — " in told_at_last
    assert "может быть случайностью" in told_at_last
    assert "лучше" not in told_at_last


async def test_a_second_text_speaks_the_languages_of_the_first(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS)
    await made(campaign_harness)
    await press(campaign_harness, "Текст")
    await say(campaign_harness, "Открыли вторую!")
    await say(campaign_harness, "We opened a second one!")
    await press(campaign_harness, "Второй текст")
    await say(campaign_harness, "Кофе за полцены")
    assert "Хватит одного языка" not in buttons(campaign_harness)
    assert "Нажмите «Второй текст»" in await say(campaign_harness, "отмена")
    assert not [label for label in buttons(campaign_harness) if "Посчитать" in label]
    await press(campaign_harness, "Второй текст")
    await say(campaign_harness, "Кофе за полцены")
    whole = await say(campaign_harness, "Half-price coffee")
    assert "Текст B (en): Half-price coffee" in whole
    assert [label for label in buttons(campaign_harness) if "Посчитать" in label]
    assert "Текст B" not in await press(campaign_harness, "Без второго")


async def test_what_came_of_it_is_told_from_step_to_step(campaign_harness: CampaignHarness) -> None:
    await campaign_harness.store(BORIS, ANNA, ZOYA)
    await made(campaign_harness)
    await press(campaign_harness, "Посчитать")
    await press(campaign_harness, "Запустить")
    for _ in range(4):
        await campaign_harness.run_once()
    await campaign_harness.outreach.say(ANNA, "А где она?")
    await campaign_harness.outreach.order(ANNA)
    await campaign_harness.outreach.tap(ZOYA, "no-more:1")
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Вторая кофейня")
    told = await press(campaign_harness, "Итоги")
    assert "Дошло: 2 из 2" in told
    assert "Ответили: 1 из 2" in told
    assert "Заказали за 30 дней: 1 из 2" in told
    assert "Отписались: 1 из 2" in told


async def test_a_survey_is_previewed_and_begun_and_its_funnel_counts_scores(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(BORIS, ANNA, ZOYA, consented=None)
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Новая рассылка")
    await say(campaign_harness, "Квартальный NPS")
    await press(campaign_harness, "Опрос")
    assert "Жалоба" not in buttons(campaign_harness)
    survey = next(data for data in buttons(campaign_harness).values() if data.endswith(":nps"))
    await campaign_harness.outreach.tap(BORIS, survey.replace(":nps", ":complaint"))
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert row["survey_id"] is None
    await campaign_harness.outreach.tap(BORIS, survey)
    draft = buttons(campaign_harness)
    [vera] = customers(1)
    await campaign_harness.store(vera, consented=None)
    await campaign_harness.outreach.say(vera, "/rate")
    await press(campaign_harness, "Показать мне")
    assert "насколько вероятно" in seen(campaign_harness)
    await press(campaign_harness, "9")
    assert await campaign_harness.outreach.harness.rows(tables.answers) == []
    await campaign_harness.outreach.tap(BORIS, draft["🔢 Посчитать"])
    await done(campaign_harness)
    assert f"Получат сразу: 2\nНе получат: 1\n• {interface('policy-obsolete')}: 1" in seen(campaign_harness)
    await press(campaign_harness, "Запустить")
    for _ in range(4):
        await campaign_harness.run_once()
    await campaign_harness.outreach.say(ANNA, "9")
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Квартальный NPS")
    told = await press(campaign_harness, "Итоги")
    assert "Приглашены: 2\nДошло: 2 из 2" in told
    assert "Начали: 1 из 2" in told
    assert "Оценили: 1 из 2" in told
    assert "Написали почему: 0 из 2" in told


async def test_an_offer_is_not_started_where_the_company_sends_none(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(BORIS, ANNA)
    await made(campaign_harness)
    await press(campaign_harness, "Посчитать")
    campaign_harness.outreach.change_context(limits=ContactLimits(promotion=False))
    await press(campaign_harness, "Запустить")
    assert "Предложения через этот канал выключены" in told(campaign_harness)
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert row["state"] == CampaignState.PREVIEWING
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Новая рассылка")
    await say(campaign_harness, "Ещё одна")
    await press(campaign_harness, "Предложение")
    assert "Предложения через этот канал выключены" in told(campaign_harness)


def told(harness: CampaignHarness) -> str:
    """What popped up at the last tap."""
    answers = [
        body for method, body in harness.outreach.fake_bot_api.calls if method == "answerCallbackQuery"
    ]
    return str(answers[-1].get("text"))


async def test_a_campaign_of_a_survey_that_was_switched_off_is_neither_shown_nor_started(
    campaign_harness: CampaignHarness,
) -> None:
    await campaign_harness.store(BORIS, ANNA, consented=None)
    await say(campaign_harness, "/campaigns")
    await press(campaign_harness, "Новая рассылка")
    await say(campaign_harness, "Квартальный NPS")
    await press(campaign_harness, "Опрос")
    survey = next(data for data in buttons(campaign_harness).values() if data.endswith(":nps"))
    await campaign_harness.outreach.tap(BORIS, survey)
    draft = buttons(campaign_harness)
    await press(campaign_harness, "Посчитать")
    await done(campaign_harness)
    start = next(data for label, data in buttons(campaign_harness).items() if "Запустить" in label)
    catalogue = campaign_harness.outreach.harness.contexts.current.catalogue
    off = replace(catalogue, off=frozenset({"nps"}))
    campaign_harness.outreach.change_context(catalogue=off)
    before = len(campaign_harness.outreach.heard(BORIS))
    for data in (next(data for label, data in draft.items() if "Показать мне" in label), start):
        await campaign_harness.outreach.tap(BORIS, data)
        assert told(campaign_harness) == interface("campaign-choice-gone")
    assert len(campaign_harness.outreach.heard(BORIS)) == before
    [row] = await campaign_harness.outreach.harness.rows(tables.campaigns)
    assert row["state"] == CampaignState.PREVIEWING
