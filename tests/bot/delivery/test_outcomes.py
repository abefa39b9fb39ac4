"""What Telegram's answers mean, in the words that its servers are known to use."""

import pytest

from bot.delivery.bot_api_client import ApiResponse
from bot.delivery.outcomes import CallOutcome, classify

ANSWERS = [
    (400, "Bad Request: message is not modified: specified new message content and …", CallOutcome.SENT),
    (400, "Bad Request: TOPIC_NOT_MODIFIED", CallOutcome.SENT),
    (429, "Too Many Requests: retry after 5", CallOutcome.WAIT),
    (403, "Forbidden: bot was blocked by the user", CallOutcome.UNREACHABLE),
    (403, "Forbidden: bot can't initiate conversation with a user", CallOutcome.UNREACHABLE),
    (403, "Forbidden: user is deactivated", CallOutcome.UNREACHABLE),
    (403, "Forbidden: bot was kicked from the supergroup chat", CallOutcome.UNREACHABLE),
    (400, "Bad Request: chat not found", CallOutcome.UNREACHABLE),
    (400, "Bad Request: group chat was deleted", CallOutcome.UNREACHABLE),
    (400, "Bad Request: message thread not found", CallOutcome.PLACE_GONE),
    (400, "Bad Request: TOPIC_DELETED", CallOutcome.PLACE_GONE),
    (400, "Bad Request: TOPIC_ID_INVALID", CallOutcome.PLACE_GONE),
    (400, "Bad Request: message to be replied not found", CallOutcome.PLACE_GONE),
    (400, "Bad Request: message to edit not found", CallOutcome.NOT_EDITABLE),
    (400, "Bad Request: message can't be edited", CallOutcome.NOT_EDITABLE),
    (400, "Bad Request: MESSAGE_ID_INVALID", CallOutcome.NOT_EDITABLE),
    (
        400,
        "Bad Request: can't parse entities: Unexpected end tag at byte offset 3",
        CallOutcome.MARKUP_BROKEN,
    ),
    (400, "Bad Request: message is too long", CallOutcome.DEAD),
    (400, "Bad Request: not enough rights to send text messages to the chat", CallOutcome.DEAD),
    (400, "Bad Request: TOPIC_CLOSED", CallOutcome.PLACE_GONE),
    (404, "Not Found", CallOutcome.DEAD),
    (413, "Request Entity Too Large", CallOutcome.DEAD),
    (400, "", CallOutcome.DEAD),
]


@pytest.mark.parametrize(("code", "description", "verdict"), ANSWERS)
def test_an_answer_is_understood(code: int, description: str, verdict: CallOutcome) -> None:
    assert classify(ApiResponse(ok=False, code=code, description=description)) is verdict


def test_success_is_success_whatever_else_is_said() -> None:
    assert (
        classify(ApiResponse(ok=True, result=True, code=429, description="chat not found"))
        is CallOutcome.SENT
    )


def test_a_successor_decides_before_the_words() -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert (
        classify(ApiResponse(ok=False, code=400, description=words, migrate_to=-1001)) is CallOutcome.MIGRATED
    )
    assert (
        classify(ApiResponse(ok=False, code=403, description="Forbidden", migrate_to=-1001))
        is CallOutcome.MIGRATED
    )
