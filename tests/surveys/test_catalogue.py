"""The built-in surveys, walked from start to every end in both languages."""

import json
from datetime import UTC, datetime
from typing import Final

import pytest

from surveys import engine, files
from surveys.definition import definition
from surveys.engine import Input, Tap, Typed
from surveys.survey import PLACEHOLDER, Question, QuestionKind, Survey, SurveyKind, Text

NOW: Final = datetime(2026, 10, 5, 12, tzinfo=UTC)
ALL: Final = list(files.load())
surveys = pytest.mark.parametrize("survey", ALL, ids=[survey.id for survey in ALL])


def inputs(question: Question) -> list[Input]:
    return (
        [Typed("слово")]
        if question.kind is QuestionKind.TEXT
        else [Tap(option) for option in question.options]
    )


def endings(survey: Survey, conversation: engine.Conversation) -> list[Text | None]:
    awaited = engine.awaited_question(survey, conversation.answers)
    assert awaited is not None
    ends: list[Text | None] = []
    for given in inputs(awaited):
        step = engine.answer(survey, conversation, awaited.id, given, NOW)
        ends += [step.thanks] if step.conversation.done else endings(survey, step.conversation)
    return ends


def test_the_built_in_files_have_no_fault() -> None:
    assert files.check(files.BUILT_IN) == []


@surveys
def test_every_way_through_ends_with_thanks_and_every_thanks_is_reached(survey: Survey) -> None:
    ends = endings(survey, engine.begin(survey, NOW).conversation)
    assert set(ends) == {thanks.text for thanks in survey.thanks}


@surveys
@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_placeholder_is_left_in_what_customers_read(survey: Survey, language: str) -> None:
    texts = [*(question.text for question in survey.questions), *(thanks.text for thanks in survey.thanks)]
    for text in texts:
        said = text.say(language, business="Ромашка {business}")
        assert PLACEHOLDER.findall(said) in ([], ["business"])
        assert said == said.strip()


@surveys
def test_a_definition_is_json_that_keeps_every_question(survey: Survey) -> None:
    kept = definition(survey)
    assert json.loads(json.dumps(kept)) == kept
    assert kept["version"] == survey.version
    assert kept["correct_within"] == survey.correct_within.total_seconds()


def test_nps_asks_one_question_with_eleven_buttons_that_fit_a_thumb() -> None:
    nps = files.load()["nps"]
    assert nps.kind is SurveyKind.RELATIONAL
    assert [question.bonus for question in nps.questions] == [False, True, True, True]
    assert [button for row in nps.first.rows for button in row] == [str(score) for score in range(11)]
    assert max(len(row) for row in nps.first.rows) <= 6
    for words in (nps.first.text.ru, nps.first.text.en):
        assert "{business}" in words
        assert "\n0 – " in words
        assert "\n10 – " in words


def test_a_business_name_is_put_in_as_it_is() -> None:
    assert Text("Из «{business}»", "From {business}").say("ru", business="A {x} & <b>") == "Из «A {x} & <b>»"
    assert Text("Из «{business}»", "From {business}").say("de", business="Otto") == "From Otto"
