"""`/churn`, `/base` and `/winback` once more, one customer after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from surveys.questions.reasons import ReasonClass
from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import wilson
from surveys.statistics.shares import Share, agresti_caffo, difference
from surveys.statistics.uplift import uplift
from tests.recount.frames import (
    Frame,
    Frames,
    Json,
    document,
    end_moment,
    first_moment,
    groups_of,
    has_begun,
    hidden,
    only,
    where,
    within,
    without,
)

_NO_BASE = dict.fromkeys(["started", "lost", "early", "returned", "churn", "churn_low", "churn_high"])
_CAUSE = "customers", "shown", "money", "share", "share_low", "share_high", "rate", "rate_low", "rate_high"


# Leaving ---------------------------------------------------------------------------------------------


def churn_document(frames: Frames, asked: Asked, by: str | None) -> Json:
    rows = _churn_rows(frames, asked, None, "", _choices(frames, asked))
    rows[0]["leaving_since"] = None
    for name, hides in _churn_groups(frames, asked, by):
        for row in _churn_rows(
            frames,
            asked,
            by,
            name,
            [(name, _told(frames, asked.period, asked.filters, by), by)],
            hides_base=hides,
        ):
            rows.append({"group": name or "(none)", **row})
    return document("churn", asked.period, rows)


def _told(frames: Frames, period: Period, filters: Any, by: str | None = None) -> Frame:
    """What each customer told last in the period."""
    found = only(within(frames.interviews, period), filters)
    return found.sort_values("told", kind="stable").groupby("person").tail(1)


def _choices(frames: Frames, asked: Asked) -> list[tuple[str, Frame, str]]:
    return [
        (value, _told(frames, asked.period, without(asked.filters, name)), name)
        for name, value in asked.filters.items()
    ]


def _begun(frames: Frames, asked: Asked) -> Frame:
    rows = [
        {**one, "day": one["begun"].astimezone(frames.record.zone).date(),
         "segment": one["segment"] or "", "touchpoint": one["touchpoint"] or ""}
        for one in frames.record.interviews
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["person", "begun", "day", "segment", "touchpoint"])
    return only(within(found, asked.period), asked.filters)


def _base(frames: Frames, period: Period, asked: Asked, by: str | None, name: str) -> dict[str, Any] | None:
    if not has_begun(period, frames.now) or "touchpoint" in {by, *asked.filters}:
        return None
    stays = only(frames.stays, asked.filters)
    stays = stays[stays[by] == name] if by else stays
    since, until = first_moment(period), end_moment(period)
    started, ended = _there(stays, since), _there(stays, until)
    came = {row.person for row in stays.itertuples() if since <= row.began < until}
    returned = sum(since <= row.began < until for row in stays.itertuples() if row.number)
    lost = started - ended
    limits = wilson(len(lost), len(started))
    return {
        "started": len(started),
        "lost": len(lost),
        "early": len(came - started - ended),
        "returned": returned,
        "churn": len(lost) / len(started) if started else None,
        "churn_low": limits.low if limits else None,
        "churn_high": limits.high if limits else None,
    }


def _there(stays: Frame, moment: datetime) -> set[int]:
    return {
        row.person
        for row in stays.itertuples()
        if row.began < moment and (pd.isna(row.ended) or row.ended >= moment)
    }


def _churn_groups(frames: Frames, asked: Asked, by: str | None) -> Iterable[tuple[str, bool]]:
    """The groups that somebody was or spoke in, most leavers first, and whether their base is hidden."""
    if by is None:
        return []
    told, begun = _told(frames, asked.period, asked.filters), _begun(frames, asked)
    names = {*told[by], *begun[by]}
    if has_begun(asked.period, frames.now) and "touchpoint" not in {by, *asked.filters}:
        stays = only(frames.stays, asked.filters)
        since, until = first_moment(asked.period), end_moment(asked.period)
        before = _there(stays, since)
        there = where(
            stays, (row.person in before or since <= row.began < until for row in stays.itertuples())
        )
        names |= set(there[by])
    if names == {""}:
        return []
    bases = {name: _base(frames, asked.period, asked, by, name) or {} for name in names}
    left = told[told["kind"].notna()]

    def weight(name: str) -> tuple[int, str]:
        gone = bases[name].get("lost", 0) + bases[name].get("early", 0)
        return -max(gone, sum(left[by] == name)), name

    secret = hidden({name: one.get("started", 0) for name, one in bases.items()})
    return [(name, name in secret) for name in sorted(names, key=weight)]


def _churn_rows(
    frames: Frames, asked: Asked, by: str | None, name: str, choices: Sequence[tuple[str, Frame, str | None]],
    *, hides_base: bool = False,
) -> list[Json]:  # fmt: skip
    told, begun = _told(frames, asked.period, asked.filters), _begun(frames, asked)
    if by:
        told, begun = told[told[by] == name], begun[begun[by] == name]
    left = told[told["kind"].notna()]
    answered = left[left["reason"] != "NO_ANSWER"]
    base = _base(frames, asked.period, asked, by, name)
    before = _base(frames, asked.previous, asked, by, name)
    is_hidden = len(answered) < 5 or any(_hides(choice) for choice in choices)
    gone = base["lost"] + base["early"] if base else 0
    money = left["money"].dropna()
    shown_base, shown_before = (None, None) if hides_base else (base, before)
    whole = {
        "reason": None,
        "class": None,
        "customers": len(left),
        **_change(shown_base, shown_before),
        "shown": None,
        "money": money.sum() / 100 if len(money) and not is_hidden else None,
        "share": 1.0 if len(left) else None,
        **(shown_base or _NO_BASE),
        "sessions": len(begun),
        "answered": len(answered),
        "coverage": len(answered) / gone if gone and len(answered) <= gone else None,
        "still_here": len(told) - len(left),
        "hidden": is_hidden and len(left) > 0,
    }
    return [whole, *([] if is_hidden else _causes(told, left, choices))]


def _change(base: dict[str, Any] | None, before: dict[str, Any] | None) -> dict[str, Any]:
    names = "started", "lost", "churn", "churn_low", "churn_high"
    change = None
    if base and before:
        change = difference(Share(base["lost"], base["started"]), Share(before["lost"], before["started"]))
    return {
        "previous": {name: before[name] if before else None for name in names},
        "change": change.value if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "significant": change.is_proven if change else None,
    }


def _hides(choice: tuple[str, Frame, str | None]) -> bool:
    name, told, by = choice
    answered = told[told["kind"].notna() & (told["reason"] != "NO_ANSWER")]
    return name in hidden({group: len(rows) for group, rows in groups_of(answered, by).items()})


def _causes(
    told: Frame, left: Frame, choices: Sequence[tuple[str, Frame, str | None]]
) -> list[Json]:  # fmt: skip
    causes = {(one.reason, one.kind) for one in left.itertuples()}
    of = {
        (reason, kind): left[(left["reason"] == reason) & (left["kind"] == kind)] for reason, kind in causes
    }
    named = {cause: len(rows) for cause, rows in of.items() if cause[0] != "NO_ANSWER"}
    known = {cause for cause in named if any(_tells(cause, choice) for choice in choices)}
    secret = _hidden_causes(named, known)
    order = sorted(causes, key=lambda cause: (cause[1] == ReasonClass.UNKNOWN, -len(of[cause]), cause[0]))
    return [_cause(cause, of[cause], told, len(left), cause in secret) for cause in order]


def _tells(cause: Any, choice: tuple[str, Frame, str | None]) -> bool:
    name, told, by = choice
    those = told[(told["reason"] == cause[0]) & (told["kind"] == cause[1])]
    return name in hidden({group: len(rows) for group, rows in groups_of(those, by).items()})


def _hidden_causes(sizes: dict[Any, int], known: set[Any]) -> set[Any]:
    """Those that too few named or that another table would tell, and more until no difference tells them."""
    found = {cause for cause, n in sizes.items() if n < 5} | known
    for _, _, cause in sorted((n, str(cause), cause) for cause, n in sizes.items()):
        if found and (len(found) == 1 or sum(sizes[one] for one in found) < 5):
            found.add(cause)
    return found


def _cause(cause: Any, those: Frame, told: Frame, customers: int, is_secret: bool) -> Json:
    row: Json = {"reason": cause[0], "class": cause[1].value}
    if is_secret:
        return {**row, **dict.fromkeys(_CAUSE), "hidden": True}
    shown = sum(cause[0] in one for one in told["shown"])
    money, n = those["money"].dropna(), len(those)
    share, rate = wilson(n, customers), wilson(n, shown)
    assert share is not None
    assert rate is not None
    values = (
        n, shown, money.sum() / 100 if len(money) else None, n / customers, share.low, share.high,
        n / shown, rate.low, rate.high,
    )  # fmt: skip
    return {**row, **dict(zip(_CAUSE, values, strict=True)), "hidden": False}


# The base --------------------------------------------------------------------------------------------


def base_document(frames: Frames, asked: Asked) -> Json:
    people = list(frames.record.people.values())
    agreed = {row["person"]: row["given"] for row in frames.record.consents}
    filled = sum(
        (one.segment is not None) + (one.external_id is not None and not one.is_forgotten) for one in people
    )
    made = [at for at in frames.orders["at"] if at <= frames.now]
    bought = within(frames.orders, asked.period)["person"]
    told = within(frames.cases[frames.cases["source"] == "complaint"], asked.period)["person"]
    row = {
        "records": len(people),
        "reachable": sum(
            bool(one.telegram_id) and not one.is_forgotten and not one.blocked_at for one in people
        ),
        "consented_promotion": sum(agreed.values()),
        "blocked": sum(one.blocked_at is not None for one in people),
        "active": len({*bought, *told}) if _has_orders(frames, asked.period) else None,
        "profile_complete": filled / (5 * len(people)) if people else None,
        **_bridge(frames, asked.period),
        "last_order_at": max(made).isoformat() if made else None,
    }
    return document("base", asked.period, [row])


def _has_orders(frames: Frames, period: Period) -> bool:
    """Whether orders are known of a period that has begun: not all are made after it."""
    made = frames.orders["at"]
    return bool(len(made)) and min(made) < end_moment(period) and has_begun(period, frames.now)


def _bridge(frames: Frames, period: Period) -> dict[str, Any]:
    lost = [f"lost_{kind}" for kind in ReasonClass]
    if not has_begun(period, frames.now):
        return dict.fromkeys(["start", "new", "returned", *lost, "end"])
    since, until = first_moment(period), end_moment(period)
    came = [row for row in frames.stays.itertuples() if since <= row.began < until]
    went = [row for row in frames.stays.itertuples() if not pd.isna(row.ended) and since <= row.ended < until]
    kinds = Counter(ReasonClass.UNKNOWN if row.kind is None else row.kind for row in went)
    return {
        "start": len(_there(frames.stays, since)),
        "new": sum(row.number == 0 for row in came),
        "returned": sum(row.number > 0 for row in came),
        **{f"lost_{kind}": kinds[kind] for kind in ReasonClass},
        "end": len(_there(frames.stays, until)),
    }


# Win-back --------------------------------------------------------------------------------------------


def winback_document(frames: Frames, asked: Asked, window: pd.Timedelta) -> Json:
    invited = within(frames.invitations, asked.period).copy()
    settled = where(invited, (at <= frames.now - window for at in invited["at"]))
    knows = any(at >= first_moment(asked.period) for at in frames.orders["at"])
    reasons = sorted(groups_of(invited, "reason"), key=lambda one: _size(settled, invited, one))
    whole = _arm(frames, settled, window, knows)
    arms = {
        arm: _arm(frames, settled[settled["arm"] == arm], window, knows) for arm in ("treated", "holdout")
    }
    is_hidden = any(0 < one["assigned"] < 5 for one in arms.values())
    rows = [_outcome(None, None, whole, is_hidden) | _effect(frames, settled, arms, window, is_hidden)]
    for reason in [None, *reasons]:
        of = settled if reason is None else settled[settled["reason"] == reason]
        for arm in arms:
            found = _arm(frames, of[of["arm"] == arm], window, knows)
            sizes = {one: sum((settled["reason"] == one) & (settled["arm"] == arm)) for one in reasons}
            secret = 0 < found["assigned"] < 5 if reason is None else reason in hidden(sizes)
            rows.append(_outcome(reason, arm, found, secret))
    return document("winback", asked.period, rows)


def _size(settled: Frame, invited: Frame, reason: str) -> tuple[int, int, str]:
    n = sum(settled["reason"] == reason)
    return -n, n - sum(invited["reason"] == reason), reason


def _arm(frames: Frames, people: Frame, window: pd.Timedelta, knows: bool) -> dict[str, Any]:
    rows = list(people.itertuples())
    bought = [
        any(row.at <= at < row.at + window for at in _of(frames.orders, row.person, "at")) for row in rows
    ]
    stays = frames.stays[frames.stays["number"] > 0]
    back = [any(row.at <= at < row.at + window for at in _of(stays, row.person, "began")) for row in rows]
    returned = sum(bought) if knows else None
    return {
        "assigned": len(rows),
        "delivered": sum(row.is_sent for row in rows),
        "returned": returned,
        "rate": returned / len(rows) if returned is not None and rows else None,
        "said_back": sum(back),
    }


def _of(rows: Frame, person: int, column: str) -> list[datetime]:
    return list(rows[rows["person"] == person][column])


def _outcome(reason: str | None, arm: str | None, found: dict[str, Any], is_hidden: bool) -> Json:
    told = {
        name: None if is_hidden and name in ("returned", "rate", "said_back") else found[name]
        for name in found
    }
    return {"campaign": reason, "arm": arm, **told, "hidden": is_hidden}


def _effect(
    frames: Frames, settled: Frame, arms: dict[str, dict[str, Any]], window: pd.Timedelta, is_hidden: bool
) -> Json:  # fmt: skip
    one, other = (Share(arm["returned"] or 0, arm["assigned"]) for arm in arms.values())
    is_known = arms["treated"]["returned"] is not None and not is_hidden
    found = uplift(one, other) if is_known else None
    limits = agresti_caffo(one, other) if found else None
    return {
        "uplift": found.difference.value if found else None,
        "low": found.difference.low if found else None,
        "high": found.difference.high if found else None,
        "low_agresti_caffo": limits.low if limits else None,
        "high_agresti_caffo": limits.high if limits else None,
        "proven": found.is_proven if found else None,
        "still_needed": found.still_needed if found else None,
        "incremental_customers": found.incremental if found else None,
        "cost_per_incremental": None,
        "offers_shown": 0,
        "offers_taken": 0,
        "offers_used": 0,
        "offers_expired": 0,
        "unsubscribed": sum(_has_refused(frames, row, window) for row in settled.itertuples() if row.is_sent),
    }


def _has_refused(frames: Frames, row: Any, window: pd.Timedelta) -> bool:
    refused = [
        one["at"] for one in frames.record.consents if one["person"] == row.person and not one["given"]
    ]
    refused += [frames.record.people[row.person].stopped_at]
    return any(row.at <= at < row.at + window for at in refused if at is not None)
