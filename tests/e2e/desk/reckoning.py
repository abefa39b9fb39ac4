"""What must be true after a soak of the desk: what was said compared with what was shown and stored."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, false, func, select

from playground import Fault, Group, Message
from playground.calls import Call
from storage.delivery import inbox
from storage.delivery.outbox import IN_LINE_TRIES
from storage.engines.factory import open_database
from storage.people.addresses import TELEGRAM_ID, reachable
from storage.reports import totals
from storage.states import InboxState, OutboxState
from storage.tables import cases, customers, messages, outbox
from surveys.cases.lifecycle import Status
from tests.e2e.desk.ledger import Complaint, Sighting, heading_of, place_of, tokens
from tests.e2e.desk.run import DeskRun

CARD_WITHIN_S: Final = 60.0
"""Of the time in which the process was up."""
MARKED_WITHIN_S: Final = 2.0
"""What was sent so shortly before a kill may be sent again: its outcome was not written yet."""
MOVES_WITHIN_S: Final = 60.0
"""What was on its way to a group that became a supergroup may be shown there once more with its case."""
_CALL_S: Final = 1.0
_ENDED_BY_A_MOVE: Final = ("the case is shown anew", "the message stayed in the group of before")
"""Why calls for a group that moved are not made: its cases are shown again, old messages take no marks."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database says. People are Telegram's ids."""

    cases: dict[int, tuple[int, Status]]
    """By number: whose it is, and its status."""
    messages: Counter[tuple[str, int, int, bool]]
    """Each word of the ledger with its customer, the number of its case, and whether staff wrote it."""
    waiting: dict[InboxState, int]
    outbox: Counter[OutboxState]
    set_aside: int
    """Rows that failed so often that others went before them."""
    wrong_totals: list[tuple[object, ...]]


async def stored_of(run: DeskRun) -> Stored:
    async with open_database(run.otklik.url) as database:
        return await database.read(_look)


def _look(connection: Connection) -> Stored:
    owned = reachable(cases.join(customers, cases.c.customer_id == customers.c.id))
    opened = connection.execute(select(cases.c.number, TELEGRAM_ID, cases.c.status).select_from(owned))
    said = reachable(
        messages.join(customers, messages.c.customer_id == customers.c.id).join(
            cases, cases.c.id == messages.c.case_id
        )
    )
    by_staff = messages.c.staff_telegram_id.is_not(None)
    rows = connection.execute(
        select(messages.c.words, TELEGRAM_ID, cases.c.number, by_staff).select_from(said)
    )
    moved = (outbox.c.state == OutboxState.EXPIRED) & outbox.c.error.in_(_ENDED_BY_A_MOVE)
    kept = select(outbox.c.state, func.count()).where(~func.coalesce(moved, false()))
    states = connection.execute(kept.group_by(outbox.c.state))
    aside = select(func.count()).where(outbox.c.tries >= IN_LINE_TRIES)
    return Stored(
        cases={number: (person, status) for number, person, status in opened},
        messages=Counter(
            (token, person, number, bool(staff))
            for words, person, number, staff in rows
            for token in tokens(words or "")
        ),
        waiting=inbox.count_open(connection),
        outbox=Counter({OutboxState(row[0]): int(row[1]) for row in states}),
        set_aside=connection.execute(aside).scalar_one(),
        wrong_totals=totals.differences(connection),
    )


def faults_of(run: DeskRun, stored: Stored) -> list[str]:
    """What is wrong, a sentence each."""
    told = [one for one in run.ledger.complaints if one.number is not None]
    doubled = _Doubles(run)
    return [
        *_people_without_case(run),
        *(fault for one in told for fault in _case(run, one, stored)),
        *_strangers(run),
        *doubled.faults(),
        *_out_of_order(run, told, stored),
        *_database(told, stored),
        *_promotions(run),
    ]


def _people_without_case(run: DeskRun) -> Iterator[str]:
    for one in run.ledger.complaints:
        if one.number is None or not one.is_settled:
            yield f"complaint {one.id} of {one.customer.id} did not end"


