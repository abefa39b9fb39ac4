"""`/complaints` once more, one case after the other."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pandas as pd

from surveys.cases.source import CaseSource
from surveys.statistics.periods import Asked, Period
from surveys.statistics.rates import Count, per_100, rate_change
from surveys.statistics.scores import wilson
from tests.recount.frames import (
    Frame,
    Frames,
    Json,
    document,
    groups_of,
    hidden,
    only,
    where,
    within,
    without,
)

WEEK = timedelta(days=7)


def complaints_document(frames: Frames, asked: Asked, by: str | None) -> Json:
    by = by or "category"
    all_cases, all_orders = only(frames.cases, asked.filters), only(frames.orders, asked.filters)
    is_complaint = all_cases["source"] == "complaint"
    told, waiting = all_cases[is_complaint], _waiting(all_cases[is_complaint], asked.period)
    whole = _row(frames, None, asked, told, waiting, all_orders)
    whole["working_hours"] = frames.record.has_hours
    whole["complaints_since"] = None
    whole["other_sources"] = {
        source.value: {
            "cases": len(within(all_cases[all_cases["source"] == source], asked.period)),
            "open_unanswered": len(_waiting(all_cases[all_cases["source"] == source], asked.period)),
        }
        for source in CaseSource
        if source is not CaseSource.COMPLAINT
    }
    whole["closed"] = _closed(frames, asked)
    names = groups_of(within(told, asked.period), by).keys() | groups_of(waiting, by).keys()
    rows = []
    for name in names:
        has_orders = by in all_orders
        theirs = all_orders[all_orders[by] == name] if has_orders else all_orders
        rows.append(
            _row(
                frames,
                name or "(none)",
                asked,
                told[told[by] == name],
                waiting[waiting[by] == name],
                theirs,
                all_orders if not has_orders else None,
                told if not has_orders else None,
            )
        )
    rows.sort(key=lambda row: (-row["cases"], "" if row["group"] == "(none)" else row["group"]))
    return document("complaints", asked.period, [whole, *rows])


def _closed(frames: Frames, asked: Asked) -> Json:
    """The complaints that were closed in the period and are closed now: their causes and remedies."""
    days = [one and one.astimezone(frames.record.zone).date() for one in frames.cases["closed"]]
    every = where(
        frames.cases,
        (
            row.source == "complaint" and row.solved is not None and row.closed is not None
            and asked.period.start <= day < asked.period.end
            for row, day in zip(frames.cases.itertuples(), days, strict=True)
        ),
    )  # fmt: skip
    found = only(every, asked.filters)
    choices = {name: only(every, without(asked.filters, name)) for name in asked.filters}
    people = found["person"].nunique()
    few = 0 < people < 5 or any(
        asked.filters[name] in hidden(_people(groups_of(rows, name))) for name, rows in choices.items()
    )
    shares = {kind: [] if few else _shares(kind, found, asked, choices) for kind in ("cause", "remedy")}
    return {
        "cases": len(found),
        "people": people,
        "hidden": few,
        "causes": shares["cause"],
        "remedies": shares["remedy"],
    }


def _shares(kind: str, found: Frame, asked: Asked, choices: dict[str, Frame]) -> list[Json]:
    groups = {name or "": rows for name, rows in groups_of(found.fillna({kind: ""}), kind).items()}
    small = {name for name, n in _people(groups).items() if n < 5}
    for by, rows in choices.items():
        for name in groups:
            alike = groups_of(rows[rows.fillna({kind: ""})[kind] == name], by)
            if asked.filters[by] in hidden(_people(alike)):
                small.add(name)
    secret = set(small)
    for _, name in sorted((n, name) for name, n in _people(groups).items()):
        if (
            name not in small
            and secret
            and (len(secret) == 1 or sum(_people(groups)[one] for one in secret) < 5)
        ):
            secret.add(name)
    shown = []
    for name, rows in groups.items():
        limits = wilson(len(rows), len(found))
        cells = {
            "cases": len(rows),
            "people": rows["person"].nunique(),
            "share": len(rows) / len(found),
            "share_low": limits.low if limits else None,
            "share_high": limits.high if limits else None,
        }
        is_secret = name in secret
        cells = dict.fromkeys(cells) if is_secret else cells
        shown.append((not name, -len(rows), name, {kind: name or "(none)", **cells, "hidden": is_secret}))
    return [row for *_, row in sorted(shown, key=lambda one: one[:3])]


def _people(groups: Mapping[str, Frame]) -> dict[str, int]:
    return {name: rows["person"].nunique() for name, rows in groups.items()}


def _waiting(cases: Frame, period: Period) -> Frame:
    """Open ones that nobody answered, from before the end of the period."""
    return where(
        cases, (row.closed is None and not row.replies and row.day < period.end for row in cases.itertuples())
    )


def _row(
    frames: Frames, name: str | None, asked: Asked, told: Frame, waiting: Frame,
    orders: Frame, exposed: Frame | None = None, exposed_told: Frame | None = None,
) -> Json:  # fmt: skip
    """`exposed` is what a group without orders of its own is held against: those of the whole."""
    now, before = within(told, asked.period), within(told, asked.previous)
    held = orders if exposed is None else exposed
    bought = len(within(held, asked.period)) if len(held) else None
    bought_before = len(within(held, asked.previous)) if len(held) else None
    complained = within(told if exposed_told is None else exposed_told, asked.period)
    active = len({*within(held, asked.period)["person"], *complained["person"]}) if len(held) else None
    people, n = now["person"].nunique(), len(now)
    per_orders, per_people = (per_100(Count(n, of)) if of else None for of in (bought, active))
    was = per_100(Count(len(before), bought_before)) if bought_before else None
    share = wilson(people, active) if active else None
    change = None
    if bought is not None and bought_before is not None:
        change = rate_change(Count(n, bought), Count(len(before), bought_before))
    return {
        "group": name,
        "source": "complaint",
        "cases": n,
        "orders": bought,
        "previous": {
            "cases": len(before),
            "orders": bought_before,
            "per_100_orders": was.value if was else None,
            "per_100_orders_low": was.low if was else None,
            "per_100_orders_high": was.high if was else None,
        },
        "change_ratio": change.ratio if change else None,
        "significant": change.is_significant if change else None,
        "active_customers": active,
        "complainants": people,
        "per_100_orders": per_orders.value if per_orders else None,
        "per_100_orders_low": per_orders.low if per_orders else None,
        "per_100_orders_high": per_orders.high if per_orders else None,
        "per_100_customers": per_people.value if per_people else None,
        "per_100_customers_low": per_people.low if per_people else None,
        "per_100_customers_high": per_people.high if per_people else None,
        "share_complained": people / active if active else None,
        "share_complained_low": share.low if share else None,
        "share_complained_high": share.high if share else None,
        **_handling(frames, now),
        "open_unanswered": len(waiting),
        "oldest_unanswered_s": (frames.now - min(waiting["at"])).total_seconds() if len(waiting) else None,
    }


def _handling(frames: Frames, told: Frame) -> dict[str, Any]:
    rows = list(told.itertuples())
    replies = [_worked(frames, row.at, row.replies[0]) for row in rows if row.replies]
    solutions = [_worked(frames, row.at, row.closed) for row in rows if row.closed and row.solved]
    settled = [row for row in rows if row.closed and row.solved and frames.now - row.closed >= WEEK]
    at_once = sum(_is_at_once(frames, row) for row in settled)
    limits = wilson(at_once, len(settled))
    return {
        **_times("first_response", replies),
        **_times("resolve", solutions),
        "first_contact_n": len(settled),
        "first_contact": at_once / len(settled) if settled else None,
        "first_contact_low": limits.low if limits else None,
        "first_contact_high": limits.high if limits else None,
        "reopened": sum(row.reopened > 0 for row in rows),
    }


def _worked(frames: Frames, since: datetime, until: datetime) -> timedelta:
    """The time between, of which only what lies in working hours counts: day by day of the wall clock."""
    if not frames.record.has_hours:
        return until - since
    zone, total = frames.record.zone, timedelta()
    day = since.astimezone(zone).date()
    while day <= until.astimezone(zone).date():
        weekday = day.weekday()
        for opens, closes in [(9, 13), (14, 18)] if weekday < 5 else [(10, 15)] if weekday == 5 else []:
            begins, ends = (
                datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in (opens, closes)
            )
            total += max(min(until, ends) - max(since, begins), timedelta())
        day += timedelta(days=1)
    return total


def _times(name: str, took: list[timedelta]) -> dict[str, Any]:
    seconds = pd.Series([one.total_seconds() for one in took], dtype=float)
    return {
        f"{name}_n": len(took),
        f"{name}_median_s": seconds.median() if took else None,
        f"{name}_p90_s": seconds.quantile(0.9) if len(took) >= 10 else None,
    }


def _is_at_once(frames: Frames, case: Any) -> bool:
    """One answer, never reopened, and no other complaint of the same customer and topic within a week."""
    others = frames.cases[
        (frames.cases["source"] == "complaint")
        & (frames.cases["person"] == case.person)
        & (frames.cases["category"] == case.category)
        & (frames.cases.index != case.Index)
    ]
    again = any(abs(at - case.at) <= WEEK for at in others["at"])
    return len(case.replies) == 1 and not case.reopened and not again
