"""Who recovered of those who scored low: with a case and without, each person once, the unasked unknown."""

import random
from datetime import datetime, timedelta

import pytest

from storage.engines.database import Database
from storage.reports import latest_scores, recovery
from storage.rows import Answer, Conversation, Customer, Row
from surveys.cases.source import CaseSource
from surveys.statistics.recovery import RecoveryReport, ScoreRecovery, as_json
from surveys.statistics.scores import Level, wilson
from tests.storage.history import asked, at, case, keep
from tests.storage.samples import MOSCOW, answer, conversation, customer

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def scored(
    who: Customer,
    score: int,
    moment: datetime,
    *,
    touchpoint: str | None = None,
    talk: Conversation | None = None,
    superseded_at: datetime | None = None,
) -> list[Conversation | Answer]:
    asking = talk or conversation(who, started_at=moment, touched_at=moment)
    day = moment.astimezone(MOSCOW).date()
    given = answer(
        asking, score, day=day, answered_at=moment, touchpoint=touchpoint, superseded_at=superseded_at
    )
    return [given] if talk else [asking, given]


async def found(database: Database, month: int = 10, **filters: str) -> RecoveryReport:
    await database.write(latest_scores.link_all)
    report = await database.read(recovery.report, "nps", "score", asked(month, **filters))
    assert report is not None
    return report


def numbers(group: ScoreRecovery) -> tuple[int, int, int]:
    return group.counts.people, group.counts.asked_again, group.counts.recovered


async def test_a_person_counts_once_with_the_first_low_score_and_the_next_survey(database: Database) -> None:
    people = [customer() for _ in range(9)]
    better, worse, unasked, late, plain, corrected, september, twice, before = people
    asking, low = scored(corrected, 2, at(5, 10), superseded_at=at(7, 10))
    assert isinstance(asking, Conversation)
    await keep(
        database,
        *people,
        *scored(better, 3, at(3, 10)), *scored(better, 9, at(20, 11)),
        case(better, at(3, 10, 11), CaseSource.SCORE),
        *scored(worse, 0, at(3, 10)), *scored(worse, 6, at(5, 11)), *scored(worse, 10, at(5, 12)),
        case(worse, at(4, 10)),
        *scored(unasked, 6, at(3, 10)), case(unasked, at(4, 10)),
        *scored(late, 4, at(3, 10)), *scored(late, 7, at(4, 11)), case(late, at(10, 10, 11)),
        *scored(plain, 7, at(3, 10)), *scored(plain, 2, at(4, 11)), case(plain, at(3, 10, 11)),
        # A correction after two days is an answer of its own day, but no other survey.
        asking, low, *scored(corrected, 9, at(7, 10), talk=asking),
        *scored(september, 1, at(30, 9)), *scored(september, 10, at(2, 10)), case(september, at(1, 10)),
        # Of two low scores the first counts, and the case came after their next score.
        *scored(twice, 1, at(2, 10)), *scored(twice, 2, at(9, 10)), *scored(twice, 9, at(9, 11)),
        case(twice, at(9, 10, 12)),
        *scored(before, 5, at(3, 10)), case(before, at(2, 10)),
    )  # fmt: skip
    report = await found(database)
    assert numbers(report.with_case) == (3, 2, 1)
    assert numbers(report.without_case) == (4, 2, 1)
    assert report.with_case.counts.days == {48: 1}
    assert report.without_case.counts.days == {32: 1}
    assert numbers((await found(database, 9)).with_case) == (1, 1, 1)
    # Of a month with more low scores to look up than that, nothing is told.
    many = await database.read(recovery.report, "nps", "score", asked(10), most=3)
    assert many is None
    told = as_json(report)["with_case"]
    assert (told["n"], told["asked_again"], told["recovered"], told["share"]) == (3, 2, None, None)
    assert (told["low"], told["median_days"], told["hidden"]) == (None, None, True)


async def test_from_five_people_on_the_share_is_told_and_a_filter_tells_no_more(database: Database) -> None:
    rows: list[Row] = []
    for number in range(20):
        who = customer()
        place = "hall" if number < 16 else "web"
        rows += [who, *scored(who, 2, at(3, 10), touchpoint=place), case(who, at(3, 10, 12))]
        rows += scored(who, 9 if number % 4 else 5, at(3 + number % 3, 11))
    await keep(database, *rows)
    whole = (await found(database)).with_case
    assert (numbers(whole), whole.level, whole.share, whole.median_days) == (
        (20, 20, 15),
        Level.FEW,
        0.75,
        32,
    )
    assert whole.interval == wilson(15, 20)
    empty = (await found(database)).without_case
    assert (numbers(empty), empty.share, empty.interval) == ((0, 0, 0), None, None)
    # The four of the web could be worked out from the sixteen of the hall.
    for place in ("hall", "web"):
        hidden = (await found(database, touchpoint=place)).with_case
        assert (hidden.level, hidden.share, hidden.median_days) == (Level.HIDDEN, None, None)


@pytest.mark.parametrize("seed", range(2))
async def test_it_equals_a_plain_recount(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    rows: list[Row] = []
    scores: dict[int, list[Answer]] = {}
    cases: dict[int, list[datetime]] = {}

    def some_time() -> datetime:
        return at(1, 9) + dice.randrange(24 * 90) * HOUR

    for _ in range(60):
        who = customer()
        rows.append(who)
        for _ in range(dice.randrange(5)):
            moment, is_corrected = some_time(), dice.random() < 0.3
            superseded = moment + HOUR * dice.randrange(1, 60) if is_corrected else None
            talk, *given = scored(who, dice.choice((0, 4, 6, 7, 10)), moment, superseded_at=superseded)
            if superseded is not None:  # corrected later: a new answer in the same conversation
                assert isinstance(talk, Conversation)
                given += scored(who, dice.choice((0, 6, 9)), superseded, talk=talk)
            rows += [talk, *given]
            scores.setdefault(who.id, []).extend(one for one in given if isinstance(one, Answer))
        for _ in range(dice.randrange(3)):
            cases.setdefault(who.id, []).append(some_time())
            rows.append(case(who, cases[who.id][-1]))
    await keep(database, *rows)
    report = await found(database)
    expected = {True: [0, 0, 0], False: [0, 0, 0]}
    for who_id, given_by in scores.items():
        outcome = _recount(given_by, cases.get(who_id, []))
        if outcome is not None:
            has_case, next_score = outcome
            expected[has_case][0] += 1
            expected[has_case][1] += next_score is not None
            expected[has_case][2] += next_score is not None and next_score >= 7
    assert numbers(report.with_case) == tuple(expected[True])
    assert numbers(report.without_case) == tuple(expected[False])


def _recount(given: list[Answer], cases: list[datetime]) -> tuple[bool, int | None] | None:
    """Whether a case followed the first low score of October, and the next score; None without a low one."""
    given = sorted(given, key=lambda one: (one.answered_at, one.id))
    low = next((one for one in given if one.day.month == 10 and (one.score or 0) <= 6), None)
    if low is None:
        return None
    later = [
        one
        for one in given
        if one.answered_at > low.answered_at and one.conversation_id != low.conversation_id
    ]
    ends = min([low.answered_at + WEEK, *(one.answered_at for one in later)])
    has_case = any(low.answered_at <= opened < ends for opened in cases)
    return has_case, later[0].score if later else None
