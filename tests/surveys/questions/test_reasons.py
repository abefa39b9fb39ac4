import re
from pathlib import Path

import pytest

from surveys.catalogue import files
from surveys.questions.callback import pack, unpack
from surveys.questions.checks import faults_in
from surveys.questions.file_error import SurveyFileErrors
from surveys.questions.reasons import BLOCKED, OTHER, STILL_HERE, UNRESOLVED, ReasonClass, Taxonomy
from tests.words import words_of

BUILT_IN = (files.BUILT_IN / "reasons.toml").read_text(encoding="utf-8")
SEEDS = {"TEMP_CAR", "TEMP_SICK", "TEMP_CHILD", "FINANCE", "MOVED", "NEED_GONE", "NO_SIZE"}
"""The seven unusual reasons."""


@pytest.fixture(scope="module")
def reasons() -> Taxonomy:
    return files.load_reasons()


def written(directory: Path, content: str) -> Path:
    file = directory / "reasons.toml"
    file.write_text(content, encoding="utf-8")
    return file


def test_every_reason_has_a_class_but_the_one_of_those_who_stay(reasons: Taxonomy) -> None:
    assert [reason.code for reason in reasons if reason.kind is None] == [STILL_HERE]
    classes = {code: reason.kind for code in SEEDS if (reason := reasons.get(code))}
    assert len(classes) == 7
    assert classes.pop("NO_SIZE") is ReasonClass.AVOIDABLE
    assert set(classes.values()) == {ReasonClass.NATURAL}


def test_codes_fit_a_button_of_any_conversation(reasons: Taxonomy) -> None:
    for reason in reasons:
        assert re.fullmatch(r"[A-Z_]{2,16}", reason.code)
        tapped = unpack(pack(17, "why", reason.code))
        assert tapped is not None
        assert tapped.option == reason.code


def test_other_words_and_staying_come_last_and_not_answering_is_always_in_sight(reasons: Taxonomy) -> None:
    *_, last, silent = reasons.groups
    assert [reason.code for reason in last.reasons] == [OTHER, STILL_HERE]
    assert [reason.code for reason in silent.reasons] == ["NO_ANSWER"]
    assert reasons.first_screen[-1].id == "NO_ANSWER"


def test_what_only_the_house_knows_is_no_button(reasons: Taxonomy) -> None:
    assert [reason.code for reason in reasons.hidden] == [BLOCKED]
    survey = files.load()["leaving"]
    assert BLOCKED not in survey.first.values
    assert set(survey.first.values) == {reason.code for reason in reasons} - {BLOCKED}


def test_a_complaint_in_the_shape_of_a_farewell_gets_no_offer(reasons: Taxonomy) -> None:
    unresolved = reasons.get(UNRESOLVED)
    assert unresolved is not None
    assert unresolved.opens_case
    assert not any(reason.offers for reason in reasons if reason.opens_case)


def test_those_who_want_no_more_messages_are_not_invited(reasons: Taxonomy) -> None:
    muted = {reason.code for reason in reasons if reason.mutes}
    assert muted == {"COMMS", "NEED_GONE", "LEFT_MARKET"}
    assert not any(reason.invitation or reason.asks_when for reason in reasons if reason.mutes)


def test_whoever_is_asked_for_a_date_is_invited_on_it(reasons: Taxonomy) -> None:
    assert all(reason.invitation for reason in reasons if reason.asks_when)


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ('code = "PRICE_HIGH"', 'code = "price high"', "reasons.price high.code", "capital letters"),
        ('code = "PRICE_HIGH"', f'code = "{"P" * 17}"', f"reasons.{'P' * 17}.code", "2 to 16"),
        ('code = "PRICE_HIGH"', 'code = "QUALITY"', "reasons.QUALITY.code", "2 of them"),
        ('en = "Too expensive"', f'en = "{"x" * 31}"', "reasons.PRICE_HIGH.label.en", "at least 1 shorter"),
        ('ru = "Дорого", ', "", "reasons.PRICE_HIGH.label.ru", "the Russian text is missing"),
        ('class = "avoidable"', 'class = "bad"', "reasons.PRICE_HIGH.class", "only"),
        ('class = "avoidable"', "", "reasons.PRICE_HIGH.class", "add the key class"),
        ('id = "price"', 'id = "cost"', "groups.cost", "no reasons"),
        ('code = "TECH"\ngroup = "service"', 'code = "TECH"\ngroup = "x"', "reasons.TECH.group", "no group"),
        ('after = "90d"', 'after = "soon"', "reasons.FINANCE.invitation.after", "for days"),
        ("\noffers = true", "\nofers = true", "reasons.PRICE_HIGH.ofers", "write offers"),
    ],
)
def test_a_mistake_names_key_and_remedy(tmp_path: Path, old: str, new: str, key: str, remedy: str) -> None:
    assert old in BUILT_IN
    faults = files.check(written(tmp_path, BUILT_IN.replace(old, new, 1)))
    assert key in [fault.key for fault in faults]
    assert remedy in next(words_of(fault.remedy) for fault in faults if fault.key == key)


def test_a_screen_too_full_is_a_fault(tmp_path: Path) -> None:
    crowded = BUILT_IN.replace('group = "life"', 'group = "pause"')
    found = {fault.key: words_of(fault.remedy) for fault in files.check(written(tmp_path, crowded))}
    assert "9 buttons with the way back" in found["groups.pause"]
    assert "no reasons" in found["groups.life"]


def test_a_directory_with_its_own_reasons_asks_with_them(tmp_path: Path) -> None:
    written(tmp_path, BUILT_IN.replace('en = "Too expensive"', 'en = "Costs too much"'))
    label = files.load(tmp_path)["leaving"].first.label("PRICE_HIGH")
    assert label.en == "Costs too much"
    assert files.load_reasons(tmp_path) != files.load_reasons()


def test_own_reasons_that_the_interview_does_not_fit_are_a_fault(tmp_path: Path) -> None:
    written(tmp_path, BUILT_IN.replace('code = "COMPETITOR"', 'code = "RIVAL"'))
    with pytest.raises(SurveyFileErrors) as raised:
        files.load(tmp_path)
    assert "no answers COMPETITOR" in words_of(raised.value)


def test_faulty_reasons_are_not_loaded(tmp_path: Path) -> None:
    written(tmp_path, "version = 0")
    with pytest.raises(SurveyFileErrors, match=r"reasons\.toml"):
        files.load_reasons(tmp_path)


def test_the_interview_fits_the_built_in_reasons() -> None:
    assert faults_in(files.load()["leaving"]) == []
