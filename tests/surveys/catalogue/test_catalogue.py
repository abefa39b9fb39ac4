"""The built-in surveys, walked from start to every end in both languages."""

import json
import re
from datetime import UTC, datetime
from typing import Final

import pytest

from surveys.catalogue import files
from surveys.language.text import PLACEHOLDER, Text
from surveys.questions import engine
from surveys.questions.callback import longest
from surveys.questions.definition import definition
from surveys.questions.inputs import Input, SentFile, Tap, Typed
from surveys.questions.message_kind import MessageKind
from surveys.questions.question import SHARE, SKIP, Question
from surveys.questions.survey import Survey, SurveyKind

NOW: Final = datetime(2026, 10, 5, 12, tzinfo=UTC)
ALL: Final = list(files.load())
WORDS_OF: Final = {"date": "15.03", "contact": "anna@example.org"}
"""What answers a question of a kind that does not take any words."""
surveys = pytest.mark.parametrize("survey", ALL, ids=[survey.id for survey in ALL])


def inputs(question: Question) -> list[Input]:
    if question.values:
        return [Tap(str(value)) for value in question.values]
    if question.done is not None:
        chosen = question.choices[: question.at_least + 1]
        ways: list[Input] = [Typed(", ".join(one.label.ru for one in chosen))]
        return [*ways, Tap(SKIP)] if question.skip is not None else ways
    words: list[Input] = [Typed(WORDS_OF.get(question.kind.name, "слово"))]
    return [*words, *(Tap(option) for option in question.options if option != SHARE)]


def buttons(question: Question) -> list[str]:
    screens = [question.screen(), *(question.screen(group.id) for group in question.groups)]
    return [button for screen in screens for row in screen for button in row]


def endings(survey: Survey, conversation: engine.ConversationState) -> list[Text | None]:
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
    labels = [question.label(one) for question in survey.questions for one in buttons(question)]
    texts = [
        *labels,
        *(question.text for question in survey.questions),
        *(thanks.text for thanks in survey.thanks),
    ]
    for text in texts:
        said = text.render(language, business="Ромашка {business}")
        assert PLACEHOLDER.findall(said) in ([], ["business"])
        assert said == said.strip()


@surveys
def test_a_definition_is_json_that_keeps_every_question(survey: Survey) -> None:
    kept = definition(survey)
    assert json.loads(json.dumps(kept)) == kept
    assert kept["version"] == survey.version
    assert kept["correct_within"] == survey.correct_within.total_seconds()


@surveys
def test_a_screen_has_eight_buttons_at_most_and_each_fits_a_phone(survey: Survey) -> None:
    for question in survey.questions:
        screens = [question.screen(), *(question.screen(group.id) for group in question.groups)]
        if not question.kind.highest:
            assert max(sum(map(len, screen)) for screen in screens) <= 8
        for screen in screens:
            for row in screen:
                labels = [question.label(button) for button in row]
                assert (
                    max(sum(len(label.ru) for label in labels), sum(len(label.en) for label in labels)) <= 36
                )
        assert all(longest(question.id, button) <= 64 for button in buttons(question))


def test_a_complaint_counts_once_it_is_told_and_says_so() -> None:
    complaint = files.load()["complaint"]
    step = engine.answer(complaint, engine.begin(complaint, NOW).conversation, None, Tap("quality"), NOW)
    assert not engine.is_answered(complaint, step.conversation)
    step = engine.answer(complaint, step.conversation, None, SentFile(MessageKind.VOICE, "file-1"), NOW)
    assert engine.is_answered(complaint, step.conversation)
    assert step.asks == complaint.question("touchpoint")


def test_nps_asks_one_question_with_eleven_buttons_that_fit_a_thumb() -> None:
    nps = files.load()["nps"]
    assert nps.kind is SurveyKind.RELATIONAL
    assert [question.optional for question in nps.questions] == [False, True, True, True]
    assert [button for row in nps.first.rows for button in row] == [str(score) for score in range(11)]
    assert max(len(row) for row in nps.first.rows) <= 6
    for words in (nps.first.text.ru, nps.first.text.en):
        assert "{business}" in words
        assert re.search(r"\n0 [–—] ", words)
        assert re.search(r"\n10 [–—] ", words)


def test_a_business_name_is_put_in_as_it_is() -> None:
    assert (
        Text("Из «{business}»", "From {business}").render("ru", business="A {x} & <b>") == "Из «A {x} & <b>»"
    )
    assert Text("Из «{business}»", "From {business}").render("de", business="Otto") == "From Otto"
