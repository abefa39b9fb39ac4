"""`otklik webhook`: other systems that are told of events, and what became of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from pydantic import TypeAdapter, ValidationError
from yarl import URL

from bot.cli.offline import in_database
from bot.cli.terminal import in_words
from bot.config.fields import WebAddress
from bot.config.schema import Config
from bot.webhooks.webhook_address import PrivateAddress, check_literal
from storage.engines.database import Connection
from storage.ids import Ids
from storage.rows import Webhook, WebhookDelivery
from storage.webhooks import deliveries, subscriptions
from surveys.errors import UserError
from surveys.language.interface_text import InterfaceText
from surveys.webhooks.events import EventKind
from surveys.webhooks.signature import new_secret

_SHOWN: Final = 50
_ADDRESS: Final = TypeAdapter[str](WebAddress)


class InvalidWebhookAddress(UserError):
    """It is no web address, or one of one's own network, which is not allowed."""

    text_id = "webhook-bad-address"


class UnknownEvent(UserError):
    """There is no event of that name."""

    text_id = "webhook-unknown-event"


class UnknownWebhook(UserError):
    """No system of that number is told of anything."""

    text_id = "webhook-unknown"


def added(config: Config, url: str | None, names: Sequence[str]) -> InterfaceText:
    """Tell the system at that address of events from now on; its number and key are said once."""
    address, events = _checked(url, allow_private=config.webhooks.private_addresses), _events(names)
    secret, webhook_id = new_secret(), Ids().next()

    def add(connection: Connection) -> Webhook:
        now = datetime.now(UTC)
        return subscriptions.add_webhook(connection, webhook_id, address, secret, events, now)

    in_database(config, add, write=True)
    return InterfaceText("webhook-added", number=webhook_id, secret=secret)


def listed(config: Config) -> list[str]:
    """A line for each system that is told of something: its number, address and events."""
    told = [one for one in in_database(config, subscriptions.all_webhooks) if one.ended_at is None]
    return [_line(one) for one in told] or [in_words(InterfaceText("webhook-none"))]


def logged(config: Config, target: str | None) -> list[str]:
    """A line for each of the latest deliveries, the latest first; raises UnknownWebhook."""
    webhook_id = _number(target)

    def read(connection: Connection) -> list[WebhookDelivery]:
        if subscriptions.find_webhook(connection, webhook_id) is None:
            raise UnknownWebhook
        return deliveries.latest_deliveries(connection, webhook_id, _SHOWN)

    found = in_database(config, read)
    return [_delivery_line(one) for one in found] or [in_words(InterfaceText("webhook-no-log"))]


def changed(config: Config, action: str, target: str | None) -> InterfaceText:
    """Send a test, or tell that system nothing any more; raises UnknownWebhook."""
    webhook_id, now = _number(target), datetime.now(UTC)

    def remove(connection: Connection) -> InterfaceText:
        if subscriptions.end_webhook(connection, webhook_id, now) is None:
            raise UnknownWebhook
        return InterfaceText("webhook-removed")

    def test(connection: Connection) -> InterfaceText:
        found = subscriptions.find_webhook(connection, webhook_id)
        if found is None or found.ended_at is not None:
            raise UnknownWebhook
        deliveries.publish_test(connection, webhook_id, now)
        return InterfaceText("webhook-tested", number=webhook_id)

    return in_database(config, test if action == "test" else remove, write=True)


def _checked(url: str | None, *, allow_private: bool) -> str:
    try:
        address = _ADDRESS.validate_python(url)
        if not allow_private:
            check_literal(URL(address))
    except (ValidationError, ValueError, PrivateAddress):
        raise InvalidWebhookAddress from None
    return address


def _events(names: Sequence[str]) -> list[EventKind] | None:
    known = [event for event in EventKind if event is not EventKind.TEST]
    if unknown := next((name for name in names if name not in set(known)), None):
        raise UnknownEvent(name=unknown, known=", ".join(known))
    return [EventKind(name) for name in names] or None


def _number(target: str | None) -> int:
    if target is None or not target.isascii() or not target.isdecimal() or len(target) > 19:
        raise UnknownWebhook
    return int(target)


def _line(one: Webhook) -> str:
    return f"{one.id}  {one.url}  {', '.join(one.events or ['*'])}"


def _delivery_line(one: WebhookDelivery) -> str:
    answered = one.status or one.error or "-"
    return f"{one.happened_at:%Y-%m-%d %H:%M:%S} UTC  {one.event}  {one.state}  {one.tries}  {answered}"
