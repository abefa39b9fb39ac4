"""Who is reminded of a question, once, and who is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from surveys.catalogue import files
from surveys.outreach.reminders import PlannedReminder, reminder_of
from surveys.questions.inputs import Tap, Typed
from surveys.questions.survey import Survey
from tests.surveys.outreach.conversations import NOW, conversation_of

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def leaving() -> Survey:
    return files.load()["leaving"]


@pytest.fixture(scope="module")
def nps() -> Survey:
    return files.load()["nps"]


def test_an_unanswered_survey_is_reminded_once_after_three_days(nps: Survey) -> None:
    assert nps.reminder is not None
    assert reminder_of(nps, conversation_of(nps), reminded=False) == PlannedReminder(
        NOW + 3 * DAY, nps.reminder.text
    )
    assert reminder_of(nps, conversation_of(nps), reminded=True) is None


def test_nobody_is_reminded_after_an_answer_even_without_words(nps: Survey) -> None:
    assert reminder_of(nps, conversation_of(nps, Tap("9")), reminded=False) is None
    assert reminder_of(nps, conversation_of(nps, Tap("9"), Typed("Супер")), reminded=False) is None


def test_what_the_customer_began_and_what_expires_first_is_not_reminded(nps: Survey, leaving: Survey) -> None:
    assert reminder_of(leaving, conversation_of(leaving), reminded=False) is None
    assert reminder_of(replace(nps, expires_after=3 * DAY), conversation_of(nps), reminded=False) is None
