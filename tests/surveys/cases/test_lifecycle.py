from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.cases import lifecycle as cases
from surveys.cases.lifecycle import CaseState, CaseStep, StaffMember, Status, StepRefusal
from surveys.cases.support_texts import CustomerNotice
from surveys.catalogue import files
from surveys.questions.file_error import SurveyFileErrors
from surveys.roles import Role
from tests.words import words_of

NOW = datetime(2026, 10, 15, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZOYA = StaffMember(1, None)
OLEG, VERA = StaffMember(2, Role.SUPPORT), StaffMember(3, Role.SUPPORT)
BORIS, OWNER = StaffMember(4, Role.MANAGER), StaffMember(5, Role.OWNER)
NEW = cases.opened(17, NOW).case
DESK = files.load_support_texts()


def taken(by: StaffMember = OLEG) -> CaseState:
    return cases.take(NEW, by).case


def answered(case: CaseState, by: StaffMember, at: datetime = NOW) -> CaseState:
    return cases.delivered(cases.reply(case, by).case, at, is_last_word=True)


def closed(at: datetime = NOW) -> CaseState:
    return cases.close(taken(), OLEG, "defect", DESK, at).case


def test_the_customer_is_told_of_every_step() -> None:
    opening = cases.opened(17, NOW)
    taking = cases.take(opening.case, OLEG)
    answering = CaseStep(answered(taking.case, OLEG, NOW + HOUR))
    ending = cases.close(answering.case, OLEG, "defect", DESK, NOW + DAY)
    told = [step.notice for step in (opening, taking, answering, ending)]
    statuses = [step.case.status for step in (opening, taking, answering, ending)]
    assert told == [CustomerNotice.RECEIVED, CustomerNotice.TAKEN, None, CustomerNotice.CLOSED]
    assert statuses == [Status.OPEN, Status.TAKEN, Status.ANSWERED, Status.CLOSED]
    assert ending.case == CaseState(17, NOW, Status.CLOSED, OLEG.id, "defect", NOW + HOUR, NOW + DAY)


@pytest.mark.parametrize(
    "step",
    [
        cases.take(NEW, ZOYA),
        cases.reply(NEW, ZOYA),
        cases.close(NEW, ZOYA, "defect", DESK, NOW),
    ],
)
def test_whoever_is_not_enrolled_does_nothing(step: CaseStep) -> None:
    assert step == CaseStep(NEW, refusal=StepRefusal.NOT_ENROLLED)


def test_support_neither_takes_nor_closes_what_another_has() -> None:
    assert cases.take(taken(), VERA).refusal is StepRefusal.TAKEN_BY_OTHER
    assert cases.close(taken(), VERA, "defect", DESK, NOW).refusal is StepRefusal.TAKEN_BY_OTHER
    assert cases.take(taken(), OLEG).refusal is StepRefusal.ALREADY_YOURS


@pytest.mark.parametrize("staff", [BORIS, OWNER])
def test_managers_and_owners_step_in_and_the_customer_is_not_told_twice(staff: StaffMember) -> None:
    over = cases.take(taken(), staff)
    assert (over.case.holder, over.notice, over.refusal) == (staff.id, None, None)
    assert cases.close(taken(), staff, "defect", DESK, NOW).notice is CustomerNotice.CLOSED


def test_whoever_answers_a_case_that_nobody_has_takes_it() -> None:
    written = cases.reply(NEW, OLEG).case
    assert (written.holder, written.status, written.first_reply_at) == (OLEG.id, Status.TAKEN, None)
    sent = answered(NEW, OLEG, NOW + HOUR)
    assert (sent.holder, sent.status, sent.first_reply_at) == (OLEG.id, Status.ANSWERED, NOW + HOUR)
    helped = answered(sent, VERA, NOW + 2 * HOUR)
    assert (helped.holder, helped.first_reply_at) == (OLEG.id, NOW + HOUR)


def test_a_case_is_closed_with_a_cause_that_the_desk_knows() -> None:
    assert cases.close(taken(), OLEG, None, DESK, NOW).refusal is StepRefusal.NO_CAUSE
    assert cases.close(taken(), OLEG, "magic", DESK, NOW).refusal is StepRefusal.UNKNOWN_CAUSE
    assert cases.close(NEW, OLEG, "defect", DESK, NOW).case.holder == OLEG.id


def test_a_closed_case_is_not_taken_answered_or_closed_again() -> None:
    for step in (
        cases.take(closed(), OLEG),
        cases.reply(closed(), OLEG),
        cases.close(closed(), OLEG, "defect", DESK, NOW),
    ):
        assert step == CaseStep(closed(), refusal=StepRefusal.ALREADY_CLOSED)


def test_the_customers_word_makes_it_our_turn_again() -> None:
    sent = answered(taken(), OLEG)
    assert not sent.awaits_us
    assert cases.customer_wrote(sent, NOW).case.status is Status.TAKEN
    assert cases.customer_wrote(NEW, NOW).case == NEW


def test_a_customer_who_writes_within_a_week_opens_the_case_again() -> None:
    again = cases.customer_wrote(closed(), NOW + 7 * DAY)
    assert (again.notice, again.case.status, again.case.holder) == (
        CustomerNotice.REOPENED,
        Status.TAKEN,
        OLEG.id,
    )
    assert (again.case.reopened, again.case.cause, again.case.closed_at) == (1, None, None)
    late = cases.customer_wrote(closed(), NOW + 7 * DAY + HOUR)
    assert late == CaseStep(closed(), refusal=StepRefusal.TOO_LATE_TO_REOPEN)


def test_an_answer_that_is_sent_after_the_customers_next_words_or_after_the_end_changes_no_status() -> None:
    asked_again = cases.delivered(taken(), NOW + HOUR, is_last_word=False)
    assert (asked_again.status, asked_again.first_reply_at) == (Status.TAKEN, NOW + HOUR)
    ended = cases.delivered(closed(), NOW + HOUR, is_last_word=True)
    assert (ended.status, ended.first_reply_at) == (Status.CLOSED, NOW + HOUR)


ACTIONS = st.sampled_from(["take", "reply", "send", "write", "close", "close without cause"])
PEOPLE = st.sampled_from([ZOYA, OLEG, VERA, BORIS, OWNER])


@given(st.lists(st.tuples(ACTIONS, PEOPLE, st.integers(0, 10)), max_size=30))
def test_whatever_happens_a_case_stays_in_order(happened: list[tuple[str, StaffMember, int]]) -> None:
    case, now = NEW, NOW
    for action, staff, days in happened:
        now += days * DAY
        step = act(case, action, staff, now)
        after = step.case
        assert step.refusal is None or (after == case and step.notice is None)
        assert (after.status is Status.CLOSED) == (after.closed_at is not None) == (after.cause is not None)
        assert after.status not in (Status.TAKEN, Status.ANSWERED) or after.holder is not None
        assert after.holder is not None or after.status is Status.OPEN
        assert case.first_reply_at is None or after.first_reply_at == case.first_reply_at
        assert after.reopened - case.reopened == (step.notice is CustomerNotice.REOPENED)
        assert staff.role is not None or action == "write" or step.refusal is not None
        case = after
    if case.is_open:
        assert cases.close(case, OWNER, "other", DESK, now).refusal is None


def act(case: CaseState, action: str, staff: StaffMember, now: datetime) -> CaseStep:
    match action:
        case "take":
            return cases.take(case, staff)
        case "reply":
            return cases.reply(case, staff)
        case "send":
            step = cases.reply(case, staff)
            return (
                replace(step, case=cases.delivered(step.case, now, is_last_word=True))
                if not step.refusal
                else step
            )
        case "write":
            return cases.customer_wrote(case, now)
        case _:
            return cases.close(case, staff, "other" if action == "close" else None, DESK, now)


def test_the_desk_speaks_both_languages_and_names_the_case() -> None:
    assert set(DESK.notices) == set(CustomerNotice)
    for text in DESK.notices.values():
        assert "17" in text.render("ru", number="17", business="Ромашка")
        assert "17" in text.render("en", number="17", business="Daisy")
    assert DESK.causes[-1].id == "other"
    assert len(DESK.causes) <= 8


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("{number}", "{nummer}", "notices.received.ru", "{business}, {code}, {name}, {number}"),
        ('id = "defect"', 'id = "delivery"', "causes.delivery.id", "2 options"),
        ('en = "Faulty product"', f'en = "{"x" * 31}"', "causes.defect.en", "at least 1 shorter"),
        ('en = "Faulty product"', "", "causes.defect.en", "the English text is missing"),
        ("[notices.closed]", "[notices.ended]", "notices.closed", "add the key closed"),
        ("[[causes]]", '[[causes]]\nid = "x"\nru = "Х"\nen = "X"\n[[causes]]', "causes", "8 fit a screen"),
    ],
)
def test_a_mistake_in_the_file_of_support_texts_names_key_and_remedy(
    tmp_path: Path, old: str, new: str, key: str, remedy: str
) -> None:
    built_in = (files.BUILT_IN / "support.toml").read_text(encoding="utf-8")
    body = built_in[built_in.index("[notices.received]") :]
    assert old in body
    file = tmp_path / "support.toml"
    file.write_text(body.replace(old, new, 1), encoding="utf-8")
    faults = {fault.key: words_of(fault.remedy) for fault in files.check(file)}
    assert remedy in faults[key]
    with pytest.raises(SurveyFileErrors):
        files.load_support_texts(tmp_path)


def test_a_directory_without_its_own_desk_has_the_built_in_one(tmp_path: Path) -> None:
    assert files.load_support_texts(tmp_path) == DESK
