"""`/retention` and `/risk` once more, one order after the other."""

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd

from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import wilson
from tests.recount.frames import Frame, Frames, Json, document, end_moment, first_moment, where, within

DAY, YEAR = timedelta(days=1), timedelta(days=365)


def retention_document(frames: Frames, asked: Asked) -> Json:
    months = _months(asked.period)
    orders = frames.orders.sort_values("at", kind="stable")
    made = within(where(orders, (at <= frames.now for at in orders["at"])), months)
    if not any(at <= frames.now for at in orders["at"]):
        return document("retention", months, [_unknown()])
    before = set(within(orders, months.before)["person"])
    here = set(made["person"])
    since = min(orders["at"])
    if since >= end_moment(months):
        return document("retention", months, [{**_unknown(), "orders_since": since.isoformat()}])
    knows_before = since <= first_moment(months.before)
    again = [person for person, rows in made.groupby("person") if _came_again(list(rows["at"]))]
    amounts = where(made, (one in (None, "RUB") for one in made["currency"]))["amount"].dropna()
    repeated = wilson(len(again), len(here))
    stayed = wilson(len(before & here), len(before)) if knows_before else None
    whole = {
        "cohort": None,
        "month": None,
        "customers": len(here),
        "orders": len(made),
        "repeat_rate": len(again) / len(here) if here else None,
        "repeat_low": repeated.low if repeated else None,
        "repeat_high": repeated.high if repeated else None,
        "frequency": len(made) / len(here) if here else None,
        "average_order": amounts.sum() / len(amounts) / 100 if len(amounts) else None,
        "orders_with_amount": len(amounts),
        "orders_since": since.isoformat(),
        "there_before": len(before) if knows_before else None,
        "retention": len(before & here) / len(before) if knows_before and before else None,
        "retention_low": stayed.low if stayed else None,
        "retention_high": stayed.high if stayed else None,
        "clv": None,
        "clv_formula": None,
        "silent": len(_silent(frames)) if frames.now < end_moment(months) else None,
    }
    return document("retention", months, [whole, *_cohorts(frames, orders, made, months)])


def _unknown() -> Json:
    names = (
        "cohort", "month", "customers", "orders", "repeat_rate", "repeat_low", "repeat_high", "frequency",
        "average_order", "orders_with_amount", "orders_since", "there_before", "retention", "retention_low",
        "retention_high", "clv", "clv_formula", "silent",
    )  # fmt: skip
    return dict.fromkeys(names)


def _months(period: Period) -> Period:
    """The whole months that begin in the period, or the one that it lies in, up to its end."""
    first = pd.Timestamp(period.start)
    if first.day > 1 and (first.year, first.month) != (period.last.year, period.last.month):
        first += pd.offsets.MonthBegin(1)
    return Period(first.replace(day=1).date(), period.end, period.zone)


def _came_again(moments: list[datetime]) -> bool:
    return any(later - earlier >= DAY for earlier, later in pairwise(moments))


def _cohorts(frames: Frames, orders: Frame, made: Frame, months: Period) -> list[Json]:
    first = orders.groupby("person")["day"].min()
    month_of = pd.PeriodIndex(pd.to_datetime(made["day"]), freq="M")
    is_running = frames.now < end_moment(months) or months.end.day > 1
    spans = list(pd.period_range(pd.Timestamp(months.start), pd.Timestamp(months.last), freq="M"))
    rows = []
    for place, month in enumerate(spans):
        people = {
            who
            for who, day in first.items()
            if pd.Period(day, freq="M") == month and who in set(made["person"])
        }
        for later, other in enumerate(spans[place:]):
            n, active = len(people), len(people & set(made["person"][month_of == other]))
            limits = wilson(active, n) if n >= 10 else None
            rows.append({
                "cohort": month.start_time.date().isoformat(),
                "month": later,
                "n": n,
                "active": active if n >= 10 else None,
                "share": active / n if n >= 10 else None,
                "low": limits.low if limits else None,
                "high": limits.high if limits else None,
                "partial": is_running and other == spans[-1],
            })  # fmt: skip
    return rows


