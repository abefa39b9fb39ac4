"""Made-up people and what they did, in as few words as a test needs."""

from datetime import UTC, date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from storage.rows import Answer, Conversation, Customer

NOW = datetime(2026, 11, 2, 10, 30, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 2)
MOSCOW = ZoneInfo("Europe/Moscow")

_ids = count(1000)


def customer(telegram_id: int | None = None, **given: object) -> Customer:
    values: dict[str, object] = {"id": next(_ids), "language": "ru", "joined_at": NOW} | given
    return Customer(telegram_id=telegram_id, **values)  # type: ignore[arg-type]  # columns by name


def conversation(of: Customer, **given: object) -> Conversation:
    values: dict[str, object] = {
        "id": next(_ids),
        "survey_id": "nps",
        "survey_version": 1,
        "language": "ru",
        "started_at": NOW,
        "touched_at": NOW,
    } | given
    return Conversation(customer_id=of.id, **values)  # type: ignore[arg-type]  # columns by name


def answer(to: Conversation, score: int | None = 9, **given: object) -> Answer:
    values: dict[str, object] = {
        "id": next(_ids),
        "customer_id": to.customer_id,
        "survey_id": to.survey_id,
        "question_id": "score",
        "kind": "score",
        "language": "ru",
        "day": TODAY,
        "answered_at": NOW,
    } | given
    return Answer(conversation_id=to.id, score=score, **values)  # type: ignore[arg-type]  # columns by name
