"""`otklik report` of complaints, churn and win-back, for programs and for people."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers.shared.app_context import BUSINESS
from storage.engines.database import Database
from storage.people import settings
from tests.command_line.terminal import Terminal
from tests.storage.history import at, case, farewell, keep, order, plan
from tests.storage.samples import conversation, customer

OCTOBER = ("--from", "2026-10-01", "--to", "2026-11-01")
COMPLAINTS_ROW = {
    "group", "cases", "orders", "active_customers", "complainants", "per_100_orders", "per_100_orders_low",
    "per_100_orders_high", "per_100_customers", "per_100_customers_low", "per_100_customers_high",
    "share_complained", "share_complained_low", "share_complained_high", "source",
    "first_response_n", "first_response_median_s", "first_response_p90_s",
    "resolve_n", "resolve_median_s", "resolve_p90_s",
    "first_contact_n", "first_contact", "first_contact_low", "first_contact_high",
    "reopened", "open_unanswered", "oldest_unanswered_s", "previous", "change_ratio", "significant",
}  # fmt: skip
COMPLAINTS_COUNTS = {
    "source", "cases", "complainants", "reopened", "open_unanswered", "previous",
    "first_response_n", "resolve_n", "first_contact_n",
}  # fmt: skip
CHURN_ALL = {"reason", "class", "customers", "shown", "money", "share"}
CHURN_ROW = CHURN_ALL | {"share_low", "share_high", "rate", "rate_low", "rate_high", "hidden"}
CHURN_WHOLE = {"started", "lost", "churn", "churn_low", "churn_high", "sessions", "answered", "still_here"}
CHURN_WHOLE |= {"previous", "change", "change_low", "change_high", "significant"}
CHURN_WHOLE |= {"early", "returned", "coverage", "hidden"}
CHURN_COUNTS = {"customers", "started", "lost", "early", "returned", "sessions", "answered", "still_here"}
CHURN_COUNTS |= {"previous", "hidden"}
WINBACK_ROW = {"campaign", "arm", "assigned", "delivered", "returned", "rate", "said_back", "hidden"}
WINBACK_WHOLE = {
    "uplift", "low", "high", "proven", "incremental_customers", "cost_per_incremental", "unsubscribed",
    "low_agresti_caffo", "high_agresti_caffo", "still_needed",
    "offers_shown", "offers_taken", "offers_used", "offers_expired",
}  # fmt: skip
WINBACK_COUNTS = {"assigned", "delivered", "said_back", "unsubscribed", "hidden"} | {
    name for name in WINBACK_WHOLE if name.startswith("offers_")
}


@pytest.fixture
async def shop(database: Database, database_url: str) -> str:
    """October of a shop: its address."""
    joined = at(10, 1)
    anna = customer(joined_at=joined, segment="розница", name="canary")
    gone = [customer(joined_at=joined, segment="розница", left_at=at(10, 10)) for _ in range(5)]
    left = [farewell(one, at(10, 10), "PRICE_HIGH", "avoidable", money_minor=50_000) for one in gone]
    held = [customer(joined_at=joined) for _ in range(5)]
    await keep(
        database,
        anna,
        *gone,
        *held,
        *(order(anna, at(day, 10), touchpoint="shop") for day in range(1, 21)),
        case(
            anna,
            at(5, 10),
            category="delivery",
            touchpoint="shop",
            words="canary",
            first_reply_at=at(5, 10, 11),
            closed_at=at(5, 10, 12),
        ),
        *(
            conversation(one, id=said.id, survey_id="leaving", started_at=said.told_at, segment="розница")
            for one, said in zip(gone, left, strict=True)
        ),
        *left,
        *(plan(one, "treated", at(3, 10, year=2024), state="sent") for one in gone),
        *(plan(one, "holdout", at(4, 10, year=2024), state="holdout") for one in held),
        *(order(one, at(13, 10, year=2024)) for one in gone),
    )
    return database_url


Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def rows(otklik: Terminal, shop: str, tmp_path: Path) -> Rows:
    """What a program reads of a report."""

    def read(*words: str) -> list[dict[str, Any]]:
        said = otklik(tmp_path, "report", *words, "--json", DATABASE__URL=shop)
        assert (said.code, said.err) == (0, "")
        document: dict[str, Any] = json.loads(said.out)
        assert document.keys() == {"report", "period", "rows", "actions"}
        assert document["report"] == words[0]
        assert document["period"]["timezone"] == "Europe/Moscow"
        return list(document["rows"])

    return read


def test_complaints_for_programs_have_the_fields_of_the_contract(rows: Rows) -> None:
    whole, delivery = rows("complaints", *OCTOBER)
    assert delivery.keys() == COMPLAINTS_ROW
    assert whole.keys() == COMPLAINTS_ROW | {"closed", "other_sources", "working_hours", "complaints_since"}
    assert (whole["group"], delivery["group"]) == (None, "delivery")
    assert (whole["cases"], whole["orders"], whole["per_100_orders"]) == (1, 20, 5.0)
    assert (whole["first_response_median_s"], whole["resolve_median_s"]) == (3600, 7200)
    assert (whole["open_unanswered"], whole["oldest_unanswered_s"]) == (0, None)
    [_, shop] = rows("complaints", *OCTOBER, "--by", "touchpoint")
    assert (shop["group"], shop["active_customers"]) == ("shop", 1)


def test_churn_for_programs_has_the_fields_of_the_contract(rows: Rows) -> None:
    whole, price = rows("churn", *OCTOBER)
    assert whole.keys() == CHURN_ALL | CHURN_WHOLE | {"leaving_since"}
    assert price.keys() == CHURN_ROW
    assert (whole["started"], whole["lost"], whole["money"]) == (11, 5, 2500.0)
    assert (price["reason"], price["class"]) == ("PRICE_HIGH", "avoidable")
    assert [price[name] for name in ("customers", "shown", "money", "share")] == [5, 5, 2500.0, 1.0]


async def test_groups_of_churn_come_when_they_are_asked_for_and_tell_no_single_person_s_reason(
    database: Database, rows: Rows
) -> None:
    alone = customer(joined_at=at(10, 1), segment="опт", left_at=at(11, 10))
    await keep(database, alone, farewell(alone, at(11, 10), "MOVED", "natural"))
    _, *found = rows("churn", *OCTOBER, "--by", "segment")
    groups = {row["group"]: row for row in found if row.get("group") and row["reason"] is None}
    assert groups["опт"].keys() == CHURN_ALL | CHURN_WHOLE | {"group"}
    assert (groups["опт"]["hidden"], groups["опт"]["lost"]) == (True, None)
    assert [row["reason"] for row in found if row.get("group") == "опт"] == [None]


def test_winback_for_programs_has_the_fields_of_the_contract(rows: Rows) -> None:
    whole, *arms = rows("winback", "--from", "2024-09-01", "--to", "2024-12-01")
    assert whole.keys() == WINBACK_ROW | WINBACK_WHOLE
    assert {frozenset(row) for row in arms} == {frozenset(WINBACK_ROW)}
    assert [(row["arm"], row["assigned"], row["returned"]) for row in arms[:2]] == [
        ("treated", 5, 5),
        ("holdout", 5, 0),
    ]
    assert (whole["uplift"], whole["proven"], whole["cost_per_incremental"]) == (1.0, True, None)


@pytest.mark.parametrize("report", ["complaints", "churn", "winback"])
def test_what_is_unknown_is_null_in_an_empty_database(
    otklik: Terminal, database_url: str, tmp_path: Path, report: str
) -> None:
    said = otklik(tmp_path, "report", report, "--json", DATABASE__URL=database_url)
    whole = json.loads(said.out)["rows"][0]
    unknown = {
        "complaints": COMPLAINTS_ROW - COMPLAINTS_COUNTS,
        "churn": (CHURN_ALL | CHURN_WHOLE) - CHURN_COUNTS,
        "winback": (WINBACK_ROW | WINBACK_WHOLE) - WINBACK_COUNTS,
    }[report]
    assert [whole.pop(name, None) for name in ("complaints_since", "leaving_since")] == [None, None]
    assert {name for name, value in whole.items() if value is None} == unknown
    previous = whole.pop("previous", {})
    sources = whole.pop("other_sources", {})
    closed = {"cases": 0, "people": 0, "hidden": False, "causes": [], "remedies": []}
    assert whole.pop("closed", closed) == closed
    assert whole.pop("working_hours", False) is False
    assert {n for counts in sources.values() for n in counts.values()} <= {0}
    known = {name: value for name, value in whole.items() if name not in unknown and name != "source"}
    assert set(known.values()) == {0}
    assert {name for name, value in previous.items() if value is not None} <= {"cases", "started", "lost"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_reports_for_people_are_the_texts_of_the_chat(otklik: Terminal, shop: str, tmp_path: Path) -> None:
    for words, russian, english in (
        (("complaints", *OCTOBER), "5,0", "5.0"),
        (("churn", *OCTOBER), "октябрь 2026", "October 2026"),
        (("winback", "--from", "2024-09-01", "--to", "2024-12-01"), "Контроль", "oldout"),
    ):
        said = otklik(tmp_path, "report", *words, DATABASE__URL=shop)
        assert (said.code, said.err) == (0, "")
        assert russian in said.out
        said = otklik(tmp_path, "report", *words, DATABASE__URL=shop, BUSINESS__LANGUAGE="en")
        assert english in said.out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_zone_and_language_are_those_that_the_owner_chose_in_the_chat(
    otklik: Terminal, database: Database, shop: str, tmp_path: Path
) -> None:
    chosen = {"name": "Shop", "timezone": "Asia/Tokyo", "language": "en"}
    await database.write(settings.store_setting, BUSINESS, chosen)
    said = otklik(tmp_path, "report", "churn", *OCTOBER, "--json", DATABASE__URL=shop)
    assert json.loads(said.out)["period"]["timezone"] == "Asia/Tokyo"
    assert "October 2026" in otklik(tmp_path, "report", "churn", *OCTOBER, DATABASE__URL=shop).out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_table_is_as_wide_as_the_terminal(
    otklik: Terminal, database: Database, shop: str, tmp_path: Path
) -> None:
    name = "Bakery on the corner of Long Street"
    anna = customer()
    await keep(database, anna, *(case(anna, at(6, 10), category=name) for _ in range(3)))
    said = otklik(tmp_path, "report", "complaints", *OCTOBER, DATABASE__URL=shop)
    assert f"{name} 3" in said.out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_groups_that_are_asked_for_and_have_nothing_say_so(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    for report, by in (("churn", "touchpoint"), ("complaints", "segment")):
        words = (report, "2025-01", "--by", by)
        said = otklik(tmp_path, "report", *words, DATABASE__URL=shop, BUSINESS__LANGUAGE="en")
        assert "There are no such groups" in said.out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_group_without_a_name_is_called_none_and_only_the_whole_is_null(
    database: Database, rows: Rows
) -> None:
    anna = customer()
    await keep(database, anna, case(anna, at(6, 10)))
    for by in ("category", "touchpoint", "segment"):
        whole, *groups = rows("complaints", *OCTOBER, "--by", by)
        assert (whole["group"], "(none)" in [row["group"] for row in groups]) == (None, True)
        assert None not in [row["group"] for row in groups]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_days_are_named_in_words_as_in_the_chat_and_both_ends_count(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    def days(*words: str) -> tuple[str, str]:
        said = otklik(tmp_path, "report", "complaints", *words, "--json", DATABASE__URL=shop)
        period = json.loads(said.out)["period"]
        return period["from"], period["to"]

    assert days("2026-09-01..2026-09-16") == ("2026-09-01", "2026-09-17")
    assert days("с", "1", "по", "15", "октября", "2026") == ("2026-10-01", "2026-10-16")
    assert days("October 2026", "touchpoint:shop") == days(*OCTOBER) == ("2026-10-01", "2026-11-01")
    assert days("--to", "2026-11-01") == ("2026-10-02", "2026-11-01")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("вчерась",), "Не понял «вчерась». Можно так: otklik report winback вчера"),
        (("touchpoint:shop",), "Не понял «touchpoint:shop»."),
        (("вчера", "--to", "2026-10-01"), "Дни названы дважды"),
    ],
)
def test_days_that_are_not_understood_are_one_sentence_with_examples(
    otklik: Terminal, shop: str, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = otklik(tmp_path, "report", "winback", *words, DATABASE__URL=shop, language="ru")
    assert (said.code, said.sentence[: len(sentence)]) == (2, sentence)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("json_or_text", [(), ("--json",)])
def test_a_touchpoint_that_no_data_name_is_no_report_of_nothing(
    otklik: Terminal, shop: str, tmp_path: Path, json_or_text: tuple[str, ...]
) -> None:
    said = otklik(tmp_path, "report", "complaints", "touchpoint:canteen", *json_or_text, DATABASE__URL=shop)
    assert (said.code, said.sentence) == (2, "The report complaints has no touchpoint “canteen”.")
    said = otklik(
        tmp_path, "report", "complaints", "2026-10", "touchpoint:SHOP", *json_or_text, DATABASE__URL=shop
    )
    assert said.code == 0
    assert "20" in said.out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("days", [("--from", "0001-01-01"), ("--to", "9999-12-31"), ("--to", "2101-01-02")])
def test_days_out_of_all_reason_are_one_sentence(
    otklik: Terminal, shop: str, tmp_path: Path, days: tuple[str, str]
) -> None:
    said = otklik(tmp_path, "report", "nps", *days, DATABASE__URL=shop)
    assert (said.code, said.sentence) == (2, "Days are known from 1970-01-01 to 2100-12-31.")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_groups_that_a_report_cannot_have_are_one_sentence(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    for report, possible in (("churn", "segment, touchpoint"), ("nps", "touchpoint, segment")):
        said = otklik(tmp_path, "report", report, "--by", "category", DATABASE__URL=shop, language="ru")
        assert (said.code, possible in said.sentence) == (2, True)
    said = otklik(tmp_path, "report", "winback", "--by", "segment", DATABASE__URL=shop)
    assert (said.code, said.sentence) == (2, "The report winback has no groups to choose: leave --by out.")
