"""Commands as a hurried agent types them: with a number, in a reply, with a slip, corrected by an edit."""

import pytest

from playground import Group, Message, Person, Topic
from storage.rows import Case
from surveys.cases.lifecycle import Status
from tests.handlers.support_harness import SupportHarness

STORY, OTHER = "Букет завял на второй день", "Курьер опоздал на три часа"


@pytest.fixture
async def forum(support: SupportHarness) -> Group:
    """With two complaints, each in a topic of its own."""
    found = await support.reload(forum=True)
    await support.complain(STORY)
    await support.complain(OTHER)
    return found


def topic(support: SupportHarness, number: int = 1) -> Topic:
    return next(one for one in support.group.topics.values() if one.name.startswith(f"#{number} "))


def text(support: SupportHarness, text_id: str) -> str:
    return support.harness.contexts.current.texts.text("ru", text_id)


async def say(
    support: SupportHarness,
    words: str,
    number: int | None = 1,
    person: Person | None = None,
    reply_to: Message | None = None,
) -> Message:
    """In the topic of the case of that number; in General without one."""
    where = topic(support, number) if number else None
    writer = person or support.vera
    update = await writer.say(words, to=support.group, topic=where, reply_to=reply_to)
    await support.deliver(update)
    assert update.message is not None
    return update.message


async def statuses(support: SupportHarness) -> list[Status]:
    cases: list[Case] = [await support.case(number) for number in (1, 2)]
    return [case.status for case in cases]


def answers(support: SupportHarness) -> list[str]:
    """What Anna heard of people: notices of a case name it."""
    return [words for words in support.heard() if "обращение" not in words.casefold()]


# A number ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [None, 1], ids=["General", "topic of another case"])
@pytest.mark.parametrize("words", ["/take 2", "/take #2", "/TAKE  2"])
async def test_a_command_with_a_number_is_about_that_case(
    support: SupportHarness, forum: Group, where: int | None, words: str
) -> None:
    await say(support, words, where)
    assert await statuses(support) == [Status.OPEN, Status.TAKEN]
    assert "#2" in support.said()[-1]


@pytest.mark.parametrize("words", ["/close 2 брак товара", "/close #2 defect"])
async def test_a_case_is_closed_by_its_number_and_a_cause(
    support: SupportHarness, forum: Group, words: str
) -> None:
    await say(support, words, 1)
    assert await statuses(support) == [Status.OPEN, Status.CLOSED]
    assert (await support.case(2)).cause == "defect"
    assert "#2" in support.said()[-1]


async def test_the_cause_of_a_numbered_case_is_asked_for_and_closes_that_one(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, "/close 2", None)
    assert text(support, "close-which-cause") in support.said()[-1]
    assert "#2" in support.said()[-1]
    await support.deliver(await support.vera.tap(support.shown()[-1], "Брак товара"))
    assert "#2" in support.said()[-1]
    await support.deliver(await support.vera.tap(support.shown()[-1], "Извинились"))
    assert await statuses(support) == [Status.OPEN, Status.CLOSED]


@pytest.mark.parametrize("words", ["/take 77", "/close 77 defect"])
async def test_a_number_that_no_case_has_changes_none(
    support: SupportHarness, forum: Group, words: str
) -> None:
    await say(support, words, 1)
    assert await statuses(support) == [Status.OPEN, Status.OPEN]
    assert support.said()[-1] == text(support, "case-unknown")


async def test_who_is_not_enrolled_acts_by_no_number(support: SupportHarness, forum: Group) -> None:
    await say(support, "/take 2", None, support.zoya)
    await say(support, "/close 2 defect", 1, support.zoya)
    assert await statuses(support) == [Status.OPEN, Status.OPEN]


async def test_a_case_of_a_colleague_is_not_closed_by_its_number(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, "/take", 2, support.oleg)
    await say(support, "/close 2 defect", None)
    assert await statuses(support) == [Status.OPEN, Status.TAKEN]
    assert "Олег" in support.said()[-1]


# In reply to what tells of a case ------------------------------------------------------------------


@pytest.mark.parametrize("where", [None, 1], ids=["General", "topic of another case"])
async def test_a_command_in_reply_to_a_history_is_about_that_case(
    support: SupportHarness, forum: Group, where: int | None
) -> None:
    await say(support, "/case 2", where)
    await say(support, "/take", where, reply_to=support.shown()[-1])
    assert await statuses(support) == [Status.OPEN, Status.TAKEN]


async def test_words_in_reply_to_a_history_in_general_are_told_to_stay_inside(
    support: SupportHarness, forum: Group
) -> None:
    await say(support, "/case 2", None)
    await say(support, "Анна, уже едем!", None, reply_to=support.shown()[-1])
    assert answers(support) == []
    assert support.said()[-1] == text(support, "support-elsewhere")


