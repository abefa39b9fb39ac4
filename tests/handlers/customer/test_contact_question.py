"""A survey asks for a phone or an e-mail: shared, written, skipped; the answer is stored before a joining."""

from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Connection

from storage import tables
from storage.people import contacts
from storage.people.contacts import Sharing
from tests.handlers.customer.survey_talk import says
from tests.handlers.customer.test_contact import PHONE, _imports, _is_sound, _me, _orders, _owner, shared
from tests.handlers.customer.test_own_surveys import use_survey
from tests.harness import Harness, SentCall
from tests.updates import ANNA, BORIS, ZOYA, said, tapped

SURVEY: Final = """\
id = "reach"
version = 1
kind = "transactional"
title = { ru = "Связь", en = "Contact" }

[[questions]]
id = "phone"
kind = "contact"
next = "when"
text = { ru = "Как с вами связаться?", en = "How can we reach you?" }
skip = { ru = "Не скажу", en = "I'd rather not" }

[[questions]]
id = "when"
kind = "text"
next = "end"
text = { ru = "Когда удобно?", en = "When?" }

[[thanks]]
text = { ru = "Спасибо!", en = "Thank you!" }
"""


@pytest.fixture
async def asked(harness: Harness, tmp_path: Path) -> SentCall:
    use_survey(harness, tmp_path, SURVEY)
    return await harness.say(ANNA, "/start s_reach")


async def _stored(harness: Harness) -> dict[str, object]:
    [row] = await harness.rows(tables.answers)
    return {name: row[name] for name in ("question_id", "kind", "words", "option", "customer_id")}


async def _tap_share(harness: Harness, asked: SentCall) -> SentCall:
    [keyboard] = await harness.deliver(tapped(ANNA, asked.buttons["📱 Поделиться номером"]))
    [[share], [_]] = keyboard.body["reply_markup"]["keyboard"]
    assert share["request_contact"] is True
    return keyboard


async def test_a_shared_contact_is_the_answer_and_joins_whom_the_company_knows(
    harness: Harness, asked: SentCall
) -> None:
    await _imports(harness)
    await _tap_share(harness, asked)
    calls = await harness.deliver(shared(ANNA))
    told = [call.text for call in calls if call.method == "sendMessage"]
    assert "узнали вас" in told[0]
    assert told[1].endswith("Когда удобно?")
    me = (await _me(harness)).id
    assert await _stored(harness) == {
        "question_id": "phone", "kind": "contact", "words": PHONE, "option": None, "customer_id": me,
    }  # fmt: skip
    assert await _orders(harness) == [("o-1", me)]
    assert await _owner(harness.database) == me
    assert (await says(harness, ANNA, "Вечером")).text.endswith("Спасибо!")
    await _is_sound(harness)


async def test_the_answer_is_in_the_database_before_anybody_is_joined(
    harness: Harness, asked: SentCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _imports(harness)
    seen: list[list[str | None]] = []
    share = contacts.share

    def watched(connection: Connection, *args: Any) -> Sharing:
        seen.append([row.words for row in connection.execute(tables.answers.select())])
        return share(connection, *args)

    monkeypatch.setattr(contacts, "share", watched)
    await harness.deliver(shared(ANNA))
    assert seen == [[PHONE]]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("8 916 123-45-67", PHONE), ("пишите на Anna@Example.org", "anna@example.org"), ("+79161234567", PHONE)],
)
async def test_a_written_contact_is_an_answer_and_proves_nothing(
    harness: Harness, asked: SentCall, written: str, kept: str
) -> None:
    await _imports(harness)
    assert (await says(harness, ANNA, written)).text.endswith("Когда удобно?")
    assert (await _stored(harness))["words"] == kept
    assert await _owner(harness.database) != (await _me(harness)).id


@pytest.mark.parametrize("written", ["завтра", "12", "anna@", "@anna", "📱" * 400])
async def test_what_is_no_contact_is_told_what_would_be(
    harness: Harness, asked: SentCall, written: str
) -> None:
    assert "Не похоже на телефон или почту" in (await says(harness, ANNA, written)).text
    assert await harness.rows(tables.answers) == []


async def test_the_contact_of_somebody_else_is_refused_and_the_question_stays(
    harness: Harness, asked: SentCall
) -> None:
    [told] = await harness.deliver(shared(ANNA, of=ZOYA.id))
    assert "не ваш собственный контакт" in told.text
    assert await harness.rows(tables.answers) == []
    assert await _owner(harness.database) is None
    assert (await says(harness, ANNA, "anna@example.org")).text.endswith("Когда удобно?")


async def test_skipping_takes_the_keyboard_away(harness: Harness, asked: SentCall) -> None:
    await _tap_share(harness, asked)
    calls = await harness.deliver(tapped(ANNA, asked.buttons["Не скажу"]))
    assert [call.body["reply_markup"] for call in calls if "записали" in call.text] == [
        {"remove_keyboard": True}
    ]
    assert (await _stored(harness))["option"] == "skip"


async def test_keeping_the_number_skips_the_question(harness: Harness, asked: SentCall) -> None:
    await _tap_share(harness, asked)
    told = [call.text for call in await harness.deliver(said(ANNA, "✖️ Не делиться номером"))]
    assert "номер остаётся при вас" in told[0]
    assert told[-1].endswith("Когда удобно?")
    assert (await _stored(harness))["option"] == "skip"


async def test_a_preview_of_staff_joins_nobody(harness: Harness, tmp_path: Path) -> None:
    use_survey(harness, tmp_path, SURVEY)
    await harness.say(BORIS, "/start s_reach")
    await harness.deliver(shared(BORIS))
    assert await harness.rows(tables.answers) == []
    assert await _owner(harness.database) is None


async def test_a_button_of_a_question_that_was_answered_shows_no_keyboard(
    harness: Harness, asked: SentCall
) -> None:
    await says(harness, ANNA, "anna@example.org")
    calls = await harness.deliver(tapped(ANNA, asked.buttons["📱 Поделиться номером"]))
    assert not [call for call in calls if call.method == "sendMessage"]
