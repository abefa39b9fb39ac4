"""From a picture to the outbox: sent to fill its place, or put there instead of the one before."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from storage.effects import Effects
from storage.ids import Ids
from storage.rows import File, OutboxRow
from surveys.outreach.urgency import Urgency

_LATE_AFTER = timedelta(hours=1)
"""A picture that comes so long after its words puzzles more than it tells."""

_ATTACHED = "file0"


def post(png: bytes, args: Mapping[str, Any], ids: Ids, now: datetime, *, is_there: bool) -> Effects:
    """The file and the call; `is_there` says that the place has a picture, which is exchanged then."""
    effects = Effects()
    file = effects.add(File(ids.next(), f"{args['report']}.png", "image/png", now, png))
    place = str(args["place"])
    picture = f"attach://{_ATTACHED}"
    body = {"media": {"type": "photo", "media": picture}} if is_there else {"photo": picture}
    effects.add(
        OutboxRow(
            id=ids.next(),
            chat_id=int(args["chat_id"]),
            urgency=int(Urgency.REPLY),
            method="editMessageMedia" if is_there else "sendPhoto",
            body=json.dumps({"chat_id": args["chat_id"], **body}),
            created_at=now,
            due_at=now,
            expires_at=now + _LATE_AFTER,
            files=[[_ATTACHED, file.id]],
            fills=None if is_there else place,
            at=place if is_there else None,
        )
    )
    return effects
