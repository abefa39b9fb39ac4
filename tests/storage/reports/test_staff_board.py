"""The board of the team: those who agreed, from five cases and people up, with what customers said."""

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection, select

from storage.engines.database import Database
from storage.people import named_staff, staff
from storage.reports import staff_board
from storage.rows import Customer, Row, Staff
from storage.surveys import comment_themes
from storage.tables import answers
from surveys.outreach.policy import ContactKind
from surveys.outreach.subjects import SubjectKind
from surveys.roles import Role
from surveys.statistics.scores import wilson
from surveys.statistics.staff_board import AgentNumbers, ranked
from tests.storage.history import asked, at, case, keep, plan
from tests.storage.samples import answer, conversation, customer

OLGA, IVAN, VERA, OWNER = 11, 12, 13, 14
OCTOBER = asked(10).period
OPENED = at(5, 10)


def solved(
    who: Customer, holder: int, hours: int, *, opened: datetime = OPENED, helped: bool | None = None
) -> list[Row]:  # fmt: skip
    closed = opened + timedelta(hours=hours)
    of = case(
        who, opened, holder_telegram_id=holder, first_reply_at=opened + timedelta(hours=1), closed_at=closed
    )
    if helped is None:
        return [of]
    begun = plan(
        who, None, closed, journey="after-case", kind=ContactKind.SURVEY, about=None,
        subject_kind=SubjectKind.CASE, subject_id=of.id,
    )  # fmt: skip
    talk = conversation(who, survey_id="after-case", plan_id=begun.id)
    option = "up" if helped else "down"
    said = answer(talk, None, kind="thumbs", question_id="helped", option=option, answered_at=closed)
    return [of, begun, talk, said]


def comment(who: Customer, words: str, moment: datetime, sentiment: float) -> list[Row]:
    talk = conversation(who)
    day = moment.date()
    said = answer(
        talk, None, kind="text", question_id="why", words=words, sentiment=sentiment,
        answered_at=moment, day=day,
    )  # fmt: skip
    return [talk, said]


async def board(database: Database, **filters: str) -> dict[int, AgentNumbers]:
    def put(connection: Connection) -> None:
        words = dict(
            connection.execute(select(answers.c.id, answers.c.words).where(answers.c.kind == "text")).all()
        )
        comment_themes.store(connection, words, dict.fromkeys(words, ()))

    await database.write(put)
    named = await database.read(named_staff.named)
    found = await database.read(staff_board.board, OCTOBER, filters, named)
    return {one.telegram_id: one for one in found}


async def test_who_agreed_is_shown_with_their_cases_times_and_thanks(database: Database) -> None:
    people = [customer() for _ in range(12)]
    names = {OLGA: "Ольга", IVAN: "Иван"}
    rows: list[Row] = [Staff(one, Role.SUPPORT, at(1, 9), name) for one, name in names.items()]
    hours = [2, 3, 5, 8, 30, 40]
    for who, taken in zip(people, hours, strict=False):
        rows += solved(who, OLGA, taken, helped=taken != 40)
    rows += solved(people[0], OLGA, 9)  # a second case of the same customer
    for who in people[6:]:
        rows += solved(who, IVAN, 4)
    still_open = case(people[7], at(6, 10), holder_telegram_id=OLGA)
    september = solved(people[8], OLGA, 1, opened=at(20, 9))
    thanks = [
        *comment(people[0], "Ольга, спасибо!", at(6, 10), 0.8),
        *comment(people[1], "Всё быстро решили", at(10, 10), 0.5),
        *comment(people[1], "И ещё раз спасибо", at(11, 10), 0.5),
        *comment(people[2], "Ужасно", at(6, 10), -0.8),
        *comment(people[3], "Было чудесно", at(4, 10), 0.8),  # before the case
        *comment(people[4], "Чудесно", at(25, 10), 0.8),  # too long after it
        *comment(people[6], "Иван молодец", at(7, 10), 0.9),
    ]
    await keep(database, *people, *rows, still_open, *september, *thanks)
    assert await board(database) == {}
    await database.write(named_staff.agree, OLGA, at(1, 10))
    [(_, olga)] = (await board(database)).items()
    assert (olga.name, olga.solved, olga.people, olga.is_shown) == ("Ольга", 7, 6, True)
    assert (olga.first_reply.n, olga.first_reply.median_s) == (7, 3600)
    assert olga.solution.median_s == 3600 * median([*hours, 9])
    assert (olga.asked, olga.helped, olga.helped_interval) == (6, 5, wilson(5, 6))
    assert (olga.praise, [one.words for one in olga.quotes]) == (2, ["И ещё раз спасибо", "Ольга, спасибо!"])
    await database.write(named_staff.agree, IVAN, at(1, 10))
    both = await board(database)
    assert [one.telegram_id for one in ranked(list(both.values()))] == [OLGA, IVAN]
    assert (both[IVAN].praise, both[IVAN].helped_share, both[IVAN].asked) == (1, None, 0)
    await database.write(named_staff.withdraw, OLGA)
    assert (await board(database)).keys() == {IVAN}
    await database.write(staff.revoke, IVAN, at(1, 11))
    assert await board(database) == {}


async def test_of_few_people_nobody_is_shown_and_thanks_go_to_who_solved_it(
    database: Database,
) -> None:
    people = [customer() for _ in range(8)]
    rows: list[Row] = []
    for who in people[:4]:
        rows += [*solved(who, VERA, 2), *solved(who, VERA, 3)]  # eight cases of four people
    for who in people:
        rows += solved(who, OWNER, 5, opened=at(8, 10))
    # Kind words after the owner's case of a customer whom Vera had served before.
    rows += comment(people[0], "Спасибо", at(9, 10), 0.9)
    await keep(database, *people, *rows)
    for one in (VERA, OWNER):
        await database.write(named_staff.agree, one, at(1, 10))
    found = await board(database)
    assert (found[VERA].solved, found[VERA].people, found[VERA].is_shown) == (8, 4, False)
    assert (found[VERA].praise, found[OWNER].praise) == (0, 1)
    assert [one.telegram_id for one in ranked(list(found.values()))] == [OWNER]
    assert found[OWNER].name is None
