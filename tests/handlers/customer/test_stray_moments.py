"""Surveys at odd moments: a month later, on two phones, in a group, after the bot was blocked."""

from dataclasses import dataclass

import pytest

from storage import tables
from tests.handlers.customer.stray_input import ALBUM, FORWARD, STICKER, VOICE, says
from tests.harness import Harness, SentCall
from tests.updates import GROUP, Person, edited, membership, said, sent, tapped

QUESTION = 5123


@dataclass(frozen=True)
class Survey:
    command: str
    first: str
    second: str
    """Two options of the first question."""
    then: str
    """Words for the question that follows; none when nothing does."""


NPS = Survey("/rate", "9", "0", "Кофе")
COMPLAINT = Survey("/complain", "quality", "delivery", "Разбито")
LEAVING = Survey("/leave", "NO_ANSWER", "PRICE_HIGH", "")

each_survey = pytest.mark.parametrize(
    "survey", [NPS, COMPLAINT, LEAVING], ids=["nps", "complaint", "leaving"]
)
each_language = pytest.mark.parametrize("language", ["ru", "en"])


def anna(language: str) -> Person:
    return Person(500_000_101, "Анна", language)


def button(told: SentCall, option: str) -> str:
    """Data of the button of an option, also of one within a group that was not opened."""
    start, _, _ = next(iter(told.buttons.values())).rpartition(":")
    return f"{start}:{option}"


async def chosen(harness: Harness) -> list[str]:
    """The answers to first questions, as they stand now."""
    rows = [row for row in await harness.rows(tables.answers) if row["kind"] in ("score", "choice", "reason")]
    return [str(row["option"] if row["score"] is None else row["score"]) for row in rows]


@each_survey
@each_language
async def test_a_tap_on_last_months_question_says_how_to_answer_anew(
    harness: Harness, survey: Survey, language: str
) -> None:
    person = anna(language)
    asking = await harness.say(person, survey.command)
    harness.fake_clock.move(days=32)
    popped_up = await harness.tap(person, button(asking, survey.first), QUESTION)
    assert popped_up == says("closed-question", command=survey.command)(language)
    assert await harness.told() == []
    assert await chosen(harness) == []


@each_survey
@each_language
async def test_an_answer_of_last_month_stays_as_it_was(
    harness: Harness, survey: Survey, language: str
) -> None:
    person = anna(language)
    asking = await harness.say(person, survey.command)
    await harness.deliver(tapped(person, button(asking, survey.first), QUESTION))
    harness.fake_clock.move(days=32)
    popped_up = await harness.tap(person, button(asking, survey.second), QUESTION)
    assert popped_up == says("closed-answer", command=survey.command)(language)
    assert await harness.told() == []
    assert await chosen(harness) == [survey.first]


@each_survey
@each_language
async def test_words_for_last_months_question_are_kept_and_told_how_to_begin(
    harness: Harness, survey: Survey, language: str
) -> None:
    person = anna(language)
    await harness.say(person, survey.command)
    harness.fake_clock.move(days=32)
    told = await harness.say(person, "9")
    assert says("message-kept")(language) in told.text
    assert survey.command in told.text
    assert [row["words"] for row in await harness.rows(tables.messages)] == ["9"]


@each_survey
async def test_of_two_phones_the_last_tap_counts_and_both_show_it(harness: Harness, survey: Survey) -> None:
    person = anna("en")
    asking = await harness.say(person, survey.command)
    receipts = []
    for taps in ([survey.first], [survey.second], [survey.first, survey.second, survey.second]):
        told = await harness.deliver(*(tapped(person, button(asking, one), QUESTION) for one in taps))
        [receipt] = [one for one in told if one.method == "editMessageText"]
        assert receipt.body["message_id"] == QUESTION
        receipts.append(receipt.text)
    assert receipts[1] == receipts[2] != receipts[0]
    assert await chosen(harness) == [survey.second]
    old = [str(row["option"] or row["score"]) for row in await harness.rows(tables.corrections)]
    assert old == [survey.first, survey.second, survey.first]
    assert len(await harness.rows(tables.conversations)) == 1
    assert len(await harness.rows(tables.churn_sessions)) == (survey is LEAVING)


