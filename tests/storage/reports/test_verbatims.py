"""Words of unhappy people are shown of five and more; whoever was heard is called no more."""

from dataclasses import replace

from storage.engines.database import Database
from storage.ids import Ids
from storage.reports import verbatims
from storage.rows import Conversation, Feedback
from surveys.cases.feedback import FeedbackKind, FeedbackState
from surveys.statistics.periods import DAY, Period
from tests.storage.history import case, keep
from tests.storage.samples import MOSCOW, NOW, TODAY, answer, conversation, customer

IDS = Ids()
PERIOD = Period(TODAY, TODAY + DAY, MOSCOW)


async def _said(
    database: Database, score: int, words: str, state: FeedbackState = FeedbackState.NEW
) -> Conversation:
    anna = customer()
    talk = conversation(anna)
    given = answer(talk, score, id=IDS.next())
    told = answer(talk, None, id=IDS.next(), question_id="why", kind="text", words=words)
    entry = Feedback(
        told.id, anna.id, FeedbackKind.COMMENT, NOW, answer_id=told.id, conversation_id=talk.id, state=state
    )
    await keep(database, anna, talk, given, told, entry)
    return talk


async def _words(database: Database, most: int = 2, period: Period = PERIOD) -> list[str]:
    return await database.read(verbatims.of_detractors, "nps", period, 5, most)


async def test_fewer_than_five_people_are_not_quoted(database: Database) -> None:
    for number in range(4):
        await _said(database, 6, f"Плохо {number}")
    await _said(database, 9, "Хорошо")
    assert await _words(database) == []
    await _said(database, 0, "Ужасно")
    assert await _words(database) == ["Ужасно", "Плохо 3"]
    assert await _words(database, period=PERIOD.before) == []


async def test_who_was_read_answered_or_has_a_case_is_called_no_more(database: Database) -> None:
    async def unheard() -> int:
        return await database.read(verbatims.unheard_detractors, "nps", PERIOD)

    talk = await _said(database, 3, "Плохо")
    await _said(database, 9, "Хорошо")
    await _said(database, 2, "Плохо", FeedbackState.SEEN)
    assert await unheard() == 1
    of_talk = replace(case(customer(), NOW), customer_id=talk.customer_id, conversation_id=talk.id)
    await keep(database, of_talk)
    assert await unheard() == 0
