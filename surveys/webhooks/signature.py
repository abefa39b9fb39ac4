"""The signature of a webhook, as Standard Webhooks defines it: https://www.standardwebhooks.com."""

import base64
import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

_PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32


def new_secret() -> str:
    """A random key in the form in which receivers' libraries take it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows that the body is ours and of that moment."""
    seconds = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = b".".join((message_id.encode(), seconds.encode(), body))
    digest = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": seconds, "webhook-signature": f"v1,{digest}"}