async def test_a_story_that_came_from_two_phones_is_one_case_with_both(harness: Harness) -> None:
    person = anna("ru")
    asking = await harness.say(person, "/complain")
    await harness.deliver(tapped(person, button(asking, "quality"), QUESTION))
    told = await harness.deliver(said(person, "Разбито"), sent(person, **VOICE), said(person, "Разбито"))
    assert sum("номер 1" in one.text for one in told) == 1
    [case] = await harness.rows(tables.cases)
    kept = [(row["words"], row["file_id"], row["case_id"]) for row in await harness.rows(tables.messages)]
    assert case["words"] == "Разбито"
    assert kept == [(None, "vo", case["id"]), ("Разбито", None, case["id"])]


async def test_a_survey_that_was_begun_on_two_phones_is_one(harness: Harness) -> None:
    person = anna("ru")
    for survey in (NPS, COMPLAINT, LEAVING):
        [first] = await harness.deliver(said(person, survey.command), said(person, survey.command))
        [second] = await harness.deliver(said(person, survey.command))
        assert (first.text, first.buttons) == (second.text, second.buttons)
    assert len(await harness.rows(tables.conversations)) == 3


@each_language
async def test_a_command_in_a_group_leads_to_the_private_chat(harness: Harness, language: str) -> None:
    person = anna(language)
    for command in ("rate", "complain", "leave", "wish"):
        [told] = await harness.deliver(said(person, f"/{command} кофе", chat=GROUP))
        link = f"https://t.me/{harness.contexts.current.username}?start={command}"
        assert told.text == says("come-over", link=link)(language)
        assert told.body["chat_id"] == GROUP["id"]
    assert await harness.customers() == []


async def test_what_people_say_to_each_other_in_a_group_is_neither_answered_nor_stored(
    harness: Harness,
) -> None:
    person, group = anna("ru"), {"chat": GROUP}
    talk = [sent(person, **content, **group) for content in (STICKER, VOICE, FORWARD, *ALBUM)]
    change = edited(person, "10")
    change["edited_message"] |= group
    told = await harness.deliver(*talk, said(person, "5, отлично", **group), change)
    assert told == []
    assert await harness.customers() == []
    assert await harness.rows(tables.messages) == []


@each_survey
async def test_whoever_blocked_us_in_the_middle_goes_on_where_they_were(
    harness: Harness, survey: Survey
) -> None:
    person = anna("en")
    asking = await harness.say(person, survey.command)
    assert await harness.deliver(membership(person, "member", "kicked")) == []
    assert await harness.deliver(membership(person, "kicked", "member")) == []
    assert says("start-open-question")("en") in (await harness.say(person, "/start")).text
    await harness.deliver(tapped(person, button(asking, survey.first), QUESTION))
    await harness.deliver(membership(person, "member", "kicked"))
    if survey.then:
        # Telegram need not have told us that they are back.
        await harness.deliver(said(person, survey.then))
        words = [row["words"] for row in await harness.rows(tables.answers)]
        assert words == [None, survey.then]
    [customer] = await harness.customers()
    assert (customer["blocked_at"] is None) == bool(survey.then)
    assert await chosen(harness) == [survey.first]


@each_survey
async def test_what_interrupts_a_question_leaves_it_open(harness: Harness, survey: Survey) -> None:
    person = anna("ru")
    asking = await harness.say(person, survey.command)
    voices = [] if survey.command == "/complain" else [VOICE]  # there it tells what happened
    texts = [{"text": text} for text in ("🙄", "/start", "/help", "/nope")]
    for content in (STICKER, *voices, *texts):
        assert len(await harness.deliver(sent(person, **content))) == 1
    await harness.deliver(tapped(person, button(asking, survey.first), QUESTION))
    assert await chosen(harness) == [survey.first]
    conversation = {row["conversation_id"] for row in await harness.rows(tables.messages)}
    assert conversation == {row["id"] for row in await harness.rows(tables.conversations)}
