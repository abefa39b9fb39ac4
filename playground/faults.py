"""Faults by script: which call goes wrong, and how."""

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack


class Fault(StrEnum):
    RESET_BEFORE = "reset_before"  # the connection is reset, nothing was done
    PROCESS_THEN_RESET = "process_then_reset"  # it was done, but no answer comes
    HANG = "hang"  # no answer for `seconds`, or ever
    HTML_502 = "html_502"  # a gateway's error page
    JSON_500 = "json_500"
    TRUNCATED_JSON = "truncated_json"  # it was done, the answer is cut in half
    TOO_MANY_REQUESTS = "too_many_requests"
    REFUSE = "refuse"  # Telegram says no with `code` and `description`


DONE_ANYWAY = {Fault.PROCESS_THEN_RESET, Fault.TRUNCATED_JSON}


@dataclass(slots=True, eq=False)
class Rule:
    """Matches calls; every field that is set must agree. `hits` counts how often it struck."""

    fault: Fault
    method: str = "*"
    chat_id: int | None = None
    nth: int | None = None  # only the nth matching call, counted from 1
    probability: float = 1.0
    times: int | None = None
    processed: bool = False  # was the call carried out before it went wrong?
    seconds: float | None = None  # of a hang; None is for ever
    retry_after: int = 1
    code: int = 400
    description: str = "Bad Request"
    seen: int = 0
    hits: int = 0


class RuleDetails(TypedDict, total=False):
    chat_id: int | None
    nth: int | None
    probability: float
    times: int | None
    processed: bool
    seconds: float | None
    retry_after: int
    code: int
    description: str


class Faults:
    """Rules in order; the first that strikes wins."""

    def __init__(self, seed: random.Random) -> None:
        self.rules: list[Rule] = []
        self.outage: Rule | None = None  # while the bot's network is cut: no call gets through
        self._random = seed

    def add(self, fault: Fault | str, method: str = "*", **details: Unpack[RuleDetails]) -> Rule:
        kind = Fault(fault)
        details.setdefault("processed", kind in DONE_ANYWAY)
        rule = Rule(kind, method, **details)
        self.rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        self.rules.remove(rule)

    def clear(self) -> None:
        self.rules.clear()
        self.outage = None

    def strike(self, method: str, chat_id: int | None) -> Rule | None:
        rules = self.rules if self.outage is None else [self.outage]
        for rule in rules:
            if self._strikes(rule, method, chat_id):
                rule.hits += 1
                return rule
        return None

    def _strikes(self, rule: Rule, method: str, chat_id: int | None) -> bool:
        if rule.method not in ("*", method) or rule.chat_id not in (None, chat_id):
            return False
        if rule.times is not None and rule.hits >= rule.times:
            return False
        rule.seen += 1
        if rule.nth is not None and rule.seen != rule.nth:
            return False
        return rule.probability >= 1.0 or self._random.random() < rule.probability
