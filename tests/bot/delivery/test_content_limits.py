"""What is nested without end costs its own branch and nothing else."""

import json
import time

import pytest

from bot.delivery.content_limits import DEEPEST, from_json


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]"), ('["[",', "]")]
)
@pytest.mark.parametrize("depth", [1000, 5000, 300_000])
def test_a_branch_without_end_is_null_and_its_neighbours_stay(opening: str, closing: str, depth: int) -> None:
    deep = opening * depth + "7" + closing * depth
    found = from_json(f'{{"before": "раз", "deep": [1, {deep}, 2], "after": "два"}}'.encode())
    assert (found["before"], found["deep"][0], found["deep"][2], found["after"]) == ("раз", 1, 2, "два")
    json.dumps(found)


@pytest.mark.parametrize("deep", [DEEPEST - 1, DEEPEST, DEEPEST + 1])
def test_what_is_within_the_bound_is_read_as_it_is(deep: int) -> None:
    content = "[" * deep + "]" * deep + " "
    expected = json.loads(content)
    if deep > DEEPEST:
        innermost = expected
        for _ in range(DEEPEST - 1):
            innermost = innermost[0]
        innermost[0] = None
    assert from_json(content.encode()) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"text": "[" * 9000 + '"' + "{" * 9000 + "\\"},
        {"[" * 500: ["\\\\", '\\"', "]" * 500]},
        [[{"a": [number, "раз [", None, True]}] for number in range(300)],
        [],
        "\ud800",
    ],
)
def test_brackets_in_words_are_words(value: object) -> None:
    assert from_json(json.dumps(value).encode()) == value
    assert from_json(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value


@pytest.mark.parametrize(
    "content",
    [
        "[" * 5000,
        "]" * 5000,
        "[" * 70 + "]" * 80,
        "{" * 70,
        '"' + '\\"' * 50_000,
        '["' + "[" * 50_000,
        "",
        "x",
    ],
)
def test_what_is_no_json_is_said_so_within_a_moment(content: str) -> None:
    begun = time.process_time()
    with pytest.raises(ValueError, match=r"."):
        from_json(content.encode())
    assert time.process_time() - begun < 1