def _case(run: DeskRun, one: Complaint, stored: Stored) -> Iterator[str]:
    """Nothing is lost, in the groups, on the customer's phone and in the database."""
    assert one.number is not None
    for token in one.unseen():
        yield f"case {one.number}: staff never saw {token}"
    in_groups = {
        message.media.file.data
        for group in run.desk.groups
        for message in group.messages
        if message.media and message.from_bot
    }
    yield from (f"case {one.number}: staff never saw {file!r}" for file in one.files if file not in in_groups)
    heard = {token for message in _of_bot(one.customer.chat.messages) for token in tokens(message.text)}
    yield from (
        f"case {one.number}: the customer never got {token}" for token in one.answers if token not in heard
    )
    yield from (
        f"case {one.number}: the customer got the note {token}" for token in one.notes if token in heard
    )
    card_at = run.ledger.cards.get(one.number)
    if card_at is None:
        yield f"case {one.number} has no card"
    elif (took_s := up_s(run, one.told_at or 0.0, card_at)) > CARD_WITHIN_S:
        yield f"case {one.number}: its card took {took_s:.0f} s"
    person = one.customer.id
    if stored.cases.get(one.number) != (person, Status.CLOSED):
        yield f"case {one.number} of {person} is stored as {stored.cases.get(one.number)}"
    for token in one.added:
        if (times := stored.messages[token, person, one.number, False]) != 1:
            yield f"case {one.number}: {token} is stored {times} times"
    for token in one.answers:
        if (times := stored.messages[token, person, one.number, True]) != 1 and token not in one.repeated:
            yield f"case {one.number}: the answer {token} is stored {times} times; {_around(run, token)}"


def _around(run: DeskRun, token: str) -> list[str]:
    """How it stands in its group, and what was answered to it there."""
    return [
        f"{group.id}: {one.id} → {one.reply_to.id if one.reply_to else None} {one.text[:60]}"
        for group in run.desk.groups
        for one in group.messages
        if token in one.text or (one.reply_to is not None and token in one.reply_to.text)
    ]


def up_s(run: DeskRun, begun: float, ended: float) -> float:
    """How long of that time a process took updates."""
    return sum(span.overlap_s(begun, ended) for span in run.up)


def _strangers(run: DeskRun) -> Iterator[str]:
    """Words stand with their own customer, and at places of their own case."""
    cases_at: dict[Any, set[int]] = {}
    for seen in run.ledger.sightings:
        one, chat = run.ledger.complaint_of(seen.said), seen.message.chat
        if isinstance(chat, Group):
            place = place_of(seen.message)
            if place.root is None:
                yield f"case {one.number}: {seen.said} stands outside of its case"
                continue
            cases_at.setdefault(place, set()).add(one.id)
            if f"#{one.number} " not in heading_of(place, chat):
                yield f"case {one.number}: {seen.said} stands under {heading_of(place, chat)!r}"
        elif chat is not one.customer.chat and chat.id in {who.person.id for who in run.customers}:
            yield f"case {one.number}: {seen.said} came to {chat.id}"
    yield from (f"{place} shows the cases {ids}" for place, ids in cases_at.items() if len(ids) > 1)


class _Doubles:
    """What came more than once though nothing had kept its outcome from being written."""

    def __init__(self, run: DeskRun) -> None:
        self._run = run
        lost = (Fault.PROCESS_THEN_RESET, Fault.HANG)
        self._lost: list[Call] = [call for call in run.otklik.telegram.calls.log if call.outcome in lost]

    def faults(self) -> Iterator[str]:
        forms: dict[tuple[str, int, bool], list[Sighting]] = {}
        for seen in self._run.ledger.sightings:
            forms.setdefault(seen.form, []).append(seen)
        for (said, chat_id, _), copies in forms.items():
            if said in self._run.ledger.complaint_of(said).repeated:  # its agent wrote it twice
                continue
            for first, _ in pairwise(copies):
                if not self._is_excused(first):
                    times = [(one.message.id, round(one.at - copies[0].at, 2)) for one in copies]
                    yield f"{said} came to {chat_id} more than once: {times}"

    def _is_excused(self, first: Sighting) -> bool:
        at, chat_id = first.at, first.message.chat.id
        is_shown_anew = chat_id == self._run.desk.group.id and 0 < at - self._run.moved_at < MOVES_WITHIN_S
        return (
            is_shown_anew
            or any(at - 0.1 <= killed <= at + MARKED_WITHIN_S for killed in self._run.killed)
            or any(span.overlap_s(at - _CALL_S, at + _CALL_S) > 0 for span in self._run.broken)
            or any(call.chat_id == chat_id and abs(at - call.at) < _CALL_S for call in self._lost)
        )


