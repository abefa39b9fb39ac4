"""The line of each chat: one call at a time, nothing lost, nothing overtakes its equal."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_queue import SendQueue, opens_case
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.traffic import row

CHATS = st.sampled_from([1, 2, -3])


class Lines(RuleBasedStateMachine):
    """Against a model: lists of rows by chat and urgency. Without limits, so that only the order matters."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = SendQueue(RateLimiter(0, 0))
        self.model: dict[int, dict[int, list[OutboxRow]]] = {}
        self.under_way: dict[int, OutboxRow] = {}

    def line(self, chat_id: int, urgency: int) -> list[OutboxRow]:
        return self.model.setdefault(chat_id, {}).setdefault(urgency, [])

    @rule(chat_id=CHATS, urgency=st.sampled_from(Urgency))
    def add(self, chat_id: int, urgency: Urgency) -> None:
        added = row(chat_id, urgency)
        self.queue.add(added)
        self.line(chat_id, urgency).append(added)

    @rule()
    def take(self) -> None:
        best = {
            chat_id: min(urgency for urgency, rows in lines.items() if rows)
            for chat_id, lines in self.model.items()
            if any(lines.values()) and chat_id not in self.under_way
        }
        taken = self.queue.take(0.0)
        if not best:
            assert taken is None
            return
        assert taken is not None
        assert taken.urgency == best[taken.chat_id] == min(best.values())
        assert self.line(taken.chat_id, taken.urgency).pop(0) is taken
        self.under_way[taken.chat_id] = taken

    @precondition(lambda self: self.under_way)
    @rule(again=st.booleans(), data=st.data())
    def finish(self, again: bool, data: st.DataObject) -> None:
        chat_id = data.draw(st.sampled_from(sorted(self.under_way)))
        done = self.under_way.pop(chat_id)
        if again:
            retried = replace(done, tries=done.tries + 1)
            self.queue.put_back(retried)
            self.line(chat_id, done.urgency).insert(0, retried)
        self.queue.finished(chat_id)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        chat_id = data.draw(st.sampled_from(sorted(self.under_way)))
        del self.under_way[chat_id]
        dropped = self.queue.drop(chat_id)
        lines = self.model.pop(chat_id, {})
        assert sorted(one.id for one in dropped) == sorted(one.id for rows in lines.values() for one in rows)
        self.queue.finished(chat_id)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.queue) == sum(len(rows) for lines in self.model.values() for rows in lines.values())


TestLines = Lines.TestCase
TestLines.settings = settings(max_examples=40, stateful_step_count=40, deadline=None, database=None)


def test_a_chat_that_waits_for_its_limit_is_woken_when_it_opens() -> None:
    limiter = RateLimiter(28, 18)
    queue = SendQueue(limiter)
    limiter.park(1, 10.0)
    queue.add(row(1))
    assert queue.take(0.0) is None
    assert queue.opens_at(0.0) == 10.0
    assert queue.take(9.99) is None
    assert queue.take(10.0) is not None
    assert queue.opens_at(10.0) is None


def test_what_comes_late_goes_in_the_order_of_its_writing() -> None:
    queue, rows = SendQueue(RateLimiter(0, 0)), [row(1) for _ in range(4)]
    for place in (1, 3, 0, 2):
        queue.add(rows[place])
    taken = []
    while (one := queue.take(0.0)) is not None:
        taken.append(one)
        queue.finished(1)
    assert taken == rows


def test_while_every_chat_is_busy_there_is_nothing_to_wait_for() -> None:
    queue = SendQueue(RateLimiter(0, 0))
    queue.add(row(1))
    queue.add(row(1))
    assert queue.take(0.0) is not None
    assert queue.take(0.0) is None
    assert queue.opens_at(0.0) is None
    queue.finished(1)
    assert queue.take(0.0) is not None


def test_what_is_said_of_a_case_outside_of_its_topic_is_no_case_that_waits_for_one() -> None:
    opening = replace(row(-3, Urgency.ESCALATION), case_number=1, fills="topic:1")
    assert opens_case(opening)
    assert not opens_case(replace(opening, fills="case:1:undelivered-7"))
    assert not opens_case(replace(opening, fills="topic:1", case_number=None))
