"""What Telegram's answers mean, in the words that its servers are known to use."""

import pytest

from bot.telegram import Reply
from bot.verdicts import Verdict, judge

ANSWERS = [
    (400, "Bad Request: message is not modified: specified new message content and …", Verdict.SENT),
    (400, "Bad Request: TOPIC_NOT_MODIFIED", Verdict.SENT),
    (429, "Too Many Requests: retry after 5", Verdict.WAIT),
    (403, "Forbidden: bot was blocked by the user", Verdict.UNREACHABLE),
    (403, "Forbidden: bot can't initiate conversation with a user", Verdict.UNREACHABLE),
    (403, "Forbidden: user is deactivated", Verdict.UNREACHABLE),
    (403, "Forbidden: bot was kicked from the supergroup chat", Verdict.UNREACHABLE),
    (400, "Bad Request: chat not found", Verdict.UNREACHABLE),
    (400, "Bad Request: group chat was deleted", Verdict.UNREACHABLE),
    (400, "Bad Request: message thread not found", Verdict.PLACE_GONE),
    (400, "Bad Request: TOPIC_DELETED", Verdict.PLACE_GONE),
    (400, "Bad Request: TOPIC_ID_INVALID", Verdict.PLACE_GONE),
    (400, "Bad Request: message to be replied not found", Verdict.PLACE_GONE),
    (400, "Bad Request: message to edit not found", Verdict.NOT_EDITABLE),
    (400, "Bad Request: message can't be edited", Verdict.NOT_EDITABLE),
    (400, "Bad Request: MESSAGE_ID_INVALID", Verdict.NOT_EDITABLE),
    (400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 3", Verdict.MARKUP_BROKEN),
    (400, "Bad Request: message is too long", Verdict.DEAD),
    (400, "Bad Request: not enough rights to send text messages to the chat", Verdict.DEAD),
    (400, "Bad Request: TOPIC_CLOSED", Verdict.PLACE_GONE),
    (404, "Not Found", Verdict.DEAD),
    (413, "Request Entity Too Large", Verdict.DEAD),
    (400, "", Verdict.DEAD),
]


@pytest.mark.parametrize(("code", "description", "verdict"), ANSWERS)
def test_an_answer_is_understood(code: int, description: str, verdict: Verdict) -> None:
    assert judge(Reply(ok=False, code=code, description=description)) is verdict


def test_success_is_success_whatever_else_is_said() -> None:
    assert judge(Reply(ok=True, result=True, code=429, description="chat not found")) is Verdict.SENT


def test_a_successor_decides_before_the_words() -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert judge(Reply(ok=False, code=400, description=words, migrate_to=-1001)) is Verdict.MIGRATED
    assert judge(Reply(ok=False, code=403, description="Forbidden", migrate_to=-1001)) is Verdict.MIGRATED