def _out_of_order(run: DeskRun, told: list[Complaint], stored: Stored) -> list[str]:
    """What gave up its place in its line may come after later ones: so many exceptions are allowed."""
    found = [
        f"case {one.number}: {before} came after {after} in {where}"
        for one in told
        for where, said, shown in _orders(run, one)
        for before, after in pairwise(sorted(said, key=shown.index))
        if said.index(before) > said.index(after)
    ]
    return found if len(found) > stored.set_aside else []


def _orders(run: DeskRun, one: Complaint) -> Iterator[tuple[str, list[str], list[str]]]:
    """What was said, and what was shown of it in the order of the chat.

    What the group showed before it moved, and once more since, stands in its order where it was first.
    """
    known: set[str] = set()
    for group in run.desk.groups:
        here = [s for s in one.seen if s.message.chat is group and s.said not in known]
        known |= {s.said for s in here}
        seen = sorted(here, key=lambda s: s.message.id)
        shown = [s.said for s in seen]
        yield "the group", [token for token in one.added if token in shown], shown
    heard = [token for message in _of_bot(one.customer.chat.messages) for token in tokens(message.text)]
    once = [token for token in one.answers if token in heard and token not in one.repeated]
    yield "the chat", once, heard


def _of_bot(chat: list[Message]) -> list[Message]:
    return [message for message in chat if message.from_bot]


def _database(told: list[Complaint], stored: Stored) -> Iterator[str]:
    if sorted(stored.cases) != list(range(1, len(told) + 1)):
        yield f"{len(told)} complaints are the cases {sorted(stored.cases)}"
    if any(stored.waiting.values()):
        yield f"updates wait: {stored.waiting}"
    ended = {OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.REFUSED, OutboxState.REPLACED}
    if not stored.outbox.keys() <= ended:
        yield f"calls ended as {stored.outbox}"
    if stored.wrong_totals:
        yield f"totals differ: {stored.wrong_totals}"


def _promotions(run: DeskRun) -> Iterator[str]:
    shown = Counter(one.text for who in run.customers for one in _of_bot(who.person.chat.messages))
    yield from (f"{words!r} came {shown[words]} times" for words in run.promoted if shown[words] > 1)


def summary(run: DeskRun, stored: Stored) -> str:
    """The figures of a soak, for its log."""
    told = [one for one in run.ledger.complaints if one.number is not None]
    waits = [
        up_s(run, one.told_at, run.ledger.cards[one.number])
        for one in told
        if one.told_at is not None and one.number in run.ledger.cards
    ]
    forms = Counter(seen.form for seen in run.ledger.sightings)
    return (
        f"cases={len(told)} words={sum(len(one.written) for one in told)} "
        f"answers={sum(len(one.answers) for one in told)} notes={sum(len(one.notes) for one in told)} "
        f"lives={len(run.up)} kills={len(run.killed)} breaks={len(run.broken)} "
        f"said_again={sum(len(one.repeated) for one in told)} "
        f"repeated={sum(times - 1 for times in forms.values())} aside={stored.set_aside} "
        f"card_s={max(waits, default=0.0):.1f} mean_s={sum(waits) / max(1, len(waits)):.2f} "
        f"outbox={dict(stored.outbox)}"
    )
