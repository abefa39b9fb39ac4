import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions.callback import MAX_BYTES, MAX_CONVERSATION, Callback, longest, pack, unpack

IDS = st.text("az09_-", min_size=1, max_size=20)


@given(st.integers(0, MAX_CONVERSATION), IDS, IDS)
def test_a_button_is_read_as_it_was_written(conversation: int, question: str, option: str) -> None:
    data = pack(conversation, question, option)
    assert unpack(data) == Callback(conversation, question, option)
    assert len(data.encode()) <= longest(question, option) <= MAX_BYTES


def test_the_highest_conversation_number_takes_thirteen_figures() -> None:
    assert pack(MAX_CONVERSATION, "score", "10") == "s:1y2p0ij32e8e7:score:10"
    assert longest("score", "10") == 24


@pytest.mark.parametrize(
    "data",
    [
        "",
        "s:1:score",
        "s:1:score:9:0",
        "x:1:score:9",
        "s:-1:score:9",
        "s:1:score:9\n",
        "s:1y2p0ij32e8e8:score:9",
        "s:zzzzzzzzzzzzz:score:9",
        "s:1:Score:9",
        "s:1:score:девять",
    ],
)
def test_forged_and_foreign_buttons_mean_nothing(data: str) -> None:
    assert unpack(data) is None


def test_a_conversation_has_no_negative_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        pack(-1, "score", "9")
