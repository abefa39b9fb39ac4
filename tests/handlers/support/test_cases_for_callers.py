"""`/open`: staff open a case for somebody who calls; it is theirs and has its clock."""

from storage import tables
from storage.people import erasure
from tests.handlers.cases.test_case_conversation import in_topic
from tests.handlers.support.test_case_list import begin, text
from tests.handlers.support.test_customer_card import known, said
from tests.handlers.support_harness import SupportHarness

PHONE = "8 (916) 123-45-67"


async def test_a_case_for_a_caller_whom_the_company_knows_is_told_to_them_as_any_other(
    support: SupportHarness,
) -> None:
    await begin(support, forum=True)
    anna = await known(support)
    before = len(support.heard())
    await support.deliver(await support.vera.say(f"/open {PHONE} Привезли не тот торт", to=support.group))
    case = await support.case(1)
    assert (case.customer_id, case.words, case.source) == (anna, "Привезли не тот торт", "complaint")
    assert (case.holder_telegram_id, case.opened_by) == (support.vera.id, support.vera.id)
    assert case.first_reply_due_at is not None
    assert any(text(support, "case-from-staff") in words for words in support.said())
    assert text(support, "open-done", number="1") in support.said()
    assert any("Привезли не тот торт" in words for words in support.said() if words.startswith("💬"))
    told = support.heard()[before:]
    assert len(told) == 2
    assert all("1" in words for words in told)
    [look] = await support.harness.rows(tables.audit_log)
    assert (look["staff_telegram_id"], look["subject"], look["customer_id"]) == (
        support.vera.id,
        "open",
        anna,
    )


async def test_an_unknown_phone_is_a_new_customer_who_hears_nothing_here(support: SupportHarness) -> None:
    await begin(support, forum=True)
    told = await said(support, support.vera, f"/open {PHONE}: 2 коробки мятые")
    assert told.splitlines() == [text(support, "open-done", number="1"), text(support, "open-by-phone")]
    again = await said(support, support.vera, "/open +79161234567 И курьер хамил")
    assert "2" in again.splitlines()[0]
    first, second = await support.case(1), await support.case(2)
    assert first.customer_id == second.customer_id
    assert first.words == "2 коробки мятые"
    assert {row["chat_id"] for row in await support.outbox()} <= {
        support.group.id, support.vera.id, support.oleg.id, support.boris.id, support.anna.id,
    }  # fmt: skip
    card = await said(support, support.vera, f"/customer {PHONE}")
    assert "+79161234567" in card


async def test_without_words_or_for_nobody_no_case_is_opened(support: SupportHarness) -> None:
    await begin(support, forum=True)
    for words in ("/open", f"/open {PHONE}", "/open 1001"):
        assert await said(support, support.vera, words) == text(support, "open-usage"), words
    assert await said(support, support.vera, "/open 1001 не тот торт") == text(support, "customer-nobody")
    await support.deliver(
        await support.zoya.say(f"/open {PHONE} торт", to=support.group),
        await support.anna.say(f"/open {PHONE} торт"),
    )
    assert await support.all_cases() == []
    assert len(await support.harness.customers()) == 4


async def test_words_that_join_an_open_case_are_said_to_do_so(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await known(support)
    for _ in range(3):
        await said(support, support.oleg, "/open 1001 Не тот торт")
    told = await said(support, support.oleg, "/open 1001 И мятый")
    assert told == text(support, "open-joined", number="3")
    told = await said(support, support.vera, "/open 1001 И холодный")
    assert told.splitlines() == [
        text(support, "open-joined", number="3"),
        text(support, "refused-taken-by-other", name="Олег"),
    ]
    assert any("И холодный" in words for words in support.said())
    await support.deliver(await support.oleg.say("/about 3 Вера", to=support.group))
    told = await said(support, support.vera, "/open 1001 Претензий больше нет")
    assert told == text(support, "refused-about-you")
    assert not any("Претензий" in words for words in support.said())


async def test_whoever_was_forgotten_gets_no_case(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await said(support, support.vera, f"/open {PHONE} Не тот торт")
    case = await support.case(1)
    await support.harness.database.write(erasure.begin, case.customer_id, support.harness.fake_clock.now)
    assert await said(support, support.vera, "/open #1 перезвонить") == text(support, "customer-nobody")
    assert len(await support.all_cases()) == 1


async def test_an_answer_to_somebody_who_is_not_in_telegram_says_so(support: SupportHarness) -> None:
    await begin(support, forum=True)
    await said(support, support.vera, f"/open {PHONE} Не тот торт")
    await in_topic(support, 1, "Заменим")
    assert support.said()[-1] == text(support, "open-by-phone")
