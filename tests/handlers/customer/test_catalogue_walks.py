"""Every built-in survey, walked over the dispatcher by every button to every end, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

import pytest

from storage import tables
from surveys.catalogue import files
from surveys.questions import engine
from surveys.questions.inputs import Input, Tap, Typed
from surveys.questions.kinds.contact import CONTACT
from surveys.questions.kinds.date import DATE
from surveys.questions.question import BACK, DONE, SHARE, SKIP, Question
from surveys.questions.survey import Survey
from tests.harness import Harness, SentCall
from tests.updates import Person, said, tapped

ALL: Final = list(files.load())
NOW: Final = datetime(2026, 10, 5, 12, tzinfo=UTC)
QUESTION: Final = 5123
WORDS: Final = "Привезли холодным и без соуса"


class Move(NamedTuple):
    """What a customer does with a question: taps, one after another, or words."""

    question: str
    taps: tuple[str, ...] = ()
    words: str = ""

    @property
    def inputs(self) -> list[Input]:
        return [*map(Tap, self.taps)] if self.taps else [Typed(self.words)]


def moves(question: Question) -> list[Move]:
    ways = [Move(question.id, (option,)) for option in question.options if option not in (DONE, SHARE, SKIP)]
    if question.done is not None:
        first, *rest = [choice.id for choice in question.choices]
        ways = [Move(question.id, (first, DONE)), *(Move(question.id, (first, one, DONE)) for one in rest)]
    if question.groups:
        ways = [
            Move(question.id, (group.id, BACK, group.id, option.id))
            for group in question.groups
            for option in group.options
        ]
        ways += [
            Move(question.id, (choice.id,)) for choice in question.choices if choice.id in question.values
        ]
    if question.kind.is_open:
        ways = [Move(question.id, words=WORDS)]
    if question.kind is CONTACT:
        ways.append(Move(question.id, words="anna@example.org"))
    if question.kind is DATE:
        ways.append(Move(question.id, words="15.03"))
    return [*ways, *([Move(question.id, (SKIP,))] if question.skip is not None else [])]


def ways(survey: Survey, talk: engine.ConversationState) -> Iterator[list[Move]]:
    awaited = engine.awaited_question(survey, talk.answers)
    if awaited is None:
        yield []
        return
    for move in moves(awaited):
        after = talk
        for given in move.inputs:
            after = engine.answer(survey, after, awaited.id, given, NOW).conversation
        for onward in ways(survey, after):
            yield [move, *onward]


def covering(survey: Survey) -> list[list[Move]]:
    """As many ways as it takes to make each move once and to reach each end."""
    seen: set[object] = set()
    chosen = []
    for way in ways(survey, engine.begin(survey, NOW).conversation):
        if not seen.issuperset({*way, way[-1].question}):
            seen |= {*way, way[-1].question}
            chosen.append(way)
    return chosen


async def walk(harness: Harness, survey: Survey, person: Person, way: list[Move]) -> list[SentCall]:
    """Everything that is said on the way; each question is asked in words and with buttons that work."""
    language = (person.language or "")[:2]
    told = await harness.deliver(said(person, f"/start s_{survey.id}"))
    for move in way:
        question = survey.question(move.question)
        assert question is not None
        asked = next(one for one in reversed(told) if "text" in one.body and not one.is_menu)
        words = question.text.render(language, business=harness.contexts.current.business)
        assert any(words in one.text for one in told if "text" in one.body), (move, asked.text)
        for option in move.taps:
            buttons = {data: label for one in told for label, data in one.buttons.items()}
            found = next(data for data in buttons if data.endswith(f":{question.id}:{option}"))
            assert buttons[found].removeprefix("✔️ ") == question.label(option).render(language)
            told = await harness.deliver(tapped(person, found, QUESTION))
        if move.words:
            told = await harness.deliver(said(person, move.words))
    return told


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("survey", ALL, ids=[survey.id for survey in ALL])
async def test_a_survey_is_walked_by_every_button_to_every_end(
    harness: Harness, survey: Survey, language: str
) -> None:
    found = covering(survey)
    assert {move.question for way in found for move in way} == {one.id for one in survey.questions}
    for number, way in enumerate(found):
        person = Person(700_000_000 + number, "Мария", language)
        told = await walk(harness, survey, person, way)
        assert any("text" in one.body for one in told), way
    talks = await harness.rows(tables.conversations)
    assert len(talks) == len(found)
    assert all(talk["finished_at"] is not None and talk["awaiting"] is None for talk in talks)
    await harness.scores()
