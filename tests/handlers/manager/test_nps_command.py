"""`/nps`: the number with what it is worth, for owners; nothing at all for anybody else."""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape

from storage.effects import Effects, flush
from storage.engines.database import Connection, Database
from storage.ids import Ids
from storage.reports import totals
from storage.rows import Answer, Conversation, Customer
from surveys.language.languages import Language
from tests.harness import NOON, Harness, app_context
from tests.updates import ANNA, BORIS, GROUP, ZOYA, said

NEUTRAL = "С этим я не справлюсь, но подскажу, что умею: /help"


async def given(
    database: Database, scores: Iterable[int], *, days_ago: int = 1, touchpoint: str | None = None
) -> None:
    """Each score by a customer of its own."""
    ids, moment = Ids(), NOON - timedelta(days=days_ago)

    def store(connection: Connection) -> None:
        effects = Effects()
        for score in scores:
            customer = effects.add(Customer(ids.next(), None, Language.RU, moment))
            talk = effects.add(Conversation(ids.next(), customer.id, "nps", 1, Language.RU, moment, moment))
            day = moment.astimezone(app_context().zone).date()
            answer = (ids.next(), talk.id, customer.id, "nps", "score", "score", Language.RU, day, moment)
            effects.add(Answer(*answer, score=score, touchpoint=touchpoint))
        flush(connection, [effects])
        totals.rebuild(connection)

    await database.write(store)


def lines(text: str) -> list[str]:
    return unescape(re.sub(r"</?pre>", "", text)).replace("\N{NO-BREAK SPACE}", " ").splitlines()


async def test_without_answers_it_says_so(harness: Harness) -> None:
    told = await harness.say(BORIS, "/nps")
    assert lines(told.text)[0] == "📊 NPS 16 сент. – 15 окт. 2026: ответов нет"
    assert told.body["parse_mode"] == "HTML"


async def test_under_five_answers_the_score_is_hidden(harness: Harness) -> None:
    await given(harness.database, [9, 9, 0, 7])
    told = await harness.say(BORIS, "/nps")
    assert lines(told.text)[0] == (
        "4 ответа за 16 сент. – 15 окт. 2026: оценка скрыта, чтобы не раскрыть клиентов."
    )
    assert "pre" not in told.text
    assert "50" not in told.text


async def test_few_answers_are_shown_with_a_warning_and_no_trend(harness: Harness) -> None:
    await given(harness.database, [9, 9, 9, 0, 7])
    await given(harness.database, [0] * 40, days_ago=30)
    shown = lines((await harness.say(BORIS, "/nps")).text)
    assert shown[0] == "📊 NPS 16 сент. – 15 окт. 2026: +40"
    assert shown[1].startswith("⚠️ Ответов мало: 5. Истинное значение — от ")
    assert "(95 %)" in shown[1]
    assert not any("изменени" in line or "сентябрь" in line for line in shown)


async def test_the_month_so_far_stands_beside_the_last_one(harness: Harness) -> None:
    await given(harness.database, [10] * 40 + [7] * 10 + [0] * 10)
    await given(harness.database, [10] * 10 + [7] * 10 + [0] * 40, days_ago=30)
    shown = lines((await harness.say(BORIS, "/nps month")).text)
    assert shown[0] == "📊 NPS 1–15 октября 2026, идёт: +50 · вырос"
    assert shown[1].endswith("(95 %), 60 человек")
    assert shown[2] == "сентябрь 2026: −50 (n = 60)"
    assert shown[3].startswith("изменение +100, от ")
    assert shown[3].endswith(": значимо")
    assert shown[5:8] == ["9–10 67 % 40 ▇▇▇▇▇▇▇▇", "7–8  16 % 10 ▇▇", "0–6  17 % 10 ▇▇"]
    assert shown[-1] == "1–15 окт. 2026 · данные на 15 окт. 12:00"


async def test_a_change_within_the_noise_is_called_no_change(harness: Harness) -> None:
    await given(harness.database, [10] * 20 + [0] * 20)
    await given(harness.database, [10] * 19 + [0] * 21, days_ago=30)
    assert "без значимых изменений" in (await harness.say(BORIS, "/nps")).text


async def test_a_previous_period_with_too_few_answers_is_not_compared(harness: Harness) -> None:
    await given(harness.database, [10] * 40)
    await given(harness.database, [0], days_ago=30)
    shown = lines((await harness.say(BORIS, "/nps")).text)
    assert shown[2] == "17 авг. – 15 сент. 2026: 1 ответ, слишком мало"


