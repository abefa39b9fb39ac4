"""What tests of answers and corrections share: options of buttons, what is stored, who says what."""

from collections.abc import Mapping
from typing import Any

from storage import tables
from tests.harness import Harness, SentCall
from tests.updates import Person, Raw, said, tapped

QUESTION = 5123
"""The message in which a question stands."""


def option(told: SentCall, name: str) -> str:
    """Data of the button of that option; raises StopIteration where there is none."""
    return next(data for data in told.buttons.values() if data.rpartition(":")[2] == name)


def options(told: SentCall) -> list[str]:
    return [data.rpartition(":")[2] for data in told.buttons.values()]


async def last(harness: Harness, *updates: Raw) -> SentCall:
    """The last thing said to these updates."""
    return [one for one in await harness.deliver(*updates) if not one.is_menu][-1]


async def says(harness: Harness, person: Person, *texts: str) -> SentCall:
    """The last thing said to the last of these words."""
    for text in texts:
        told = await last(harness, said(person, text))
    return told


async def taps(harness: Harness, person: Person, told: SentCall, name: str) -> SentCall:
    """The last thing that a tap puts into the chat."""
    return await last(harness, tapped(person, option(told, name), QUESTION))


async def answers(harness: Harness, question: str) -> list[Mapping[str, Any]]:
    """All rows of answers to a question, past ones too, oldest first."""
    return [row for row in await harness.rows(tables.answers) if row["question_id"] == question]


async def current(harness: Harness, question: str) -> Mapping[str, Any]:
    """The answer that stands."""
    [found] = [row for row in await answers(harness, question) if row.get("superseded_at") is None]
    return found


async def kept(harness: Harness) -> list[str]:
    """Words that were kept and answer nothing."""
    return [row["words"] for row in await harness.rows(tables.messages) if row["case_id"] is None]


async def words_everywhere(harness: Harness) -> list[str]:
    """All words of customers: of answers, of cases, of messages that are no part of a case's words."""
    found = [row["words"] for row in await harness.rows(tables.answers)]
    found += [row["words"] for row in await harness.rows(tables.cases)]
    found += [row["words"] for row in await harness.rows(tables.messages) if row["forwarding"] != "story"]
    return [words for words in found if words]
