"""Managers read the comments behind the NPS and call back who gave a low score: one case, one message."""

from typing import Any

import pytest
from sqlalchemy import Connection, update

from storage import tables
from storage.people import erasure
from storage.states import OutboxState
from surveys.base36 import base36
from surveys.cases.lifecycle import Status
from surveys.cases.source import CaseSource
from surveys.outreach.plan_state import PlanState
from surveys.outreach.policy import ContactKind, PolicyReason
from tests.handlers.manager.test_nps_command import lines
from tests.handlers.manager.test_report_commands import BELLA, SIMA, button, enrolled, press
from tests.handlers.support_harness import SupportHarness
from tests.harness import NOON, Harness, SentCall
from tests.storage.history import keep
from tests.storage.reports.test_comments import LATE, PLAIN, rated, stored
from tests.storage.samples import customer
from tests.updates import ANNA, BORIS, ZOYA, Person, membership, said, tapped

LIST = "r:nps:30d::call:abc"
ALERT = "Номер обращения — "


async def scored(harness: Harness, person: Person = ANNA, score: int = 3) -> str:
    """A customer taps a score and says nothing beside it; returns the data of its button."""
    asked = await harness.say(person, "/rate")
    data = asked.buttons[str(score)]
    await harness.deliver(tapped(person, data))
    return data


async def list_shown(harness: Harness, person: Person = BORIS) -> SentCall:
    return await press(harness, person, LIST)


def call_backs(shown: SentCall) -> list[str]:
    return [data for label, data in shown.buttons.items() if label.startswith("📞 ")]


async def messages(harness: Harness, person: Person = ANNA) -> list[str]:
    """What the bot begins to say to somebody by itself, once it was looked at what is due."""
    await harness.told()
    await harness.parts.outreach.run_once()
    return [one.text for one in await harness.told() if one.body["chat_id"] == person.id]


async def the_case(harness: Harness) -> dict[str, Any]:
    [case] = await harness.rows(tables.cases)
    return dict(case)


async def test_comments_are_read_by_score_page_by_page_in_both_languages(harness: Harness) -> None:
    await enrolled(harness)
    people = [customer(9_000 + number, name="Тайная Анна") for number in range(15)]
    await keep(harness.database, *people)
    hostile = '<b>&"кафе"</b> @all /start'
    talks = [rated(who, 3, hostile, touchpoint="зал", days_ago=2) for who in people[:7]]
    talks += [rated(who, 10, PLAIN, touchpoint="зал", sentiment=0.4) for who in people[7:]]
    await stored(harness.database, talks)
    main = await harness.say(BORIS, "/nps")
    shown = await press(harness, BORIS, button(main, "Что пишут"))
    told = lines(shown.text)
    assert told[:3] == [
        "💬 16 сент. – 15 окт. 2026: 15 комментариев от 15 человек",
        "🔴 недовольны 7 · 🟢 хвалят 8",
        "Людей по оценкам: 0–6: 7 · 9–10: 8",
    ]
    assert told[4:6] == ["🟢 14 окт. 2026 · оценка 10 · зал", f"<blockquote>{PLAIN}</blockquote>"]
    assert "Тайная" not in shown.text
    low = await press(harness, BELLA, button(shown, "0–6"))
    told = lines(low.text)
    assert told[0] == "💬 16 Sep – 15 Oct 2026, scores 0–6: 7 comments by 7 people"
    assert '<b>&"кафе"</b> @\u2060all /\u2060start' in low.text.replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&amp;", "&")
    assert "<b>" not in low.text
    await press(harness, BELLA, button(low, "›"))
    middle = await press(harness, BORIS, button(shown, "7–8"))
    assert lines(middle.text)[0] == "💬 16 сент. – 15 окт. 2026: комментариев нет."
    for data in (*shown.buttons.values(), LIST):
        assert (await harness.tap(SIMA, data)).startswith("Эта кнопка больше не работает")


async def test_one_tap_opens_one_case_and_the_customer_is_told_once(harness: Harness) -> None:
    await enrolled(harness)
    await scored(harness)
    shown = await list_shown(harness)
    assert lines(shown.text)[:3] == [
        "📞 16 сент. – 15 окт. 2026: 1 человек поставил от 0 до 6",
        "",
        "1. Анна · оценка 3 · 15 окт. 2026",
    ]
    [data] = call_backs(shown)
    assert len(data) <= 64
    said_so = await harness.tap(BORIS, data, 77)
    assert said_so == "Завели обращение 1. Клиенту сейчас напишем, что с ним свяжутся."
    await harness.read_work_done()
    told = await harness.told()
    assert not any(one.body.get("chat_id") == ANNA.id for one in told)
    [again] = [one for one in told if one.body.get("message_id") == 77]
    assert "📌 обращение 1 открыто" in lines(again.text)
    assert call_backs(again) == []
    assert await harness.tap(BELLA, data) == "Case 1 of this customer is open already."
    assert await harness.tap(BORIS, data) == "Обращение 1 этого клиента уже открыто."
    case = await the_case(harness)
    known = ("source", "score", "scale", "status", "holder_telegram_id", "opened_at", "words")
    assert [case[name] for name in known] == [CaseSource.SCORE, 3, 10, Status.OPEN, None, NOON, None]
    [heard] = await messages(harness)
    assert f"{ALERT}1" in heard
    assert await messages(harness) == []
    [plan] = [row for row in await harness.rows(tables.plans) if row["journey"] == "call_back"]
    assert (plan["state"], plan["kind"], plan["about"]) == (PlanState.POSTED, ContactKind.SERVICE, "#1")
    await harness.deliver(said(ANNA, "Кофе был холодный"))
    [reply] = [row for row in await harness.rows(tables.messages) if row["words"] == "Кофе был холодный"]
    assert reply["case_id"] == case["id"]