async def test_touchpoints_are_listed_and_one_can_be_asked_for(harness: Harness) -> None:
    await given(harness.database, [10] * 6, touchpoint="зал")
    await given(harness.database, [0] * 8, touchpoint="доставка")
    await given(harness.database, [0] * 4, touchpoint="самовывоз")
    shown = lines((await harness.say(BORIS, "/nps")).text)
    # The four of "самовывоз" could be worked out if only they were hidden.
    assert [line for line in shown if "00 (" in line] == ["доставка −100 (8) ⚠"]
    named = [line for line in shown if "самовывоз" in line or "зал" in line]
    assert named == ["Не показаны, чтобы никого не выдать: зал, самовывоз"]
    only = lines((await harness.say(BORIS, "/nps touchpoint:доставка")).text)
    assert only[0] == "📊 NPS 16 сент. – 15 окт. 2026: −100"
    assert only[-1] == "16 сент. – 15 окт. 2026 · точка: доставка · данные на 15 окт. 12:00"
    hidden = lines((await harness.say(BORIS, "/nps touchpoint:зал")).text)
    assert "оценка скрыта, чтобы не раскрыть клиентов" in hidden[0]
    assert not any("100" in line for line in hidden)


async def test_answers_without_a_touchpoint_are_a_group_as_well(harness: Harness) -> None:
    await given(harness.database, [10] * 6, touchpoint="зал")
    await given(harness.database, [0] * 8, touchpoint="доставка")
    await given(harness.database, [7])
    shown = lines((await harness.say(BORIS, "/nps")).text)
    # The whole minus both would tell the only other one.
    assert [line for line in shown if "00 (" in line] == ["доставка −100 (8) ⚠"]


async def test_a_touchpoint_that_looks_like_html_is_shown_as_it_is_written(harness: Harness) -> None:
    name = '<b>&"кафе"'
    await given(harness.database, [10] * 6, touchpoint=name)
    everything = await harness.say(BORIS, "/nps")
    asked_for = await harness.say(BORIS, f"/nps touchpoint:{name}")
    for told in (everything, asked_for):
        assert "<b>" not in told.text
        assert any(name in line for line in lines(told.text))


async def test_a_period_can_be_asked_for(harness: Harness) -> None:
    asked = {
        "2026-09": "сентябрь 2026: ответов нет",
        "90d": "18 июл. – 15 окт. 2026: ответов нет",
        "октябрь": "1–15 октября 2026, идёт: ответов пока нет",
        "с 1 по 10 октября": "1–10 октября 2026: ответов нет",
        "Вчера": "14 октября 2026: ответов нет",
        "2027": "1 янв. – 31 дек. 2027: период ещё не начался",
    }
    for words, period in asked.items():
        assert f"📊 NPS {period}" in (await harness.say(BORIS, f"/nps {words}")).text


async def test_a_word_that_is_not_understood_is_named_in_plain_text(harness: Harness) -> None:
    for word in ("вчерась", "2026-13", "<b>", "touchpoint:", "9" * 3000):
        told = await harness.say(BORIS, f"/nps {word}")
        assert told.text.startswith(f"Не понял «{word[:40]}")
        assert told.body.get("parse_mode") is None
        assert len(told.text) < 300


async def test_an_endless_touchpoint_does_not_make_the_report_too_long_to_send(harness: Harness) -> None:
    told = await harness.say(BORIS, f"/nps touchpoint:{'&' * 3000}")
    assert len(told.text) < 4096


async def test_everybody_else_gets_the_same_sentence_as_for_any_unknown_command(harness: Harness) -> None:
    await given(harness.database, [10] * 40)
    for person in (ANNA, ZOYA):
        for typed in ("/unknown", "/nps", "/nps 90d", "/NPS", "/nps@otklik_bot"):
            told = await harness.say(person, typed)
            assert told.text == NEUTRAL
            assert told.buttons == {}


async def test_an_owners_id_in_a_forward_or_behind_a_chat_proves_nothing(harness: Harness) -> None:
    await given(harness.database, [10] * 40)
    forwarded = {
        "forward_origin": {"type": "user", "sender_user": BORIS.user, "date": 1_780_000_000},
        "reply_to_message": {"message_id": 1, "date": 1, "chat": ZOYA.chat, "from": BORIS.user, "text": "x"},
        "via_bot": BORIS.user | {"is_bot": True},
    }
    [told] = await harness.deliver(said(ZOYA, "/nps", **forwarded))
    assert "NPS" not in told.text
    [told] = await harness.deliver(said(BORIS, "/nps", sender_chat=GROUP))
    assert told.text == NEUTRAL
    assert "NPS" in (await harness.say(BORIS, "/nps")).text
