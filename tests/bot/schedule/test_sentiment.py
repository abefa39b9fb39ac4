"""Comments get their tone afterwards: each once, in both languages, and again when they are changed."""

from sqlalchemy import Connection, select, update

from bot.toning import Toning
from storage.database import Database
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer
from storage.tables import answers
from tests.harness import NOON

BAD, GOOD, ENGLISH = "Ужасно, всё сломано и очень грубо", "Отлично, спасибо, очень вкусно", "Awful service"


def _comments(*words: str | None) -> Effects:
    ids, effects = Ids(), Effects()
    anna = effects.add(Customer(ids.next(), None, "ru", NOON))
    for said in words:
        talk = effects.add(Conversation(ids.next(), anna.id, "nps", 1, "ru", NOON, NOON))
        about = (talk.id, anna.id, "nps", "why-low", "text", "ru", NOON.date(), NOON)
        effects.add(Answer(ids.next(), *about, words=said))
    return effects


def _tones(connection: Connection) -> list[float | None]:
    return list(connection.execute(select(answers.c.tone).order_by(answers.c.id)).scalars())


async def test_every_comment_gets_a_tone_and_a_skipped_one_none(database: Database) -> None:
    await database.write(flush, [_comments(BAD, GOOD, ENGLISH, None)])
    await Toning(database).run_once()
    bad, good, english, skipped = await database.read(_tones)
    assert bad is not None
    assert good is not None
    assert english is not None
    assert bad < 0 < good
    assert english < 0
    assert skipped is None


async def test_more_comments_than_a_page_are_all_judged_in_one_round(database: Database) -> None:
    await database.write(flush, [_comments(*[f"{BAD} {n}" for n in range(450)])])
    await Toning(database).run_once()
    assert None not in await database.read(_tones)


async def test_a_comment_that_was_changed_is_judged_again(database: Database) -> None:
    await database.write(flush, [_comments(BAD)])
    toning = Toning(database)
    await toning.run_once()
    changed = update(answers).values(words=GOOD, tone=None)
    await database.write(Connection.execute, changed)
    await toning.run_once()
    [tone] = await database.read(_tones)
    assert tone is not None
    assert tone > 0