async def test_words_in_reply_to_what_answers_another_case_reach_nobody(
    support: SupportHarness, forum: Group
) -> None:
    """The answer to a command about one case stands in the topic of another: who would be meant?"""
    await say(support, "/take 2", 1)
    await say(support, "Анна, уже едем!", 1, reply_to=support.shown()[-1])
    assert answers(support) == []
    assert support.said()[-1] == text(support, "support-elsewhere")


async def test_words_in_reply_to_a_list_in_general_are_talk(support: SupportHarness, forum: Group) -> None:
    await say(support, "/cases", None)
    before = support.said()
    await say(support, "Кто берёт второе?", None, reply_to=support.shown()[-1])
    assert support.said() == before


# Slips ---------------------------------------------------------------------------------------------

SLIPS = (
    "\\close",
    "\\take",
    "\\\\ клиент ругается",
    " \\\\клиент ругается",
    "..клиент ругается",
    ".. клиент ругается",
    "close",
    "Take",
    " inbox ",
    ".сдщыу",
    ".ефлу",
    ".е банка",
    "help",
    "\uff0fclose other",
    "\u200b/close other",
)


@pytest.mark.parametrize("words", SLIPS)
async def test_a_slip_of_a_command_or_note_reaches_no_customer(
    support: SupportHarness, forum: Group, words: str
) -> None:
    await say(support, words)
    assert answers(support) == []
    assert await statuses(support) == [Status.OPEN, Status.OPEN]
    assert support.said()[-1] == text(support, "support-mistyped")


async def test_a_command_under_a_picture_is_a_slip(support: SupportHarness, forum: Group) -> None:
    where = topic(support)
    await support.deliver(await support.vera.photo(b"jpeg", "/close other", to=forum, topic=where))
    assert answers(support) == []
    assert support.said()[-1] == text(support, "support-mistyped")
    album = await support.vera.album([b"a", b"b"], to=forum, topic=where)
    last = album[1].payload["message"]
    assert isinstance(last, dict)
    last["caption"] = "/close other"
    await support.deliver(*album)
    assert answers(support) == []


@pytest.mark.parametrize(
    "words", ["...и ещё раз простите", "close to you", ".5 кг вернём", "Закрыто", "take away", "5\\7"]
)
async def test_what_only_resembles_a_slip_is_an_answer(
    support: SupportHarness, forum: Group, words: str
) -> None:
    await say(support, words)
    assert support.heard()[-1].endswith(words)


async def test_a_slip_in_general_is_talk(support: SupportHarness, forum: Group) -> None:
    before = support.said()
    for words in ("close", "..ну и день", "\\o/"):
        await say(support, words, None)
    assert support.said() == before


# Edits ---------------------------------------------------------------------------------------------


async def test_a_mistyped_command_that_was_corrected_by_an_edit_is_told_to_do_nothing(
    support: SupportHarness, forum: Group
) -> None:
    wrong = await say(support, "/clsoe defect")
    await support.deliver(await support.vera.edit(wrong, "/close defect"))
    assert await statuses(support) == [Status.OPEN, Status.OPEN]
    assert support.said()[-1] == text(support, "support-edited-unsent")


@pytest.mark.parametrize("first", ["//Вернём деньги", "Вернём //деньги", "close"])
async def test_what_was_held_and_is_edited_into_an_answer_is_told_not_to_be_sent(
    support: SupportHarness, forum: Group, first: str
) -> None:
    held = await say(support, first)
    await support.deliver(await support.vera.edit(held, "Вернём деньги"))
    assert answers(support) == []
    assert support.said()[-1] == text(support, "support-edited-unsent")


async def test_an_edit_of_talk_says_nothing(support: SupportHarness, forum: Group) -> None:
    note = await say(support, "//заметка")
    talk = await say(support, "согласен", 1, support.oleg, note)
    general = await say(support, "кто на смене?", None)
    strange = await say(support, "я тоже тут", 1, support.zoya)
    before = support.said()
    for person, message in (
        (support.vera, note),
        (support.oleg, talk),
        (support.vera, general),
        (support.zoya, strange),
    ):
        await support.deliver(await person.edit(message, "//поправила" if message is note else "поправил"))
    assert support.said() == before


async def test_help_in_the_group_tells_what_goes_to_the_customer_and_what_stays(
    support: SupportHarness, forum: Group
) -> None:
    for where in (1, None):
        heard = support.heard()
        await say(support, "/help", where)
        assert support.said()[-1] == text(support, "support-help")
        assert support.heard() == heard
