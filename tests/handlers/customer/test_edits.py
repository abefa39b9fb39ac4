"""An edit goes where the edited message went: to its answer, its case, or beside the first words."""

import pytest

from playground import Message
from storage import tables
from tests.handlers.cases.test_case_conversation import in_topic, told, topic_of
from tests.handlers.customer.stray_input import says
from tests.handlers.customer.test_replies_to_questions import answers
from tests.handlers.support_harness import SupportHarness

STORY = "Заказ 111 разбит"
EDITED = "Заказ 112 разбит"


async def wrote(support: SupportHarness, words: str) -> Message:
    update = await support.anna.say(words)
    await support.deliver(update)
    assert update.message is not None
    return update.message


async def edit(support: SupportHarness, message: Message, words: str) -> None:
    await support.deliver(await support.anna.edit(message, words))


def edits_in(support: SupportHarness, number: int) -> list[str]:
    """What the case's topic shows as edited."""
    topic = topic_of(support, number)
    return [one.text for one in support.shown() if one.thread_id == topic.id and one.text.startswith("✏️")]


async def test_an_edit_of_a_closed_matter_is_shown_in_its_topic_and_opens_nothing(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await in_topic(support, 1, "/close delivery")
    await edit(support, message, EDITED)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]
    assert (await support.case(1)).closed_at is not None
    assert (await support.case(1)).reopened == 0
    assert support.heard()[-1] == says("edited-closed", number="1")("ru")


async def test_an_edit_of_a_matter_closed_long_ago_is_shown_too(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await in_topic(support, 1, "/close delivery")
    support.harness.fake_clock.move(days=8)
    await edit(support, message, EDITED)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]
    assert len(await support.all_cases()) == 1


