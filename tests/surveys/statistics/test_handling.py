from surveys.statistics.handling import Handled, handling


def test_without_complaints_times_are_unknown_and_counts_are_zero() -> None:
    nothing = handling([], now=100)
    assert (nothing.complaints, nothing.complainants, nothing.unanswered, nothing.open) == (0, 0, 0, 0)
    assert [nothing.first_reply, nothing.solved_first, nothing.solved_fully] == [None] * 3
    assert [nothing.reopened, nothing.first_contact] == [None] * 2


def test_a_complaint_that_is_open_again_has_no_full_solution_yet() -> None:
    again = handling([Handled("anna", "o1", 0, 1, solved=(5,), reopened=(9,))], now=500)
    assert (again.solved_first, again.solved_fully, again.open, again.reopened) == (5, None, 1, 1)


def test_a_fresh_solution_says_nothing_yet_about_the_first_contact() -> None:
    assert handling([Handled("anna", "o1", 0, 1, solved=(5,))], now=100).first_contact is None
    assert handling([Handled("anna", "o1", 0, 1, solved=(5,))], now=173).first_contact == 1


def test_the_same_issue_again_spoils_both_contacts_and_another_issue_neither() -> None:
    first, same = Handled("anna", "o1", 0, 1, solved=(5,)), Handled("anna", "o1", 100, 101, solved=(105,))
    other, much_later = (
        Handled("anna", "o2", 100, 101, solved=(105,)),
        Handled("anna", "o1", 400, 401, (405,)),
    )
    assert handling([first, same], now=999).first_contact == 0
    assert handling([first, other], now=999).first_contact == 1
    assert handling([first, much_later], now=999).first_contact == 1


def test_nine_of_ten_replies_came_by_then() -> None:
    def p90(*waits: float) -> float | None:
        return handling([Handled("anna", n, 0, wait) for n, wait in enumerate(waits)], now=0).first_reply_p90

    assert p90(*range(11)) == 9
    assert p90(4) == 4
    assert p90() is None
