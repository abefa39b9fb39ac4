"""Several messages of one case that wait as one: a group takes few messages a minute."""

import json
from dataclasses import replace
from typing import Any

from bot.delivery.send_queue import SendQueue
from bot.delivery.serialization import to_json
from storage.rows import OutboxRow
from texts.quoting import MESSAGE_LIMIT, length

_PLAIN = {"chat_id", "text", "link_preview_options"}


def merge_following(queue: SendQueue, row: OutboxRow) -> tuple[str, list[OutboxRow]]:
    """The body of a row that was taken, with words of its case that wait behind it, and their rows.

    What was refused once stays by itself: it may be what Telegram does not take.
    """
    body, along = row.body or "{}", list[OutboxRow]()
    if row.tries or not can_merge(row):
        return body, along
    while (following := queue.take_next(row)) is not None:
        both = merged(replace(row, body=body), following)
        if both is None:
            queue.put_back(following)
            break
        body = both
        along.append(following)
    return body, along


def put_back(queue: SendQueue, rows: list[OutboxRow]) -> None:
    """Let rows that were taken along wait again, in their order, before whatever waits behind them."""
    for row in reversed(rows):
        queue.put_back(row)


def can_merge(row: OutboxRow) -> bool:
    """Whether a row is plain words for the topic of a case."""
    return (
        row.case_number is not None and row.at is not None and row.method == "sendMessage" and not row.files
    )


def merged(first: OutboxRow, second: OutboxRow) -> str | None:
    """The body of both messages as one; None where they have to stay apart or are too long together.

    What they have in common, the line with the name of who wrote, is said once.
    """
    if second.tries or not can_merge(second) or (first.at, first.chat_id) != (second.at, second.chat_id):
        return None
    before, after = _words(first.body), _words(second.body)
    if before is None or after is None:
        return None
    head, _, words = after["text"].partition("\n")
    same = words and before["text"].startswith(f"{head}\n")
    text = f"{before['text']}\n{words}" if same else f"{before['text']}\n\n{after['text']}"
    return to_json({**before, "text": text}) if length(text) <= MESSAGE_LIMIT else None


def _words(body: str | None) -> dict[str, Any] | None:
    parameters: dict[str, Any] = json.loads(body or "{}")
    return parameters if parameters.keys() <= _PLAIN and "text" in parameters else None
