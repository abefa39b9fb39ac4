"""A company's own journeys: `otklik check` names file, key and remedy of each fault."""

from pathlib import Path

import pytest

from surveys.journeys.catalogue import BUILT_IN
from tests.command_line.terminal import Terminal
from tests.journey_files import EXAMPLE

BUTTON = 'button = { ru = "а", en = "a", url = "'
MISTAKES = {
    "trigger": ('"order_stored"', '"order"', "trigger", "order_stored"),
    "survey": ('survey = "nps"', 'survey = "npss"', "survey", "nps"),
    "key": ("rest = ", "rests = ", "rests", "rest"),
    "duration": ('"3d"', '"three days"', "after", "14d"),
    "stop": ('"left"', '"gone"', "stop.3", "came_back"),
    "score": ('"9..10"', '"9-10"', "then.1.score", "0..6"),
    "language": ('en = "Thank', 'fr = "Thank', "then.1.message.en", "en"),
    "both": ('survey = "nps"', 'survey = "nps"\nmessage = { ru = "а", en = "a" }', "", "message"),
    "neither": ('survey = "nps"', "", "", "survey"),
    "every": ('survey = "nps"', 'survey = "nps"\nevery = "quarter"', "", "schedule"),
    "time": ('survey = "nps"', 'survey = "nps"\nat = "late"', "at", "11:00"),
    "only-scores": ("touchpoints =", 'option = "a"\ntouchpoints =', "when", "segments"),
    "score-elsewhere": ("touchpoints =", 'score = "9"\ntouchpoints =', "when.score", "score_given"),
    "at-elsewhere": ('survey = "nps"', 'survey = "nps"\nat = "12:00"', "at", "schedule"),
    "kind-elsewhere": ('survey = "nps"', 'survey = "nps"\nkind = "promotion"', "kind", "[message]"),
    "offer-without-consent": (
        'score = "9..10"',
        'score = "9..10"\noffer = "ten"',
        "then.1",
        'kind = "promotion"',
    ),
    "unknown-offer": (
        'score = "9..10"',
        'score = "9..10"\nkind = "promotion"\noffer = "tenn"',
        "then.1.offer",
        "ten",
    ),
    "offer-elsewhere": (
        'survey = "nps"',
        'survey = "nps"\noffer = "ten"\nkind = "promotion"',
        "offer",
        "[message]",
    ),
    "question": ('score = "9..10"', 'score = "9..10"\nof = "scores"', "then.1.of", "why-low"),
    "quota": ('survey = "nps"', 'survey = "silent"\nquota = { answers = 9 }', "quota", "score"),
    "quota-none": ('survey = "nps"', 'survey = "nps"\nquota = { answers = 0 }', "quota.answers", "1"),
    "address": ("[then.message]", f'{BUTTON}http://x.y" }}\n[then.message]', "then.1.button.url", "https"),
    "link": ("[then.message]", f'{BUTTON}{{link}}" }}\n[then.message]', "then.1.button.url", "review_link"),
    "no-link": (
        "[then.message]",
        f'{BUTTON}{{referral_link}}" }}\n[then.message]',
        "then.1.button.url",
        "links.referral",
    ),
    "placeholder": ("{business}", "{company}", "then.2.message.ru", "business"),
    "toml": ("[when]", "[when", "line 10", "TOML"),
}
OFFERS = """
[[offers]]
id = "ten"
words.ru = "Скидка 10 %"
words.en = "10% off"
days = 14
codes = ["A-1"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "config.toml").write_text(
        '[journeys]\ndirectory = "own"\n[offers]\nfile = "offers.toml"\n'
        '[links]\nreview = "https://maps.example.com/us"\n',
        encoding="utf-8",
    )
    (tmp_path / "offers.toml").write_text(OFFERS, encoding="utf-8")
    return tmp_path


def _faults(otklik: Terminal, folder: Path) -> list[str]:
    said = otklik(folder, "check", language="ru")
    assert (said.code == 2) is bool(said.err)
    return said.err.splitlines()


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_each_fault_names_file_key_and_remedy(
    otklik: Terminal, folder: Path, mistake: tuple[str, str, str, str]
) -> None:
    old, new, key, remedy = mistake
    assert old in EXAMPLE
    (folder / "own/after-delivery.toml").write_text(EXAMPLE.replace(old, new, 1), encoding="utf-8")
    place = f"own/after-delivery.toml: {key}: " if key else "own/after-delivery.toml: "
    [fault] = [line for line in _faults(otklik, folder) if line.startswith(place)]
    assert remedy in fault


def test_the_example_of_the_document_and_copies_of_the_built_in_ones_are_in_order(
    otklik: Terminal, folder: Path
) -> None:
    (folder / "own/after-delivery.toml").write_text(EXAMPLE, encoding="utf-8-sig")
    for file in set(BUILT_IN.glob("*.toml")) - {BUILT_IN / "referral.toml"}:
        (folder / "own" / file.name).write_bytes(file.read_bytes())
    assert _faults(otklik, folder) == []


@pytest.mark.parametrize("name", ["winback", "campaign", "asked_later", "После", "two words", "x" * 29])
def test_a_name_that_no_journey_can_have_is_told(otklik: Terminal, folder: Path, name: str) -> None:
    (folder / "own" / f"{name}.toml").write_text(EXAMPLE, encoding="utf-8")
    [fault] = _faults(otklik, folder)
    assert f"own/{name}.toml: " in fault
    assert "a-z" in fault


def test_an_empty_folder_is_told(otklik: Terminal, folder: Path) -> None:
    [fault] = _faults(otklik, folder)
    assert "*.toml" in fault