async def test_a_score_has_one_case_also_once_that_is_closed(harness: Harness) -> None:
    await scored(harness)
    await harness.deliver(said(ANNA, LATE))
    shown = await list_shown(harness)
    assert f"<blockquote>{LATE}</blockquote>" in lines(shown.text)
    assert "📌 обращение 1 открыто" in lines(shown.text)
    [score] = [row for row in await harness.rows(tables.answers) if row["score"] is not None]
    assert call_backs(shown) == []
    closed = update(tables.cases).values(closed_at=NOON, status=Status.CLOSED)
    await harness.database.write(Connection.execute, closed)
    old = f"cb:{base36(score['id'])}:30d::abc:"
    assert await harness.tap(BORIS, old) == "По этой оценке уже было обращение 1, оно закрыто."
    await harness.read_work_done()
    await harness.told()
    assert "✅ обращение 1 закрыто" in lines((await list_shown(harness)).text)


async def test_what_keeps_the_message_is_said_and_the_case_is_opened_all_the_same(harness: Harness) -> None:
    async def called(person: Person) -> str:
        await harness.told()
        shown = await list_shown(harness)
        told = await harness.tap(BORIS, call_backs(shown)[0])
        await harness.read_work_done()
        return told

    people = [Person(500_000_400 + n, f"Клиент {n}", "ru") for n in range(4)]
    stopped, blocked, forgotten, asleep = people
    await scored(harness, stopped)
    await harness.deliver(said(stopped, "/stop"))
    assert await called(stopped) == (
        "Завели обращение 1. Клиенту не напишем: клиент попросил не писать (/stop). Свяжитесь с ним сами."
    )
    assert await messages(harness, stopped) == []
    await scored(harness, blocked)
    await harness.deliver(membership(blocked, "member", "kicked"))
    assert "клиент заблокировал бота или не начинал разговор" in await called(blocked)
    assert await messages(harness, blocked) == []
    assert [row["number"] for row in await harness.rows(tables.cases)] == [1, 2]
    await scored(harness, forgotten)
    [data] = call_backs(await list_shown(harness))
    [row] = [row for row in await harness.customers() if row["telegram_id"] == forgotten.id]
    await harness.database.write(erasure.begin, row["id"], harness.fake_clock.now)
    assert await harness.tap(BORIS, data) == "Клиент удалил свои данные: мы больше не знаем, кто это."
    await harness.read_work_done()
    await harness.told()
    assert "1. данные удалены · оценка 3 · 15 окт. 2026" in lines((await list_shown(harness)).text)
    await scored(harness, asleep)
    harness.fake_clock.move(hours=11)
    assert await called(asleep) == "Завели обращение 3. Клиенту напишем позже: тихие часы у клиента."
    assert await messages(harness, asleep) == []
    harness.fake_clock.move(hours=11)
    [heard] = await messages(harness, asleep)
    assert f"{ALERT}3" in heard
    reasons = {row["why"] for row in await harness.rows(tables.plans) if row["journey"] == "call_back"}
    assert {PolicyReason.STOPPED, PolicyReason.UNREACHABLE} < reasons


async def test_a_tap_is_checked_again_whatever_it_says_and_whoever_makes_it(harness: Harness) -> None:
    await enrolled(harness)
    button_of_score = await scored(harness)
    [data] = call_backs(await list_shown(harness))
    for person in (ANNA, SIMA, ZOYA):
        assert (await harness.tap(person, data)).startswith("Эта кнопка больше не работает")
    for forged in ("cb:", "cb::30d:::abc:", "cb:zz:wann::abc:", "cb:zz:30d:zz:abc:", "cb:zz:30d::abc:-1"):
        assert (await harness.tap(BORIS, forged)).startswith("Эта кнопка устарела"), forged
    for gone in ("cb:zz:30d::abc:", "cb:не:30d::abc:", f"cb:{'z' * 40}:30d::abc:"):
        assert (await harness.tap(BORIS, gone)).startswith("Этой оценки больше нет")
    await harness.deliver(tapped(ANNA, button_of_score.rpartition(":")[0] + ":9"))
    assert (await harness.tap(BORIS, data)).startswith("Этой оценки больше нет")
    assert await harness.rows(tables.cases) == []
    assert await messages(harness) == []


@pytest.mark.parametrize("replies", [False, True])
async def test_support_sees_the_case_and_whoever_writes_first_spares_the_message(
    support: SupportHarness, replies: bool
) -> None:
    await support.reload()
    anna = support.anna
    await support.deliver(await anna.say("/rate"))
    await support.deliver(await anna.press("2"))
    [score] = [row for row in await support.harness.rows(tables.answers) if row["score"] is not None]
    shown = support.boris.chat.messages[-1]
    await support.deliver(await support.boris.forge(shown, f"cb:{base36(score['id'])}:30d::abc:"))
    assert any("Пришло с низкой оценкой" in text and "2 из 10" in text for text in support.said())
    assert any("📞 Борис просит связаться с этим клиентом" in text for text in support.said())
    assert not any("Номер обращения" in text for text in support.heard())
    if replies:
        card = support.card(1)
        await support.deliver(await support.vera.say("Что случилось?", to=support.group, reply_to=card))
    await support.harness.parts.outreach.run_once()
    await support.settled()
    told = [text for text in support.heard() if "Номер обращения" in text]
    assert len(told) == (0 if replies else 1)
    states = {row["state"] for row in await support.harness.rows(tables.outbox) if row["plan_id"]}
    assert states <= {OutboxState.SENT}