async def test_an_edit_goes_to_the_case_of_its_message_not_to_the_open_one(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await in_topic(support, 1, "/close delivery")
    await support.complain("И кассир грубил")
    await edit(support, message, EDITED)
    assert (edits_in(support, 1), edits_in(support, 2)) == ([f"✏️ Анна:\n{EDITED}"], [])


async def test_of_two_open_cases_the_edit_goes_to_its_own(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await support.complain("И кассир грубил")
    await edit(support, message, EDITED)
    assert (edits_in(support, 1), edits_in(support, 2)) == ([f"✏️ Анна:\n{EDITED}"], [])


async def test_an_edit_of_the_words_that_opened_a_case_reaches_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain", "Доставка")
    story = await wrote(support, STORY)
    await support.complain("И кассир грубил")
    await edit(support, story, EDITED)
    assert (edits_in(support, 1), edits_in(support, 2)) == ([f"✏️ Анна:\n{EDITED}"], [])


async def test_a_case_is_opened_with_the_latest_text_only(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    story = await wrote(support, STORY)
    await edit(support, story, EDITED)
    await told(support, "2")
    assert (await support.case(1)).words == EDITED


async def test_an_edit_of_a_story_told_before_its_category_reaches_its_case(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain")
    story = await wrote(support, STORY)
    await edit(support, story, EDITED)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]


async def test_words_of_a_low_score_that_were_edited_before_the_case_reach_it_once(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    first, second = await wrote(support, "Холодный"), await wrote(support, "Горький")
    await edit(support, first, "Совсем холодный")
    await edit(support, second, "Горький кофе")
    await edit(support, first, "Тёплый")
    await told(support, "2")
    assert (await support.case(1)).words == "Тёплый\n\nГорький кофе"


async def test_words_of_a_survey_are_corrected_by_an_edit(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9")
    words = await wrote(support, "Бариста")
    await told(support, "/complain")
    await edit(support, words, "Бариста и торты")
    assert await answers(support) == {"score": 9, "why-high": "Бариста и торты"}
    assert [row["words"] for row in await support.harness.rows(tables.corrections)] == ["Бариста"]
    assert await support.harness.rows(tables.messages) == []


async def test_too_late_to_correct_the_edit_is_kept_beside_the_answer_and_told_so(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9")
    words = await wrote(support, "Бариста")
    support.harness.fake_clock.move(days=20)
    await edit(support, words, "Бариста и торты")
    assert (await answers(support))["why-high"] == "Бариста"
    assert [row["words"] for row in await support.harness.rows(tables.messages)] == ["Бариста и торты"]
    assert says("closed-answer", command="/rate")("ru") in support.heard()[-1]


async def test_an_edit_of_the_answer_that_told_a_low_scores_reason_is_corrected_and_shown_to_staff(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "2")
    words = await wrote(support, STORY)
    await support.complain("И кассир грубил")
    await edit(support, words, EDITED)
    assert (await answers(support))["why-low"] == EDITED
    assert (edits_in(support, 1), edits_in(support, 2)) == ([f"✏️ Анна:\n{EDITED}"], [])


async def test_a_typed_score_is_corrected_by_its_button_only(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    score = await wrote(support, "9")
    await told(support, "/complain")
    await edit(support, score, "3")
    assert (await answers(support))["score"] == 9
    assert support.heard()[-1] == says("edited-score")("ru")


async def test_a_number_that_gave_no_score_is_words(support: SupportHarness) -> None:
    await support.reload(forum=True)
    order = await wrote(support, "Заказ 5512")
    await told(support, "/rate", "9")
    await edit(support, order, "5513")
    assert support.heard()[-1] == says("edited-kept")("ru")


async def test_a_score_that_is_edited_into_words_is_not_lost(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate")
    score = await wrote(support, "9")
    await edit(support, score, "9, но курьер грубил")
    assert (await answers(support))["score"] == 9
    assert [row["words"] for row in await support.harness.rows(tables.messages)] == ["9, но курьер грубил"]


@pytest.mark.parametrize("days", [0, 8])
async def test_an_edit_that_comes_twice_or_changes_nothing_is_silent(
    support: SupportHarness, days: int
) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await edit(support, message, EDITED)
    support.harness.fake_clock.move(days=days)
    await support.harness.parts.housekeeping.tidy()
    before, heard = support.said(), support.heard()
    again = await support.anna.edit(message, EDITED)
    await support.deliver(again, again)
    assert (support.said(), support.heard()) == (before, heard)


async def test_an_edit_before_the_case_of_another_survey_stays_where_it_was(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/rate", "9", "Вкусно")
    extra = await wrote(support, "Где мой заказ?")
    support.harness.fake_clock.move(minutes=30)
    await told(support, "/complain", "Доставка", "Холодно")
    await edit(support, extra, "Где мой заказ 551?")
    assert edits_in(support, 1) == []
    kept = [row for row in await support.harness.rows(tables.messages) if row["case_id"] is None]
    assert [row["words"] for row in kept] == ["Где мой заказ?", "Где мой заказ 551?"]


async def test_words_after_leaving_that_opened_a_case_are_edited_in_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/leave", "Дорого", "У соседей дешевле")
    reply = await wrote(support, "Верните деньги")
    await support.complain("И кассир грубил")
    await edit(support, reply, "Верните 500 рублей")
    assert (len(edits_in(support, 1)), edits_in(support, 2)) == (1, [])


async def test_an_edit_of_what_stood_behind_a_command_reaches_the_case_without_the_command(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    story = await wrote(support, f"/complain {STORY}")
    await edit(support, story, f"/complain {EDITED}")
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]


async def test_an_edited_wish_is_no_part_of_a_complaint(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain")
    wish = await wrote(support, "/wish больше мест у окна")
    await edit(support, wish, "/wish больше мест")
    await told(support, "Доставка", STORY)
    assert (await support.case(1)).words == STORY


async def test_a_typed_category_is_corrected_by_an_edit(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await told(support, "/complain")
    category = await wrote(support, "Доставка")
    await told(support, STORY)
    await edit(support, category, "Качество")
    assert (await answers(support))["category"] == "quality"
    assert (await support.case(1)).category == "quality"


async def test_thanks_that_are_edited_into_a_complaint_are_seen_and_the_way_is_told(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    await support.complain(STORY)
    await in_topic(support, 1, "/close delivery")
    thanks = await wrote(support, "Спасибо!")
    await edit(support, thanks, "Спасибо, но деньги не пришли")
    assert edits_in(support, 1) == ["✏️ Анна:\nСпасибо, но деньги не пришли"]
    assert support.heard()[-1] == says("edited-closed", number="1")("ru")


async def test_an_edit_is_shown_as_a_reply_to_the_first_text(support: SupportHarness) -> None:
    await support.reload(forum=True)
    await support.complain("Холодно")
    message = await wrote(support, STORY)
    await told(support, "И мокро")
    await edit(support, message, EDITED)
    shown = support.shown()[-1]
    assert shown.reply_to is not None
    assert (shown.text, shown.reply_to.text) == (f"✏️ Анна:\n{EDITED}", f"💬 Анна:\n{STORY}")


# A case that was made of words which nobody asked for ------------------------------------------------


async def complains_with(support: SupportHarness, *words: str) -> list[Message]:
    """Each is kept; then the button under the last answer makes a case of them."""
    await support.reload(forum=True)
    written = [await wrote(support, one) for one in words]
    await tap_complaint(support)
    return written


async def tap_complaint(support: SupportHarness) -> None:
    kept = await support.anna.sees(says("message-kept")("ru"))
    await support.deliver(await support.anna.tap(kept, says("button-complain-words")("ru")))


@pytest.mark.parametrize("n", range(3))
async def test_an_edit_of_any_piece_of_a_case_reaches_it(support: SupportHarness, n: int) -> None:
    pieces = await complains_with(support, "Коробка раздавлена", "Курьер нахамил", "Заказ 111")
    await edit(support, pieces[n], EDITED)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]


async def test_an_edit_of_a_piece_of_a_closed_case_says_that_it_is_closed(support: SupportHarness) -> None:
    pieces = await complains_with(support, "Коробка раздавлена", "Курьер нахамил")
    await in_topic(support, 1, "/close delivery")
    await edit(support, pieces[1], EDITED)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{EDITED}"]
    assert support.heard()[-1] == says("edited-closed", number="1")("ru")


async def test_a_reply_to_a_piece_of_a_case_reaches_it(support: SupportHarness) -> None:
    pieces = await complains_with(support, "Коробка раздавлена", "Курьер нахамил")
    await told(support, "/complain", "Качество", STORY)
    await support.deliver(await support.anna.say("Его зовут Олег", reply_to=pieces[1]))
    topic = topic_of(support, 1)
    assert any(one.thread_id == topic.id and "Его зовут Олег" in one.text for one in support.shown())


async def test_pieces_that_were_edited_before_the_tap_are_in_the_case_once(support: SupportHarness) -> None:
    await support.reload(forum=True)
    first, _ = await wrote(support, STORY), await wrote(support, "Курьер нахамил")
    await edit(support, first, EDITED)
    await tap_complaint(support)
    assert (await support.case(1)).words == f"{EDITED}\n\nКурьер нахамил"


async def test_words_that_were_edited_before_complaining_are_in_the_case_once(
    support: SupportHarness,
) -> None:
    await support.reload(forum=True)
    first = await wrote(support, STORY)
    await edit(support, first, EDITED)
    await told(support, "/complain", "Верните 5000")
    assert (await support.case(1)).words == f"{EDITED}\n\nВерните 5000"
    await edit(support, first, STORY)
    assert edits_in(support, 1) == [f"✏️ Анна:\n{STORY}"]


async def test_a_wish_that_was_edited_before_complaining_is_no_part_of_it(support: SupportHarness) -> None:
    await support.reload(forum=True)
    wish = await wrote(support, "/wish больше мест у окна")
    await edit(support, wish, "/wish больше мест")
    await told(support, "/complain", STORY)
    assert (await support.case(1)).words == STORY
