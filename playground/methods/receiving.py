"""Webhook settings. getUpdates waits, so it lives with the HTTP server in polling.py."""

import re

from playground.errors import bad_request
from playground.methods.registry import method
from playground.params import Params
from playground.shapes import Json
from playground.state import Telegram
from playground.webhook import Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
NO_WEBHOOK = Webhook("")


def read_allowed(telegram: Telegram, params: Params) -> None:
    """The list of wanted updates sticks until a call names another."""
    allowed = params.array("allowed_updates")
    if allowed is not None:
        telegram.updates.allow(str(kind) for kind in allowed)


@method("setWebhook")
def set_webhook(telegram: Telegram, params: Params) -> Json:
    url, secret = params.text("url"), params.text("secret_token")
    if url and not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    read_allowed(telegram, params)
    _drop_pending(telegram, params)
    connections = min(max(params.number("max_connections") or 40, 1), 100)
    telegram.set_webhook(Webhook(url, secret, connections) if url else None)
    return True


@method("deleteWebhook")
def delete_webhook(telegram: Telegram, params: Params) -> Json:
    _drop_pending(telegram, params)
    telegram.set_webhook(None)
    return True


@method("getWebhookInfo")
def get_webhook_info(telegram: Telegram, params: Params) -> Json:
    return (telegram.webhook or NO_WEBHOOK).info(telegram.updates)


def _drop_pending(telegram: Telegram, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        for update in telegram.updates.waiting():
            telegram.updates.drop(update, "forgotten")
