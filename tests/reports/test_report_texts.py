"""What the reports say of figures empty, small and full, in both languages, for a phone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from reports.document import COLUMNS, Block, Quotation, Table, as_html, as_plain, bar, width
from surveys.cases.source import CaseSource
from surveys.language.languages import LANGUAGES
from surveys.outreach.holdout import Arm
from surveys.statistics.complaints_report import OtherCases, WaitingCases
from surveys.statistics.periods import parse
from surveys.statistics.winback_report import OfferOutcome
from tests.harness import NOON
from tests.reports.figures import (
    asked,
    cases,
    complaints,
    formatter,
    invited,
    nothing,
    winback,
)

FOOT = "1–15 окт. 2026 · данные на 15 окт. 12:00"
FULL = cases(delivery=14, quality=9, service=7, PRICE_HIGH=3, unheard_of=2)
SEVEN_HOURS = WaitingCases(3, NOON - timedelta(hours=7))


# Complaints -----------------------------------------------------------------------------------------


def test_complaints_in_full() -> None:
    assert complaints("ru", FULL, 18, orders=(1600, 1450), waiting=SEVEN_HOURS) == [
        "🔴 Без ответа: 3, дольше всего ждут 7 ч",
        "📮 Жалобы, 1–15 октября 2026, идёт: без значимых изменений",
        "2,2 на 100 заказов (от 1,5 до 3,0): 35 жалоб на 1 600 заказов",
        "2,2 на 100 активных клиентов · жаловались 35 из 1 600 = 2,2 % (от 1,6 до 3,0)",
        "сентябрь 2026: 1,2 (18 жалоб на 1 450 заказов)",
        "🚚 Доставка     14 ▇▇▇▇▇▇▇▇",
        "📦 Качество      9 ▇▇▇▇▇",
        "🙁 Обслуживание  7 ▇▇▇▇",
        "Прочее           5",
        "Первый ответ, с ночами и выходными: обычно 1 ч, 9 из 10 за 1 ч (n = 23)",
        "Решение: обычно 9 ч, 9 из 10 за 9 ч (n = 23) · открыты снова: 3",
        FOOT,
    ]


def test_complaints_in_english() -> None:
    shown = complaints("en", FULL, 18, orders=(1600, 1450), waiting=SEVEN_HOURS)
    assert shown[:3] == [
        "🔴 Unanswered: 3, the oldest for 7 h",
        "📮 Complaints, 1–15 October 2026, so far: no significant change",
        "2.2 per 100 orders (1.5 to 3.0): 35 complaints on 1,600 orders",
    ]
    assert shown[-1] == "1–15 Oct 2026 · data as of 15 Oct 12:00"


def test_a_change_in_complaints_is_a_word_only_when_it_is_no_chance() -> None:
    def head(n: int, before: int) -> str:
        return complaints("ru", cases(delivery=n), before, orders=(1000, 1000))[0].partition(": ")[2]

    assert head(40, 10) == "⚠️ стало чаще"
    assert head(10, 40) == "стало реже"
    assert head(40, 38) == "без значимых изменений"
    assert head(3, 4) == "мало для выводов"


def test_without_orders_the_rate_is_unknown_and_it_is_said_what_is_missing() -> None:
    shown = complaints("ru", cases(delivery=3), 2)
    assert shown[0] == "📮 Жалобы, 1–15 октября 2026, идёт: 3 жалобы"
    assert shown[1].startswith("Заказы не загружены: ")
    assert shown[2] == "сентябрь 2026: 2 жалобы"
    assert not any("на 100" in line for line in shown[2:])
    assert complaints("en", cases(delivery=3), 2)[1].startswith("No orders imported: ")
    here = complaints("ru", cases(delivery=3), touchpoint="shop")
    assert here[1].startswith("Заказов с этой точкой не загружено")
    assert "точка: В магазине" in here[-1]


def test_what_is_no_complaint_is_told_beside_them() -> None:
    others = {CaseSource.SCORE: OtherCases(3, 1), CaseSource.LEAVING: OtherCases(2)}
    shown = complaints("ru", cases(delivery=2, quality=1), others=others)
    assert "Другие обращения: из низких оценок 3 (без ответа 1) · из прощаний 2" in shown
    shown = complaints("en", [], others={CaseSource.INBOX: OtherCases(1)})
    assert shown[0].startswith("📮 Complaints, ")
    assert shown[-2] == "Other cases: from the inbox 1"


def test_of_a_few_complaints_nine_in_ten_are_not_told() -> None:
    shown = complaints("ru", cases(delivery=3), 2)
    assert "Первый ответ, с ночами и выходными: обычно 1 ч (n = 2)" in shown
    assert "Решение: обычно 9 ч (n = 2) · открыты снова: 1" in shown


def test_who_needed_one_answer_is_told_once_a_week_has_passed() -> None:
    told = [replace(one, opened_at=one.opened_at - timedelta(days=9)) for one in cases(delivery=12)]
    days = timedelta(days=9)
    told = [
        replace(
            one,
            first_reply_at=one.first_reply_at and one.first_reply_at - days,
            closed_at=one.closed_at and one.closed_at - days,
        )
        for one in told
    ]
    shown = complaints("ru", told)
    assert any("с первого обращения 75 % из 8" in line for line in shown)


def test_no_complaints_are_no_zero_without_words() -> None:
    shown = complaints("ru", [], 4, orders=(100, 100))
    assert shown == [
        "📮 Жалобы, 1–15 октября 2026, идёт: пока нет",
        "сентябрь 2026: 4,0 (4 жалобы на 100 заказов)",
        FOOT,
    ]
    assert complaints("ru", [], orders=(0, 0))[1] == "Заказов за это время нет: сравнить не с чем."


def test_a_category_that_is_no_button_any_more_is_shown_as_it_was_stored() -> None:
    shown = complaints("ru", cases(PRICE_HIGH=2, unheard_of=1))
    assert shown[3:5] == ["Дорого     2 ▇▇▇▇▇▇▇▇", "unheard_of 1 ▇▇▇▇"]


# Win-back -------------------------------------------------------------------------------------------


def test_a_proven_effect() -> None:
    people = invited(Arm.TREATED, 1000, 120, refused=14) + invited(Arm.HOLDOUT, 1000, 80)
    assert winback("ru", people) == [
        "🎁 Возврат клиентов, 16 окт. 2025 – 15 окт. 2026: ✅ приглашения работают",
        "Приглашали 1 000 → вернулись: 120 (12 %)",
        "Контроль 1 000 → вернулись: 80 (8,0 %)",
        "Разница +4,0 п. п. (от +1,4 до +6,6)",
        "Благодаря приглашениям вернулись примерно 40",
        "Доставлено 1 000 · отписались 14 (1,4 %)",
        "Причина  люди п. п.",
        "Дорого  2 000  +4,0",
        "16 окт. 2025 – 15 окт. 2026 · данные на 15 окт. 12:00",
    ]


@pytest.mark.parametrize(
    ("treated", "holdout", "russian", "english"),
    [
        ((90, 20), (40, 5), "эффект не доказан", "effect not proven"),
        ((90, 20), (10, 1), "людей мало, эффект не доказан", "few people, effect not proven"),
        ((3, 1), (1, 0), "людей мало, судить рано", "too few people to judge"),
        ((1000, 40), (1000, 80), "⚠️ с приглашением возвращаются реже", "⚠️ those invited return less"),
        ((9, 2), (0, 0), "эффект неизвестен", "effect unknown"),
        ((0, 0), (0, 0), "никого не приглашали", "nobody was invited"),
    ],
)
def test_the_verdict_comes_first(
    treated: tuple[int, int], holdout: tuple[int, int], russian: str, english: str
) -> None:
    people = invited(Arm.TREATED, *treated) + invited(Arm.HOLDOUT, *holdout)
    assert winback("ru", people)[0] == f"🎁 Возврат клиентов, 16 окт. 2025 – 15 окт. 2026: {russian}"
    assert winback("en", people)[0] == f"🎁 Win-back, 16 Oct 2025 – 15 Oct 2026: {english}"


def test_of_a_handful_it_is_not_told_who_returned() -> None:
    shown = winback("ru", invited(Arm.TREATED, 40, 1, said_back=1) + invited(Arm.HOLDOUT, 3, 1))
    assert shown[1:4] == [
        "Приглашали 40 → вернулись: 1 (2,5 %)",
        "Контроль 3: мало, сколько вернулись, не показываем",
        "Групп меньше 5 человек не сравниваем: по ним видно, кто вернулся.",
    ]
    shown = winback("en", invited(Arm.TREATED, 3, 1, said_back=1) + invited(Arm.HOLDOUT, 1, 0))
    assert not any("%" in line for line in shown[1:4])


def test_an_unproven_effect_says_what_it_would_take() -> None:
    shown = winback("en", invited(Arm.TREATED, 90, 20) + invited(Arm.HOLDOUT, 10, 1))
    assert "Difference +12.2 pp (−19.1 to +24.9)" in shown
    assert "To see such an effect, both groups together need about 740 more people" in shown
    assert not any("because of the invitations" in line for line in shown)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ru",
            [
                "🎁 Возврат клиентов, 16 окт. 2025 – 15 окт. 2026: кто вернулся, неизвестно",
                "Приглашали 90",
                "Контроль 10",
                "Заказов с начала этих дней нет, а возврат — это новый заказ. "
                "Загрузите их, и станет видно: /import",
                "Доставлено 90 · отписались 0 (0 %)",
                "«Я снова с вами» ответили 3 человека из тех, кого приглашали",
            ],
        ),
        (
            "en",
            [
                "🎁 Win-back, 16 Oct 2025 – 15 Oct 2026: who returned is unknown",
                "Invited 90",
                "Holdout 10",
                "No orders since these days began are known, and a return is a new order. "
                "Import them to see it: /import",
                "Delivered 90 · unsubscribed 0 (0%)",
                "3 of those invited say they are back",
            ],
        ),
    ],
)
def test_without_orders_nothing_is_said_of_returns(language: str, expected: list[str]) -> None:
    people = invited(Arm.TREATED, 90, 0, said_back=3) + invited(Arm.HOLDOUT, 10, 0)
    assert winback(language, people, knows_orders=False)[:-1] == expected


def test_what_a_customer_who_is_back_cost_is_said_once_the_effect_is_proven() -> None:
    people = invited(Arm.TREATED, 1000, 120) + invited(Arm.HOLDOUT, 1000, 80)
    offers = OfferOutcome(shown=1000, taken=200, used=90, expired=700, cost_minor=6_400_00)
    shown = winback("ru", people, offers=offers)
    assert "Благодаря приглашениям вернулись примерно 40, каждый обошёлся в 160 ₽" in shown
    assert "Предложения: показано 1 000 · заказали с кодом 90 · истекло 700" in shown
    unknown = winback("en", people, offers=replace(offers, cost_minor=None))
    assert "About 40 are back because of the invitations" in unknown
    unproven = winback("en", invited(Arm.TREATED, 90, 20) + invited(Arm.HOLDOUT, 10, 1), offers=offers)
    assert not any("₽" in line for line in unproven)


def test_a_full_report_on_win_back_has_room_for_all_it_says() -> None:
    reasons = ("PRICE_HIGH", "MOVED", "QUALITY", "SERVICE")
    people = [
        one
        for reason in reasons
        for one in invited(Arm.TREATED, 300, 60, reason, said_back=2, refused=3)
        + invited(Arm.HOLDOUT, 300, 30, reason)
    ]
    shown = winback("ru", people + invited(Arm.TREATED, 9, 2, days_ago=3))
    assert "«Я снова с вами» ответили 8 человек из тех, кого приглашали" in shown
    assert "Ещё ждём: 9, их 30 дней не прошли" in shown
    assert "По остальным причинам людей мало." in shown


def test_those_whose_month_is_not_over_are_waited_for() -> None:
    shown = winback("ru", invited(Arm.TREATED, 9, 2, days_ago=3))
    assert shown[:2] == [
        "🎁 Возврат клиентов, 16 окт. 2025 – 15 окт. 2026: судить рано",
        "Ещё ждём: 9, их 30 дней не прошли",
    ]


def test_reasons_with_few_people_are_not_told_apart() -> None:
    many = invited(Arm.TREATED, 100, 20) + invited(Arm.HOLDOUT, 100, 10)
    few = invited(Arm.TREATED, 100, 20, "MOVED") + invited(Arm.HOLDOUT, 5, 1, "MOVED")
    shown = winback("ru", many + few)
    assert not any("Переезд" in line for line in shown)
    assert "По остальным причинам людей мало." in shown


# The page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_and_numbers_follow_the_language(language: str) -> None:
    words = formatter(language)
    assert words.number(1234.5, 1) == {"ru": "1\N{NO-BREAK SPACE}234,5", "en": "1,234.5"}[language]
    assert words.share(0.05) == {"ru": "5,0\N{NO-BREAK SPACE}%", "en": "5.0%"}[language]
    assert words.points(-0.0004) in ("0,0", "0.0")
    assert words.money(15_750_00).endswith("\N{NO-BREAK SPACE}₽")
    assert [words.duration(seconds).split()[0] for seconds in (5, 2520, 3600 * 5, 86400 * 3)] == [
        "1", "42", "5", "3",
    ]  # fmt: skip


def test_a_table_never_is_wider_than_a_phone() -> None:
    rows = (("名" * 40, "12", bar(1, 1, 8)), ("<b>&" * 10, "1 234", bar(0.01, 1, 8)), ("", "0", bar(0, 1, 8)))
    table = Table(rows, has_bars=True)
    assert max(map(width, table.lines)) == COLUMNS
    assert "<b>" not in as_html([table])
    assert [line.count("▇") for line in table.lines] == [8, 1, 0]


def test_a_terminal_gets_the_same_words_without_markup() -> None:
    blocks: list[Block] = ["a < b", Table((("x", "1"),)), Quotation("<i>")]
    assert as_plain(blocks) == "a < b\nx 1\n«<i>»"
    wide: list[Block] = [Table((("a long name of a category that a phone would cut", "1"),))]
    assert [width(as_plain(wide, columns)) for columns in (30, 40, 200)] == [30, 40, 50]
    assert as_html(blocks) == "a &lt; b\n<pre>x 1</pre>\n<blockquote>&lt;i&gt;</blockquote>"


# Periods and shares ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("2026-09-01", "1 сентября 2026"),
        ("вчера", "14 октября 2026"),
        ("2026-09-01..2026-09-16", "1–16 сентября 2026"),
        ("2026-09-01..2026-09-30", "сентябрь 2026"),
        ("2026-09", "сентябрь 2026"),
        ("2026-10-01..2026-10-10", "1–10 октября 2026"),
        ("2026-09-02..2026-10-01", "2 сент. – 1 окт. 2026"),
        ("2024-02-01..2024-02-28", "1–28 февраля 2024"),
        ("15 декабря 2025 – 15 января 2026", "15 дек. 2025 – 15 янв. 2026"),
        ("3 квартал", "1 июл. – 30 сент. 2026"),
        ("2026-12", "декабрь 2026"),
        ("30d", "16 сент. – 15 окт. 2026"),
        ("15d", "1–15 октября 2026"),
        ("month", "1–15 октября 2026, идёт"),
        ("2026-10", "1–15 октября 2026, идёт"),
        ("2026-10-10..2026-10-20", "10–15 октября 2026, идёт"),
        ("week", "12–15 октября 2026, идёт"),
        ("4 квартал", "1–15 октября 2026, идёт"),
        ("год", "1 янв. – 15 окт. 2026, идёт"),
    ],
)
def test_only_a_whole_month_that_is_over_is_called_by_its_name(words: str, heading: str) -> None:
    assert formatter("ru", words=words).label_of(asked(words).period) == heading


@pytest.mark.parametrize(
    ("day", "words", "heading"),
    [
        ("2026-10-31", "month", "1–31 октября 2026, идёт"),
        ("2026-08-31", "month", "1–31 августа 2026, идёт"),
        ("2026-11-30", "30d", "1–30 ноября 2026"),
        ("2026-11-01", "month", "1 ноября 2026, идёт"),
        ("2026-11-01", "2026-10", "октябрь 2026"),
    ],
)
def test_a_month_runs_to_the_end_of_its_last_day(day: str, words: str, heading: str) -> None:
    now = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    shown = parse(words, now, formatter("ru").context.zone)
    assert replace(formatter("ru"), now=now, asked=shown).label_of(shown.period) == heading


@pytest.mark.parametrize("name", ["nps", "complaints", "churn", "winback"])
def test_all_reports_have_one_policy_for_days_to_come_and_days_without_anything(name: str) -> None:
    def head(words: str, language: str = "ru") -> str:
        return nothing(name, language, words)[0]

    assert head("2026-12").endswith("декабрь 2026: период ещё не начался")
    assert head("2026-12", "en").endswith("December 2026: has not begun yet")
    assert len(nothing(name, "ru", "2026-12")) == 2
    assert "1–15 октября 2026, идёт: " in head("month")
    assert "август 2026: " in head("2026-08")
    assert "пока" not in "\n".join(nothing(name, "ru", "2026-08"))
    assert "yet" not in "\n".join(nothing(name, "en", "2026-08"))


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.625, "63%"), (0.125, "13%"), (0.375, "38%"), (0.575, "58%"), (0.005, "0.5%"), (0, "0%")],
)
def test_shares_are_rounded_as_the_score_beside_them(share: float, shown: str) -> None:
    assert formatter("en").share(share) == shown


@pytest.mark.parametrize("kind", ["category", "touchpoint", "segment"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_without_a_name_says_what_is_missing(language: str, kind: str) -> None:
    others = {f"complaints-without-{one}" for one in ("category", "touchpoint", "segment")} - {
        f"complaints-without-{kind}"
    }
    words = formatter(language)
    assert words.text(f"complaints-without-{kind}") not in {words.text(one) for one in others}
