"""`/words`: managers see what customers write about and in which words, and change the lists in the chat."""

from sqlalchemy import Connection, select

from storage.surveys import comment_themes
from storage.tables import answers
from surveys.catalogue.files import load_themes
from tests.handlers.manager.test_nps_command import NEUTRAL, lines
from tests.handlers.manager.test_report_commands import BELLA, SIMA, button, enrolled, press
from tests.harness import Harness
from tests.storage.history import keep
from tests.storage.reports.test_words_report import LATE, RUDE, said
from tests.storage.samples import customer
from tests.updates import ANNA, BORIS

THEMES = load_themes()


async def _comments(harness: Harness) -> None:
    people = [customer(9_000 + number) for number in range(9)]
    talks = [said(who, LATE, 0) for who in people] + [said(who, RUDE, 0) for who in people[:5]]
    await keep(harness.database, *people, *[row for pair in talks for row in pair])

    def put(connection: Connection) -> None:
        found = dict(connection.execute(select(answers.c.id, answers.c.words)).all())
        comment_themes.store(
            connection, found, {key: THEMES.of_comment(words) for key, words in found.items()}
        )

    await harness.database.write(put)


async def test_themes_with_their_people_and_what_they_say(harness: Harness) -> None:
    await enrolled(harness)
    await _comments(harness)
    shown = await harness.say(BORIS, "/words")
    told = [line for line in lines(shown.text) if line]
    assert told[0].endswith("комментарии оставили 9 человек")
    assert told[1].split()[:3] == ["🔴", "Доставка", "9"]
    assert any(line.split()[:3] == ["🔴", "Сотрудники", "5"] for line in told)
    quotes = lines((await press(harness, BORIS, button(shown, "Цитаты"))).text)
    assert sum(LATE in line for line in quotes) == 6  # three of the delivery, three of waiting
    english = await harness.say(BELLA, "/words")
    assert lines(english.text)[0].endswith("9 people left comments")


async def test_nobody_else_sees_them(harness: Harness) -> None:
    await enrolled(harness)
    for person in (ANNA, SIMA):
        assert (await harness.say(person, "/words")).text == NEUTRAL
