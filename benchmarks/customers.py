"""Simulated customers. Each one is new: asks to rate, taps a score, says why, and is never seen again.

A step runs from its update being made available to the message that answers it.
"""

import json
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

FIRST_CUSTOMER = 5_000_000_000  # ids beyond 32 bits, as Telegram's newer ones are
BOT = b'{"id":42,"is_bot":true,"first_name":"Otklik","username":"otklik_bot"}'
NAMES = b'"first_name":"Anna","last_name":"Petrova","username":"anna_%d"'
USER = b'{"id":%d,"is_bot":false,' + NAMES + b',"language_code":"ru"}'
CHAT = b'{"id":%d,"type":"private",' + NAMES + b"}"
HEAD = b'{"message_id":%d,"from":%s,"chat":%s,"date":%d,'
RATE = HEAD + b'"text":"/rate","entities":[{"type":"bot_command","offset":0,"length":5}]}'
WHY = HEAD + '"text":"Курьер приехал раньше времени, спасибо ему"}'.encode()
TAP = b'{"id":"%d","from":%s,"message":%s,"chat_instance":"-77%d","data":%s}'


SATISFIED = 7
"""A low score with words opens a case: another path, measured when it is asked for."""


class Step(IntEnum):
    RATE = 0
    TAP = 1
    WHY = 2


@dataclass(slots=True)
class Customer:
    id: int
    step: Step = Step.RATE
    offered_at: float = 0.0
    waiting: bool = False
    question: bytes = b""  # the bot's message with the keyboard, as JSON
    scores: list[str] = field(default_factory=list)  # callback data of the score buttons


@dataclass(slots=True)
class Tally:
    """What happened within one measured window."""

    steps: int = 0
    taps: int = 0
    calls: int = 0
    latencies: list[float] = field(default_factory=list)  # seconds


class Customers:
    """Plays customers; `offer` hands an update's kind and JSON to the server."""

    def __init__(self, offer: Callable[[bytes, bytes], None]) -> None:
        self._offer = offer
        self._complain = os.environ.get("BENCH_COMPLAINTS") == "1"
        self._known: dict[int, Customer] = {}
        self._ready: deque[Customer] = deque()
        self._next_id = FIRST_CUSTOMER
        self._closed_loop = False
        self.in_flight = 0
        self.taps_in_all = 0
        self.tally = Tally()

    def start_closed_loop(self, customers: int) -> None:
        """Every customer takes the next step as soon as the last is answered."""
        self._closed_loop = True
        for _ in range(customers):
            self.take_a_step()

    def stop(self) -> None:
        """No new steps; those under way are still answered."""
        self._closed_loop = False

    def take_a_step(self) -> None:
        customer = self._ready.popleft() if self._ready else self._new_customer()
        kind, update = self._update(customer)
        customer.waiting = True
        customer.offered_at = time.perf_counter()
        self.in_flight += 1
        self._offer(kind, update)

    def counts_call(self) -> None:
        self.tally.calls += 1

    def hears(self, chat_id: int, message: bytes, markup: object) -> None:
        """A message reached the customer: it answers the step that waits, if one does."""
        customer = self._known.get(chat_id)
        if customer is None or not customer.waiting:
            return
        if customer.step is Step.RATE:
            customer.scores = score_buttons(markup)
            if not customer.scores:
                return
            customer.question = message
        self._finish(customer)

    def _finish(self, customer: Customer) -> None:
        customer.waiting = False
        self.in_flight -= 1
        self.tally.steps += 1
        self.tally.latencies.append(time.perf_counter() - customer.offered_at)
        if customer.step is Step.TAP:
            self.tally.taps += 1
            self.taps_in_all += 1
        if customer.step is Step.WHY:
            del self._known[customer.id]
        else:
            customer.step = Step(customer.step + 1)
            self._ready.append(customer)
        if self._closed_loop:
            self.take_a_step()

    def _new_customer(self) -> Customer:
        customer = Customer(self._next_id)
        self._known[customer.id] = customer
        self._next_id += 1
        return customer

    def _update(self, customer: Customer) -> tuple[bytes, bytes]:
        user = USER % (customer.id, customer.id)
        if customer.step is Step.TAP:
            offered = customer.scores if self._complain else customer.scores[SATISFIED:]
            data = json.dumps(offered[customer.id % len(offered)]).encode()
            return b"callback_query", TAP % (customer.id, user, customer.question, customer.id, data)
        text = RATE if customer.step is Step.RATE else WHY
        chat = CHAT % (customer.id, customer.id)
        return b"message", text % (customer.step + 1, user, chat, int(time.time()))


def score_buttons(markup: object) -> list[str]:
    """Callback data of the buttons whose text is a number."""
    if isinstance(markup, str):
        markup = json.loads(markup)
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [
        button["callback_data"]
        for row in rows
        for button in row
        if button["text"].strip().isdigit() and "callback_data" in button
    ]
