"""Two months of made-up answers, the same at every start: enough for `/nps` to have something to say."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage import totals
from storage.database import Connection
from storage.effects import Effects, flush
from storage.ids import Ids
from storage.rows import Answer, Conversation, Customer

_CUSTOMERS = 400
_DAYS = 61
_TOUCHPOINTS = ("доставка", "зал", "самовывоз")
_SCORES = {"доставка": (2, 3, 6), "зал": (6, 3, 1), "самовывоз": (5, 3, 2)}
"""Promoters, passives and detractors among ten answers."""


def fill(connection: Connection, zone: ZoneInfo, now: datetime) -> None:
    dice = random.Random(20261122)
    effects = Effects()
    ids = Ids()
    for _ in range(_CUSTOMERS):
        _customer(effects, ids, dice, zone, now)
    flush(connection, [effects])
    totals.rebuild(connection)


def _customer(effects: Effects, ids: Ids, dice: random.Random, zone: ZoneInfo, now: datetime) -> None:
    moment = now - timedelta(days=dice.randrange(1, _DAYS), minutes=dice.randrange(600))
    touchpoint = dice.choice(_TOUCHPOINTS)
    score = dice.choice(list(_possible(touchpoint)))
    customer = effects.add(Customer(id=ids.next(), telegram_id=None, language="ru", joined_at=moment))
    conversation = effects.add(
        Conversation(
            id=ids.next(),
            customer_id=customer.id,
            survey_id="nps",
            survey_version=1,
            language="ru",
            touchpoint=touchpoint,
            given={"score": score},
            started_at=moment,
            touched_at=moment,
            answered_at=moment,
        )
    )
    effects.add(
        Answer(
            id=ids.next(),
            conversation_id=conversation.id,
            customer_id=customer.id,
            survey_id="nps",
            question_id="score",
            kind="score",
            language="ru",
            day=moment.astimezone(zone).date(),
            answered_at=moment,
            score=score,
            touchpoint=touchpoint,
        )
    )


def _possible(touchpoint: str) -> Iterator[int]:
    promoters, passives, detractors = _SCORES[touchpoint]
    yield from (9, 10) * promoters
    yield from (7, 8) * passives
    yield from (2, 5) * detractors
