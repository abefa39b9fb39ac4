"""The line of each chat: one call at a time, nothing lost, nothing overtakes its equal."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.pace import Pace
from bot.waiting import Waiting
from storage.rows import OutboxRow
from surveys.outreach.urgency import Urgency
from tests.bot.delivery.traffic import row

CHATS = st.sampled_from([1, 2, -3])


class Lines(RuleBasedStateMachine):
    """Against a model: lists of rows by chat and urgency. Without limits, so that only the order matters."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = Waiting(Pace(0, 0))
        self.model: dict[int, dict[int, list[OutboxRow]]] = {}
        self.under_way: dict[int, OutboxRow] = {}

    def line(self, chat_id: int, urgency: int) -> list[OutboxRow]:
        return self.model.setdefault(chat_id, {}).setdefault(urgency, [])

    @rule(chat_id=CHATS, urgency=st.sampled_from(Urgency))
    def add(self, chat_id: int, urgency: Urgency) -> None:
        added = row(chat_id, urgency)
        self.waiting.add(added)
        self.line(chat_id, urgency).append(added)

    @rule()
    def take(self) -> None:
        best = {
            chat_id: min(urgency for urgency, rows in lines.items() if rows)
            for chat_id, lines in self.model.items()
            if any(lines.values()) and chat_id not in self.under_way
        }
        taken = self.waiting.take(0.0)
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
            self.waiting.put_back(retried)
            self.line(chat_id, done.urgency).insert(0, retried)
        self.waiting.finished(chat_id)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        chat_id = data.draw(st.sampled_from(sorted(self.under_way)))
        del self.under_way[chat_id]
        dropped = self.waiting.drop(chat_id)
        lines = self.model.pop(chat_id, {})
        assert sorted(one.id for one in dropped) == sorted(one.id for rows in lines.values() for one in rows)
        self.waiting.finished(chat_id)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert len(self.waiting) == sum(len(rows) for lines in self.model.values() for rows in lines.values())


TestLines = Lines.TestCase
TestLines.settings = settings(max_examples=40, stateful_step_count=40, deadline=None, database=None)


def test_a_chat_that_waits_for_its_limit_is_woken_when_it_opens() -> None:
    pace = Pace(28, 18)
    waiting = Waiting(pace)
    pace.park(1, 10.0)
    waiting.add(row(1))
    assert waiting.take(0.0) is None
    assert waiting.opens_at(0.0) == 10.0
    assert waiting.take(9.99) is None
    assert waiting.take(10.0) is not None
    assert waiting.opens_at(10.0) is None


def test_while_every_chat_is_busy_there_is_nothing_to_wait_for() -> None:
    waiting = Waiting(Pace(0, 0))
    waiting.add(row(1))
    waiting.add(row(1))
    assert waiting.take(0.0) is not None
    assert waiting.take(0.0) is None
    assert waiting.opens_at(0.0) is None
    waiting.finished(1)
    assert waiting.take(0.0) is not None
