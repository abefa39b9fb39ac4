"""The record of a history as frames, and what all its recomputations need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd

from surveys.statistics.periods import Asked, Period
from tests.recount.record import Record, Rows

Json = dict[str, Any]
Frame = Any
"""A `pandas.DataFrame`: its cells may be anything, and its types say so at every step."""
NAMELESS = "(none)"


@dataclass(frozen=True)
class Frames:
    """All rows, each with the day of the business on which it happened."""

    record: Record
    now: datetime
    stays: Frame
    scores: Frame
    comments: Frame
    cases: Frame
    orders: Frame
    interviews: Frame
    invitations: Frame

    @classmethod
    def of(cls, record: Record, now: datetime) -> "Frames":
        segments = {key: one.segment for key, one in record.people.items()}
        stays = [
            {"person": key, "segment": one.segment, "number": number, **stay}
            for key, one in record.people.items()
            for number, stay in enumerate(one.stays)
        ]
        orders = [
            row | {"segment": segments[row["person"]]}
            for row in record.orders
            if row["status"] != "cancelled"
        ]

        def frame(rows: Rows, at: str, *names: str) -> Frame:
            found = pd.DataFrame(rows, columns=["person", at, *names], dtype=object)
            for name in {"touchpoint", "segment", "category"} & set(names):
                found[name] = found[name].fillna("").astype(object)
            found["day"] = [None if one is None else one.astimezone(record.zone).date() for one in found[at]]
            return found

        return cls(
            record,
            now,
            frame(stays, "began", "ended", "kind", "segment", "number"),
            frame(record.scores, "at", "score", "touchpoint", "segment", "talk"),
            frame(record.comments, "at", "touchpoint", "words", "found"),
            frame(
                record.cases, "at", "source", "category", "touchpoint", "segment", "replies", "solved",
                "closed", "reopened", "cause", "remedy",
            ),
            frame(orders, "at", "touchpoint", "segment", "amount", "currency"),
            frame(record.statements, "told", "reason", "kind", "shown", "money", "touchpoint", "segment"),
            frame(record.invitations, "at", "reason", "arm", "is_sent"),
        )  # fmt: skip


def within(rows: Frame, period: Period) -> Frame:
    """The rows of the period's days."""
    return where(rows, (period.start <= day < period.end for day in rows["day"]))


def where(rows: Frame, conditions: Iterable[bool]) -> Frame:
    """The rows that meet their condition; there may be none."""
    return rows[pd.Series(list(conditions), index=rows.index, dtype=bool)]


def only(rows: Frame, filters: Mapping[str, str]) -> Frame:
    """The rows that pass the filters, those of columns that they have not passed over."""
    for name, value in filters.items():
        if name in rows:
            rows = rows[rows[name] == value]
    return rows


def groups_of(rows: Frame, by: str | None) -> dict[str, Frame]:
    """The rows by group; all under no name without `by`."""
    return dict(iter(rows.groupby(by))) if by else {"": rows}


def hidden(sizes: Mapping[Any, int]) -> set[Any]:
    """Groups under five people, and the next smallest until no difference tells of fewer than five."""
    known = sorted((n, str(name), name) for name, n in sizes.items() if n)
    found = {name for n, _, name in known if n < 5}
    for _, _, name in known:
        if found and (len(found) == 1 or sum(sizes[one] for one in found) < 5):
            found.add(name)
    return found


def document(name: str, period: Period, rows: list[Json]) -> Json:
    days = {"from": period.start.isoformat(), "to": period.end.isoformat(), "timezone": period.zone.key}
    return {"report": name, "period": days, "rows": rows, "actions": []}


def without(filters: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in filters.items() if key != name}


def has_begun(period: Period, now: datetime) -> bool:
    return first_moment(period) <= now


def first_moment(period: Period) -> datetime:
    """The first second of the first day, looked for: a midnight may be skipped or come twice."""
    return moment_of(period.start, period)


def end_moment(period: Period) -> datetime:
    return moment_of(period.end, period)


@cache
def moment_of(day: date, period: Period) -> datetime:
    noon = pd.Timestamp(day.isoformat() + " 12:00", tz="UTC")
    hours = pd.date_range(noon - pd.Timedelta(hours=40), noon + pd.Timedelta(hours=20), freq="15min")
    return next(one for one in hours if one.tz_convert(period.zone).date() >= day).to_pydatetime()


def asked_of(period: Period, filters: Mapping[str, str]) -> Asked:
    return Asked(period, period.before, filters)
