"""`/nps` and `/words` once more, one person after the other."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from statistics import median
from typing import Any

from surveys.statistics.periods import Asked, Period
from surveys.statistics.scores import Counts, nps, nps_change, nps_interval, wilson
from surveys.statistics.shares import Share, difference
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


def nps_document(frames: Frames, asked: Asked, by: str | None, *, all_answers: bool = False) -> Json:
    by = by or "touchpoint"
    periods = asked.period, asked.previous
    answers, people = (
        [_scores(frames, one, asked, latest=latest) for one in periods] for latest in (False, True)
    )
    secret = [_hides_choice(frames, one, asked) for one in periods]
    tables = [hidden({name: len(rows) for name, rows in groups_of(one, by).items()}) for one in people]
    # What a filter chose and must not tell is not told by a row of it either.
    tables = [
        set(groups_of(one, by)) if is_so else table
        for one, table, is_so in zip(people, tables, secret, strict=True)
    ]
    rows = [_row(None, answers, people, secret, all_answers)]
    recovery = None if all_answers else _recovery(frames, asked)
    if recovery and rows[0]["hidden"]:
        recovery = {name: {**dict.fromkeys(row), "hidden": True} for name, row in recovery.items()}
    rows[0]["recovery"] = recovery
    beside = {} if all_answers else _beside_the_rest(groups_of(people[0], by), tables[0])
    for name in groups_of(people[0], by):
        of = [[one[one[by] == name] for one in found] for found in (answers, people)]
        row = _row(name or "(none)", of[0], of[1], [name in one for one in tables], all_answers)
        rows.append(row | beside.get(name, {}))
    return document("nps", asked.period, rows)


def _beside_the_rest(groups: dict[str, Frame], secret: set[Any]) -> dict[str, Json]:
    """Each that has a name and may be told held against all others: of the marks one in twenty is chance."""
    scores = {name: list(rows["score"]) for name, rows in groups.items()}
    shown = [name for name in scores if name and name not in secret and len(scores[name]) >= 5]
    found, p_values = {}, {}
    for name in shown:
        rest = [score for other, given in scores.items() if other != name for score in given]
        change = nps_change(Counts.of_scores(scores[name]), Counts.of_scores(rest)) if rest else None
        if change is None:
            continue
        found[name] = {"rest_nps": nps(Counts.of_scores(rest)), "differs": None}
        if min(len(rest), len(scores[name])) >= 30:
            found[name]["differs"] = change.is_significant
            p_values[name] = change.p
    ranks = sorted(p_values.values())
    passing = [p for place, p in enumerate(ranks) if p <= 0.05 * (place + 1) / len(ranks)]
    for name, p in p_values.items():
        found[name]["differs"] = found[name]["differs"] and p <= max(passing, default=-1)
    return found


def _recovery(frames: Frames, asked: Asked) -> Json:
    """What became of each after their first low score of the period: whether the next one is 7 or more."""
    everybody = [_after_low(frames, row) for row in _first_low(frames, asked.period)]
    rows: Json = {}
    for name, has_case in (("with_case", True), ("without_case", False)):
        those = [one for one in everybody if one["has_case"] is has_case]
        is_secret = any(
            value in hidden(_asked_again(one for one in those if _fits(one, without(asked.filters, by)))[by])
            for by, value in asked.filters.items()
        )
        rows[name] = _became([one for one in those if _fits(one, asked.filters)], is_secret=is_secret)
    return rows


def _first_low(frames: Frames, period: Period) -> list[Any]:
    low = within(frames.scores, period)
    low = low[low["score"].astype(int) <= 6] if len(low) else low
    return list(low.sort_values("at", kind="stable").groupby("person").head(1).itertuples())


def _after_low(frames: Frames, low: Any) -> Json:
    later = sorted(
        (one for one in frames.scores.itertuples() if one.person == low.person and one.at > low.at
         and one.talk != low.talk),
        key=lambda one: one.at,
    )  # fmt: skip
    following = later[0] if later else None
    has_case = any(
        one.person == low.person
        and timedelta() <= one.at - low.at < timedelta(days=7)
        and (following is None or one.at < following.at)
        for one in frames.cases.itertuples()
    )
    days = (following.day - low.day).days if following is not None and following.score >= 7 else None
    return {
        "touchpoint": low.touchpoint,
        "segment": low.segment,
        "has_case": has_case,
        "again": following is not None,
        "days": days,
    }


def _fits(one: Json, filters: Any) -> bool:
    return all(one[name] == value for name, value in filters.items())


def _asked_again(those: Iterable[Json]) -> dict[str, Counter[str]]:
    again = [one for one in those if one["again"]]
    return {by: Counter(one[by] for one in again) for by in ("touchpoint", "segment")}


def _became(those: list[Json], *, is_secret: bool) -> Json:
    again = sum(one["again"] for one in those)
    days = sorted(one["days"] for one in those if one["days"] is not None)
    is_hidden = is_secret or again < 5
    limits = None if is_hidden else wilson(len(days), again)
    return {
        "n": len(those),
        "asked_again": again,
        "recovered": None if is_hidden else len(days),
        "share": None if is_hidden else len(days) / again,
        "low": limits.low if limits else None,
        "high": limits.high if limits else None,
        "median_days": float(median(days)) if len(days) >= 5 and not is_hidden else None,
        "hidden": is_hidden and again > 0,
    }


def _scores(frames: Frames, period: Period, asked: Asked, *, latest: bool) -> Frame:
    found = within(frames.scores, period)
    if latest:
        found = found.sort_values("at", kind="stable").groupby("person").tail(1)
    return only(found, asked.filters)


def _hides_choice(frames: Frames, period: Period, asked: Asked) -> bool:
    for name, value in asked.filters.items():
        others = Asked(period, period, without(asked.filters, name))
        table = groups_of(_scores(frames, period, others, latest=True), name)
        if value in hidden({group: len(rows) for group, rows in table.items()}):
            return True
    return False


def _row(
    name: str | None, answers: list[Frame], people: list[Frame], secret: list[bool], all_answers: bool
) -> Json:  # fmt: skip
    n, before = (len(one) for one in people)
    counts, previous = (Counts.of_scores(list(one["score"])) for one in (answers if all_answers else people))
    is_hidden, was_hidden = (
        size > 0 and (size < 5 or is_so) for size, is_so in zip((n, before), secret, strict=True)
    )
    known = nps_interval(counts) if counts.n == n and not is_hidden else None
    then = nps_interval(previous) if previous.n == before and not was_hidden else None
    change = nps_change(counts, previous) if known and then else None
    return {
        "group": name,
        "n": n,
        "answers": len(answers[0]),
        "promoters": None if is_hidden else counts.promoters,
        "passives": None if is_hidden else counts.passives,
        "detractors": None if is_hidden else counts.detractors,
        "nps": None if is_hidden else nps(counts),
        "low": known.low if known else None,
        "high": known.high if known else None,
        "previous": {
            "n": before,
            "nps": None if was_hidden else nps(previous),
            "low": then.low if then else None,
            "high": then.high if then else None,
        },
        "change": change.points if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "significant": change.is_significant if change else None,
        "rest_nps": None,
        "differs": None,
        "response_rate": None,
        "delivered": None,
        "hidden": is_hidden,
    }


# Words -----------------------------------------------------------------------------------------------


def words_document(frames: Frames, asked: Asked, themes: list[str]) -> Json:
    now, before = (
        only(within(frames.comments, one), asked.filters) for one in (asked.period, asked.previous)
    )
    n, n_before = now["person"].nunique(), before["person"].nunique()
    people = {theme: _about(now, theme)["person"].nunique() for theme in [*themes, ""]}
    secret = hidden({name: size for name, size in people.items() if size}) if n >= 5 else set(people)
    told = n >= 5
    rows: list[Json] = [{"theme": None, "n": n if told else None, "comments": len(now) if told else None}]
    order = sorted((theme for theme in themes if people[theme]), key=lambda theme: -people[theme])
    for theme in [*order, *([""] if people[""] else [])]:
        rows.append(_theme(theme, _about(now, theme), n, _about(before, theme), n_before, theme in secret))
    return document("words", asked.period, rows)


def _about(comments: Frame, theme: str) -> Frame:
    return where(
        comments, (theme in one.themes or (not theme and not one.themes) for one in comments["found"])
    )


def _theme(theme: str, now: Frame, n: int, before: Frame, n_before: int, is_secret: bool) -> Json:
    values = (
        *("n", "comments", "share", "low", "high", "polarity", "displeased"),
        *("previous_n", "change", "significant"),
    )
    if is_secret:
        return {"theme": theme, **dict.fromkeys(values), "quotes": []}
    people, earlier = now["person"].nunique(), before["person"].nunique()
    limits = wilson(people, n)
    change = difference(Share(people, n), Share(earlier, n_before)) if earlier >= 5 else None
    return {
        "theme": theme,
        "n": people,
        "comments": len(now),
        "share": people / n,
        "low": limits.low if limits else None,
        "high": limits.high if limits else None,
        "polarity": sum(one.polarity for one in now["found"]) / len(now),
        "displeased": now["person"][[one.polarity <= -0.1 for one in now["found"]]].nunique(),
        "previous_n": earlier if earlier >= 5 else None,
        "change": change.value if change else None,
        "significant": change.is_proven if change else None,
        "quotes": _quotes(now) if theme else [],
    }


def _quotes(comments: Frame) -> list[dict[str, Any]]:
    """The newest words of three people at most, the same words last."""
    people = comments.iloc[::-1].head(12).dropna(subset=["words"]).drop_duplicates("person")
    newest = people.iloc[people["words"].duplicated().argsort(kind="stable")].head(3)
    return [{"day": row.day.isoformat(), "words": row.words} for row in newest.itertuples()]