# Risk ------------------------------------------------------------------------------------------------


def _rhythms(frames: Frames) -> dict[int, tuple[timedelta, datetime, datetime]]:
    """Of who bought three times: the usual gap, the last order, and from when on they are silent."""
    found = {}
    for person, rows in frames.orders.sort_values("at", kind="stable").groupby("person"):
        moments, purchases = list(rows["at"]), list[datetime]()
        for at in moments:
            if not purchases or at - purchases[-1] >= DAY:
                purchases.append(at)
        if len(purchases) >= 3:
            gaps = [(b - a).total_seconds() for a, b in pairwise(purchases)]
            gap = timedelta(seconds=round(median(gaps)))
            found[person] = gap, moments[-1], moments[-1] + max(3 * gap, timedelta(days=14))
    return found


def _silent(frames: Frames) -> dict[int, tuple[timedelta, datetime, datetime]]:
    people = frames.record.people
    return {
        person: one
        for person, one in _rhythms(frames).items()
        if frames.now - YEAR < one[2] <= frames.now and not people[person].has_left
    }


def risk_document(frames: Frames, asked: Asked) -> Json:
    people = {key: one for key, one in frames.record.people.items() if not one.has_left}
    reachable = {key for key, one in people.items() if not one.is_forgotten}
    silent, signs = _silent(frames), dict[int, dict[str, Any]]()
    latest = frames.scores.sort_values("at", kind="stable").groupby("person").tail(1)
    for key in reachable:
        found: dict[str, Any] = {}
        if key in silent:
            found["silent"] = silent[key][2]
        for row in latest[latest["person"] == key].itertuples():
            if row.score <= 6 and row.at >= frames.now - timedelta(days=90):
                found["low_score"] = row.at
        for row in frames.cases[frames.cases["person"] == key].itertuples():
            if row.closed is None:
                found["open_case"] = max(row.at, found.get("open_case", row.at))
        if people[key].blocked_at:
            found["blocked"] = people[key].blocked_at
        if found:
            signs[key] = found
    names = "silent", "low_score", "open_case", "blocked"
    whole = {
        "customer": None,
        "people": len(signs),
        **{name: sum(name in one for one in signs.values()) for name in names},
        "with_rhythm": sum(key in people for key in _rhythms(frames)),
    }
    rows = [_at_risk(frames, key, signs[key], silent.get(key), latest) for key in signs]
    rows.sort(key=lambda row: (-(row["spent"] or 0), -datetime.fromisoformat(row["since"]).timestamp()))
    return document("risk", asked.period, [whole, *rows])


def _at_risk(frames: Frames, key: int, signs: dict[str, Any], rhythm: Any, latest: Frame) -> Json:
    person = frames.record.people[key]
    mine = frames.orders[(frames.orders["person"] == key)]
    mine = where(
        mine, (row.at >= frames.now - YEAR and row.currency in (None, "RUB") for row in mine.itertuples())
    )
    amounts = mine["amount"].dropna()
    open_ones = [one for one in frames.record.cases if one["person"] == key and one["closed"] is None]
    scores = latest[latest["person"] == key]["score"]
    return {
        "customer": person.external_id,
        "signs": [name for name in ("silent", "low_score", "open_case", "blocked") if name in signs],
        "since": max(signs.values()).isoformat(),
        "spent": amounts.sum() / 100 if len(amounts) else None,
        "last_order_at": rhythm[1].isoformat() if rhythm else None,
        "usual_gap_s": rhythm[0].total_seconds() if rhythm else None,
        "score": int(scores.iloc[0]) if "low_score" in signs else None,
        "case": min((one["number"] for one in open_ones), default=None),
    }
