"""The reports through the real worker: who may ask, what stands in the message, what its buttons do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.processing import updates
from reports.callback_state import CallbackState, touchpoint_key, unpack
from reports.catalogue import REPORTS
from reports.job import PictureJob
from reports.request import ReportRequest
from storage import tables
from surveys.base36 import base36
from surveys.questions.reasons import ReasonClass
from surveys.roles import Role
from surveys.statistics.periods import Asked, parse
from tests.handlers.manager.test_nps_command import NEUTRAL, given, lines
from tests.handlers.records import Past
from tests.harness import NOON, Harness, SentCall, app_context
from tests.updates import ANNA, BORIS, GROUP, ZOYA, Person, said, tapped
from tests.words import interface

BELLA = Person(500_000_202, "Bella", "en")
SIMA = Person(500_000_203, "Сима", "ru")
DAYS, ENGLISH = "16 сент. – 15 окт. 2026", "16 Sep – 15 Oct 2026"
YEAR, A_YEAR = "16 окт. 2025 – 15 окт. 2026", "16 Oct 2025 – 15 Oct 2026"
COMMANDS = ("nps", "complaints", "churn", "winback")
HOSTILE = (
    '<b>&"кафе"',
    "Зал\n\N{RIGHT-TO-LEFT OVERRIDE}и терраса",
    "н" * 100,
    "@all tg://user?id=1",
    "a:b:c",
)


async def jobs(harness: Harness) -> list[Mapping[str, Any]]:
    return [row for row in await harness.rows(tables.jobs) if row["kind"] == "picture"]


async def pictures(harness: Harness) -> list[PictureJob]:
    return [PictureJob.from_json(job["args"], app_context().zone) for job in await jobs(harness)]


def asked(words: str) -> Asked:
    return parse(words, NOON, app_context().zone)


def button(told: SentCall, label: str) -> str:
    return next(data for text, data in told.buttons.items() if text.removeprefix("• ") == label)


async def press(harness: Harness, person: Person, data: str, message_id: int = 77) -> SentCall:
    [told] = await harness.deliver(tapped(person, data, message_id))
    return told


async def enrolled(harness: Harness) -> None:
    past = Past()
    past.staff(BELLA, Role.MANAGER)
    past.staff(SIMA, Role.SUPPORT)
    await past.write(harness.database)


async def full(harness: Harness) -> None:
    """Enough of everything to say something."""
    past = Past()
    past.orders(400)
    past.orders(380, days_ago=30)
    for number in range(31):
        past.case("delivery" if number % 2 else "quality", is_closed=number > 3, touchpoint="shop")
        past.invitation("PRICE_HIGH", "treated", came_back=number % 2 == 0)
        past.invitation("PRICE_HIGH", "holdout", came_back=number % 9 == 0)
    for reason, kind, n in (
        ("PRICE_HIGH", ReasonClass.AVOIDABLE, 20),
        ("MOVED", ReasonClass.NATURAL, 8),
        ("STILL_HERE", None, 2),
    ):
        for _ in range(n):
            past.farewell(reason, kind, money=300_00, words="Далеко ехать")
    await past.write(harness.database)
    await given(harness.database, [10] * 30 + [0] * 10, touchpoint="зал")


# Who may ask ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
async def test_owners_and_managers_read_the_numbers_and_nobody_else(harness: Harness, command: str) -> None:
    await enrolled(harness)
    for person in (ANNA, ZOYA, SIMA):
        told = await harness.say(person, f"/{command} 90d")
        assert (told.text, told.buttons) == (NEUTRAL, {})
    for person in (BORIS, BELLA):
        told = await harness.say(person, f"/{command} 90d")
        assert told.body["parse_mode"] == "HTML"
        assert told.buttons


async def test_in_a_group_nothing_is_told(harness: Harness) -> None:
    for command in COMMANDS:
        for told in await harness.deliver(said(BORIS, f"/{command}", chat=GROUP)):
            assert "2026" not in told.text
    assert await jobs(harness) == []


async def test_a_button_is_pressed_by_whoever_may_read_numbers(harness: Harness) -> None:
    await enrolled(harness)
    await full(harness)
    data = [data for told in [await harness.say(BORIS, "/churn")] for data in told.buttons.values()]
    before = await jobs(harness)
    for person in (ANNA, ZOYA, SIMA):
        for one in data:
            assert (await harness.tap(person, one)).startswith("Эта кнопка больше не работает")
            assert await harness.told() == []
    assert await jobs(harness) == before
    under = {"message_id": 7, "from": {"id": 42, "is_bot": True, "first_name": "x"}, "chat": GROUP, "date": 1}
    for one in data:
        for told in await harness.deliver(tapped(BORIS, one, message=under)):
            assert "Отток" not in told.text


# Empty, small and full ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "russian", "english"),
    [
        ("nps", f"📊 NPS {DAYS}: ответов нет", f"📊 NPS {ENGLISH}: no answers"),
        ("complaints", f"📮 Жалобы, {DAYS}: нет", f"📮 Complaints, {ENGLISH}: none"),
        ("churn", f"🚪 Отток, {DAYS}: никто не ушёл", f"🚪 Churn, {ENGLISH}: nobody left"),
        ("winback", f"🎁 Возврат клиентов, {YEAR}: никого", f"🎁 Win-back, {A_YEAR}: nobody was invited"),
    ],
)
async def test_of_nothing_it_is_said_in_words(
    harness: Harness, command: str, russian: str, english: str
) -> None:
    await enrolled(harness)
    assert lines((await harness.say(BORIS, f"/{command}")).text)[0].startswith(russian)
    assert lines((await harness.say(BELLA, f"/{command}")).text)[0].startswith(english)


async def test_complaints_in_small(harness: Harness) -> None:
    past = Past()
    past.case("delivery", hours_ago=7)
    past.case("payment", is_closed=True)
    await past.write(harness.database)
    shown = lines((await harness.say(BORIS, "/complaints")).text)
    assert shown[0] == "🔴 Без ответа: 1, дольше всего ждут 7 ч"
    assert shown[1] == f"📮 Жалобы, {DAYS}: 2 жалобы"
    assert shown[2].startswith("Заказы не загружены: ")
    assert "🚚 Доставка     1 ▇▇▇▇▇▇▇▇" in shown


async def test_everything_in_full(harness: Harness) -> None:
    await enrolled(harness)
    await full(harness)
    first = {}
    for command in COMMANDS:
        for person in (BORIS, BELLA):
            told = await harness.say(person, f"/{command} month" if command != "winback" else "/winback")
            shown = [line for line in lines(told.text) if line]
            assert len(shown) <= 12, told.text
            assert all(len(data.encode()) <= 64 for data in told.buttons.values())
            first[command, person.language] = shown[:2]
    assert first == {
        ("nps", "ru"): ["📊 NPS 1–15 октября 2026, идёт: +50", "от +21 до +72 (95 %), 40 человек"],
        ("nps", "en"): ["📊 NPS 1–15 October 2026, so far: +50", "+21 to +72 (95%), 40 people"],
        ("complaints", "ru"): [
            "🔴 Без ответа: 4, дольше всего ждут 3 ч",
            "📮 Жалобы, 1–15 октября 2026, идёт: ⚠️ стало чаще",
        ],
        ("complaints", "en"): [
            "🔴 Unanswered: 4, the oldest for 3 h",
            "📮 Complaints, 1–15 October 2026, so far: ⚠️ more often",
        ],
        ("churn", "ru"): [
            "🚪 Отток, 1–15 октября 2026, идёт: ушло 28 клиентов",
            "28 из 65 на начало = 43 % (от 32 до 55)",
        ],
        ("churn", "en"): [
            "🚪 Churn, 1–15 October 2026, so far: 28 customers left",
            "28 of 65 at the start = 43% (32 to 55)",
        ],
        ("winback", "ru"): [
            f"🎁 Возврат клиентов, {YEAR}: ✅ приглашения работают",
            "Приглашали 31 → вернулись: 16 (52 %)",
        ],
        ("winback", "en"): [
            f"🎁 Win-back, {A_YEAR}: ✅ invitations work",
            "Invited 31 → returned 16 (52%)",
        ],
    }


# Buttons --------------------------------------------------------------------------------------------


async def test_a_period_is_changed_in_the_same_message(harness: Harness) -> None:
    await given(harness.database, [10] * 40)
    await given(harness.database, [0] * 35, days_ago=30)
    first = await harness.say(BORIS, "/nps")
    assert [text for text in first.buttons if text.startswith("• ")] == ["• 30 дней", "• Люди"]
    second = await press(harness, BORIS, button(first, "Прошлый"))
    assert second.method == "editMessageText"
    assert (second.body["chat_id"], second.body["message_id"]) == (BORIS.id, 77)
    assert lines(second.text)[0] == "📊 NPS сентябрь 2026: −100"
    assert "• Прошлый" in second.buttons
    back = await press(harness, BORIS, button(second, "›"))
    assert lines(back.text)[0].startswith("📊 NPS 1–15 октября 2026, идёт: +100")
    assert "›" not in back.buttons
    assert lines((await press(harness, BORIS, button(back, "‹"))).text)[0] == "📊 NPS сентябрь 2026: −100"
    assert "75 человек" in (await press(harness, BORIS, button(first, "90 дней"))).text


async def test_a_touchpoint_is_chosen_by_a_button_whatever_it_is_called(harness: Harness) -> None:
    for place, name in enumerate(HOSTILE):
        await given(harness.database, [10] * (9 - place), touchpoint=name)
    first = await harness.say(BORIS, "/nps")
    chosen = [label for label, data in first.buttons.items() if data.split(":")[3]]
    assert len(chosen) == len(HOSTILE)
    assert all(0 < len(label) <= 20 for label in chosen)
    counts = []
    for label in chosen:
        told = await press(harness, BORIS, first.buttons[label])
        counts += [n for n in range(5, 10) if f" {n}" in lines(told.text)[1]]
        assert "точка: " in lines(told.text)[-1]
        assert f"• {label}" in told.buttons
        assert len(told.text.splitlines()) < 14
        everywhere = await press(harness, BORIS, button(told, "Все точки"))
        assert "35 человек" in everywhere.text
    assert sorted(counts) == [*range(5, 10)]
    [picture] = await pictures(harness)
    assert picture.request == ReportRequest(asked("30d"), NOON)


async def test_a_touchpoint_stays_chosen_when_the_period_changes(harness: Harness) -> None:
    past = Past()
    for _ in range(3):
        past.case("delivery", touchpoint="shop")
    past.case("delivery", touchpoint="pickup")
    await past.write(harness.database)
    first = await harness.say(BORIS, '/complaints touchpoint:"В магазине" 90d')
    assert "точка: В магазине" in lines(first.text)[-1]
    last = await press(harness, BORIS, button(first, "Прошлый"))
    assert "точка: В магазине" in lines(last.text)[-1]
    assert "• В магазине" in last.buttons
    [picture] = await pictures(harness)
    assert picture.request == ReportRequest(asked('2026-09 touchpoint:"shop"'), NOON)


async def test_a_touchpoint_that_nobody_ever_named_is_said_to_be_unknown(harness: Harness) -> None:
    await given(harness.database, [10] * 6, touchpoint="зал")
    told = await harness.say(BORIS, "/nps touchpoint:луна")
    assert told.text == "Точки «луна» в данных нет. Выберите другую кнопкой."
    assert lines((await press(harness, BORIS, button(told, "зал"))).text)[0] == f"📊 NPS {DAYS}: +100"
    assert lines((await harness.say(BORIS, "/nps touchpoint:ЗАЛ")).text)[-1].startswith(DAYS)


async def test_winback_is_one_for_all_touchpoints(harness: Harness) -> None:
    told = await harness.say(BORIS, "/winback touchpoint:зал")
    assert told.text.startswith("Этот отчёт один для всех точек.")
    assert "Возврат" in (await press(harness, BORIS, button(told, "Год"))).text


async def test_a_stale_or_forged_button_changes_nothing_and_says_so(harness: Harness) -> None:
    fresh = CallbackState("nps", "month", "abc")
    stale = (
        CallbackState("nps", "2026-99", "abc").pack(),
        CallbackState("nps", "month", "abc", tab="money").pack(),
        CallbackState("balance", "month", "abc").pack(),
        CallbackState("winback", "month", "abc", touchpoint_key("gone")).pack(),
        "r:",
        "r:nps",
        f"{fresh.pack()}:more",
        f"{fresh.pack()}'; DROP TABLE",
    )
    for data in stale:
        assert (await harness.tap(BORIS, data)).startswith("Эта кнопка устарела.")
        assert await harness.told() == []
    assert await jobs(harness) == []


async def test_a_button_of_a_touchpoint_that_is_gone_says_so_beside_the_report(harness: Harness) -> None:
    told = await press(harness, BORIS, CallbackState("nps", "month", "abc", touchpoint_key("gone")).pack())
    assert told.method == "sendMessage"
    assert told.text.startswith("Эта кнопка устарела.")
    assert await jobs(harness) == []


async def test_a_tap_is_acknowledged_before_anything_is_read(harness: Harness) -> None:
    first = await harness.say(BORIS, "/nps")
    harness.jobs.stop()
    tap = tapped(BORIS, button(first, "Год"))
    await harness.worker.take(updates.inbox_updates_of([tap], 42, harness.fake_clock.now))
    assert await harness.fake_bot_api.acknowledgement(tap["callback_query"]["id"]) is None
    assert await harness.told() == []
    assert await harness.reads() == 1


async def test_under_a_message_too_old_to_edit_the_report_is_sent_anew(harness: Harness) -> None:
    first = await harness.say(BORIS, "/nps")
    [told] = await harness.deliver(tapped(BORIS, button(first, "Год"), message=None))
    assert told.method == "sendMessage"
    assert told.body["chat_id"] == BORIS.id


# Pictures -------------------------------------------------------------------------------------------


async def test_a_picture_is_ordered_and_then_follows_the_message(harness: Harness) -> None:
    first = await harness.say(BORIS, "/complaints 90d")
    [ordered] = await pictures(harness)
    place = ordered.place
    request = ReportRequest(asked("90d"), NOON)
    assert ordered == PictureJob("complaints", request, "ru", BORIS.id, place, replaces=False)
    assert place.startswith(f"picture:{BORIS.id}:")
    assert len(place) <= 64
    await press(harness, BORIS, button(first, "Прошлый"))
    [again] = await pictures(harness)
    assert again == replace(ordered, request=ReportRequest(asked("2026-09"), NOON), replaces=True)
    await press(harness, BORIS, button(await press(harness, BORIS, button(first, "Причины")), "Год"))
    assert (await pictures(harness))[-1].request.period == asked("365d").period, (
        "in a tab without a picture, too"
    )
    await harness.say(BORIS, "/complaints")
    assert len({picture.place for picture in await pictures(harness)}) == 2


async def test_a_forged_button_reaches_the_pictures_of_its_presser_only(harness: Harness) -> None:
    await enrolled(harness)
    first = await harness.say(BORIS, "/nps")
    await press(harness, BELLA, button(first, "Год"))
    own, other = await pictures(harness)
    assert own.place != other.place
    assert other.chat_id == BELLA.id


# Sides ----------------------------------------------------------------------------------------------


async def test_open_cases_are_listed_gloomiest_and_oldest_first_without_customers_names(
    harness: Harness,
) -> None:
    past = Past()
    past.staff(SIMA, Role.SUPPORT)
    past.case("delivery", hours_ago=3, sentiment=0.5)
    past.case("quality", hours_ago=50, sentiment=0.0)
    past.case("service", hours_ago=5, sentiment=-0.6, holder=SIMA.id)
    past.case("payment", hours_ago=9, sentiment=-0.3)
    past.case("refund", hours_ago=90, is_closed=True)
    await past.write(harness.database)
    opened = await press(harness, BORIS, button(await harness.say(BORIS, "/complaints"), "Открытые"))
    assert opened.method == "editMessageText"
    shown = [line for line in lines(opened.text) if line]
    assert shown[0] == "Открытые обращения: 4"
    assert [line.split(" · ")[0] for line in shown[1::2]] == ["🔴 #4", "🔴 #3", "🟡 #2", "🟢 #1"]
    assert shown[2].startswith("9 ч · ")
    assert "Сима" in shown[4]
    assert "Тайная" not in opened.text
    assert set(opened.buttons) == {"Отчёт", "Причины", "• Открытые"}
    report = await press(harness, BORIS, button(opened, "Отчёт"))
    assert "Жалобы" in report.text


async def test_the_open_cases_of_a_touchpoint_are_those_that_its_report_counts(harness: Harness) -> None:
    past = Past()
    past.case("delivery", touchpoint="north")
    past.case("quality", touchpoint="south")
    past.case("service", touchpoint="north", is_closed=True)
    past.case("payment")
    past.case("refund", touchpoint="east", is_closed=True)
    await past.write(harness.database)
    report = await press(harness, BORIS, button(await harness.say(BORIS, "/complaints"), "north"))
    assert "Без ответа: 1" in report.text
    opened = await press(harness, BORIS, button(report, "Открытые"))
    shown = [line for line in lines(opened.text) if line]
    assert shown[0] == "Открытые обращения, north: 1"
    assert [line.split(" · ")[0] for line in shown[1::2]] == ["⚪ #1"]
    again = await press(harness, BORIS, button(opened, "Отчёт"))
    assert "• north" in again.buttons
    east = await press(harness, BORIS, button(again, "east"))
    none = await press(harness, BORIS, button(east, "Открытые"))
    assert none.text.startswith("Открытых обращений нет, east")
    everywhere = await press(harness, BORIS, button(again, "Все точки"))
    opened = await press(harness, BORIS, button(everywhere, "Открытые"))
    assert lines(opened.text)[0] == "Открытые обращения: 3"


async def test_an_unknown_touchpoint_offers_others_also_in_a_period_without_data(harness: Harness) -> None:
    first = await harness.say(BORIS, "/complaints touchpoint:mars")
    assert first.text == interface("touchpoint-unknown-alone", touchpoint="mars")
    past = Past()
    past.case("delivery", hours_ago=24 * 40, touchpoint="north")
    await past.write(harness.database)
    told = await harness.say(BORIS, "/complaints touchpoint:mars")
    assert told.text == interface("touchpoint-unknown", touchpoint="mars")
    assert "точка: north" in (await press(harness, BORIS, button(told, "north"))).text


async def test_the_buttons_of_touchpoints_keep_their_places_from_period_to_period(harness: Harness) -> None:
    past = Past()
    for touchpoint, times in (("south", 1), ("north", 3), ("east", 2)):
        for _ in range(times):
            past.case("delivery", hours_ago=3, touchpoint=touchpoint)
        for _ in range(4 - times):
            past.case("delivery", hours_ago=24 * 40, touchpoint=touchpoint)
    await past.write(harness.database)
    now = await harness.say(BORIS, "/complaints")
    before = await press(harness, BORIS, button(now, "Прошлый"))
    places = [[one for one in told.buttons if one in ("north", "south", "east")] for told in (now, before)]
    assert places == [["east", "north", "south"]] * 2


async def test_no_open_case_and_more_than_fit(harness: Harness) -> None:
    first = await harness.say(BORIS, "/complaints")
    assert (await press(harness, BORIS, button(first, "Открытые"))).text == "Открытых обращений нет 🎉"
    past = Past()
    for _ in range(12):
        past.case("delivery")
    await past.write(harness.database)
    many = await press(harness, BORIS, button(first, "Открытые"))
    assert lines(many.text)[-1] == "…и ещё 2"
    assert len(many.text) < 4096


async def test_quotes_are_newest_first_harmless_and_without_names(harness: Harness) -> None:
    past = Past()
    past.farewell("MOVED", ReasonClass.NATURAL, words="Далеко стало", days_ago=5)
    past.farewell(
        "PRICE_HIGH",
        ReasonClass.AVOIDABLE,
        words="<b>Дорого</b> & @all /forget tg://x" + "!" * 900,
        days_ago=1,
    )
    past.farewell("QUALITY", ReasonClass.AVOIDABLE, words="прошлое", days_ago=40)
    past.farewell("OTHER", ReasonClass.UNKNOWN, days_ago=2)
    for _ in range(4):
        past.farewell("PRICE_HIGH", ReasonClass.AVOIDABLE, days_ago=3)
        past.farewell("MOVED", ReasonClass.NATURAL, days_ago=6)
        past.farewell("OTHER", ReasonClass.UNKNOWN, days_ago=6)
        past.farewell("QUALITY", ReasonClass.AVOIDABLE, days_ago=40)
    await past.write(harness.database)
    told = await press(harness, BORIS, button(await harness.say(BORIS, "/churn"), "Цитаты"))
    shown = lines(told.text.replace("<blockquote>", "").replace("</blockquote>", ""))
    assert shown[0] == f"💬 Своими словами, {DAYS}"
    assert shown[1] == "14 окт. 2026 · Дорого"
    assert shown[2].startswith("<b>Дорого</b> & @")
    assert "@all" not in shown[2]
    assert "/forget" not in shown[2]
    assert "tg://" not in shown[2]
    assert shown[3:5] == ["10 окт. 2026 · Переезд, туда не доставляете", "Далеко стало"]
    assert "прошлое" not in told.text
    assert "Тайная" not in told.text
    assert len(told.text) < 4096
    assert told.body["link_preview_options"] == {"is_disabled": True}
    before = await press(harness, BORIS, button(told, "Прошлый"))
    assert "прошлое" in before.text
    assert "• Цитаты" in before.buttons


async def test_quotes_of_a_handful_are_hidden_as_their_reasons_are(harness: Harness) -> None:
    past = Past()
    past.farewell("PRICE_HIGH", ReasonClass.AVOIDABLE, words="Дорого, Анна из отдела снабжения")
    await past.write(harness.database)
    first = await harness.say(BORIS, "/churn")
    hidden = "Причин названо мало (1): скрыты, чтобы не раскрыть клиентов."
    assert hidden in lines(first.text)
    told = await press(harness, BORIS, button(first, "Цитаты"))
    assert lines(told.text)[0] == hidden
    assert "Анна" not in told.text


async def test_quotes_are_paged_and_the_same_words_are_read_once(harness: Harness) -> None:
    past = Past()
    for number in range(7):
        past.farewell("MOVED", ReasonClass.NATURAL, words=f"Далеко, дом {number}", days_ago=number)
        past.farewell("MOVED", ReasonClass.NATURAL, words="ДОРОГО" if number else "Дорого", days_ago=9)
    await past.write(harness.database)
    first = await press(harness, BORIS, button(await harness.say(BORIS, "/churn"), "Цитаты"))
    second = await press(harness, BORIS, button(first, "›"))
    texts = [one.text for one in (first, second)]
    assert [text.count("<blockquote>") for text in texts] == [6, 2]
    assert "Далеко, дом 5" in texts[0]
    assert "Далеко, дом 6" in texts[1]


async def test_words_of_a_reason_that_few_named_stand_without_it(harness: Harness) -> None:
    past = Past()
    past.farewell("MOVED", ReasonClass.NATURAL, words="Уехали в Тверь", days_ago=1)
    for _ in range(6):
        past.farewell("PRICE_HIGH", ReasonClass.AVOIDABLE, days_ago=3)
        past.farewell("QUALITY", ReasonClass.AVOIDABLE, days_ago=3)
    past.farewell("QUALITY", ReasonClass.AVOIDABLE, words="Мятые коробки", days_ago=3)
    await past.write(harness.database)
    told = await press(harness, BORIS, button(await harness.say(BORIS, "/churn"), "Цитаты"))
    shown = lines(told.text.replace("<blockquote>", "").replace("</blockquote>", ""))
    assert shown[1:5] == [
        "14 окт. 2026",
        "Уехали в Тверь",
        "12 окт. 2026 · Качество подвело",
        "Мятые коробки",
    ]


async def test_by_money_is_the_same_message(harness: Harness) -> None:
    await full(harness)
    first = await harness.say(BORIS, "/churn")
    by_money = await press(harness, BORIS, button(first, "По деньгам"))
    assert by_money.method == "editMessageText"
    assert "₽/мес" in by_money.text
    assert "• По деньгам" in by_money.buttons


# Data of buttons ------------------------------------------------------------------------------------


def test_the_longest_button_fits_and_is_read_again() -> None:
    longest = CallbackState(
        "complaints", "2026-10-01..2026-10-31", base36(2**63 - 1), touchpoint_key("x"), "quotes"
    )
    assert len(longest.pack().encode()) <= 64
    assert unpack(longest.pack().partition(":")[2]) == longest
    assert base36(0) == "0"


@pytest.mark.parametrize("name", REPORTS)
def test_the_buttons_of_every_report_fit_and_are_read_again(name: str) -> None:
    for tab in REPORTS[name].tabs:
        longest = CallbackState(name, "2026-10-01..2026-10-31", base36(2**63 - 1), touchpoint_key("x"), tab)
        assert len(longest.pack().encode()) <= 64
        assert unpack(longest.pack().partition(":")[2]) == longest


def test_every_report_but_winback_knows_touchpoints() -> None:
    assert {name for name, report in REPORTS.items() if report.touchpoints} == {*COMMANDS, "words"} - {
        "winback"
    }
