"""Alerts to managers: each in their language, none to whoever muted the kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiogram.methods import SendMessage

from bot.delivery.enqueue import Enqueuer
from handlers.shared.app_context import AppContext
from handlers.shared.keyboards import Keyboard, button
from handlers.shared.update_context import Outgoing
from reports.alert_buttons import MUTE, data
from storage import alerts
from storage.effects import Effects
from storage.engines.database import Connection
from storage.people import customers
from storage.rows import Customer
from surveys.outreach.urgency import Urgency
from surveys.statistics.alert_kinds import AlertKind

Words = Callable[[Customer], str]


@dataclass(frozen=True, slots=True)
class ManagerNotice:
    """What managers are told of, each in their words and at their time."""

    kind: AlertKind
    words: Words
    due_at: Callable[[int], datetime]
    """When a manager is told, by their Telegram id."""
    opens: tuple[str, str] | None = None
    """The text and the data of a button above the one that mutes."""


def tell_managers(
    connection: Connection, app: AppContext, enqueuer: Enqueuer, notice: ManagerNotice, effects: Effects
) -> None:
    """Add the messages to every manager who did not mute the kind to the effects."""
    for telegram_id, manager in customers.managers(connection, app.owner_ids).items():
        at = notice.due_at(telegram_id)
        if telegram_id in alerts.muted(connection, notice.kind, at):
            continue
        labels = [notice.opens] if notice.opens is not None else []
        labels.append(("button-alert-mute", data(MUTE, notice.kind)))
        rows = [[button(app.texts.text(manager.language, text_id), to)] for text_id, to in labels]
        text, keyboard = notice.words(manager), Keyboard.of(rows)
        method = SendMessage(chat_id=telegram_id, text=text, reply_markup=keyboard)
        row = enqueuer.post(Outgoing(method, Urgency.ESCALATION), manager, effects)
        effects.change(row, due_at=at)
