from datetime import timedelta
from pathlib import Path

import pytest

from surveys.catalogue import files
from surveys.questions.file_error import SurveyFileErrors
from surveys.questions.question import END
from surveys.questions.survey import SurveyKind
from tests.surveys.mistakes import MISTAKES, Mistake
from tests.surveys.samples import LONG, SMALL
from tests.words import words_of


def written(directory: Path, content: str, name: str = "survey.toml") -> Path:
    file = directory / name
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize("mistake", [pytest.param(mistake, id=name) for name, mistake in MISTAKES.items()])
def test_a_mistake_is_one_fault_that_names_file_key_and_remedy(tmp_path: Path, mistake: Mistake) -> None:
    assert mistake.old in SMALL
    file = written(tmp_path, SMALL.replace(mistake.old, mistake.new, 1))
    [fault] = files.check(file)
    assert fault.key == mistake.key
    assert mistake.en in words_of(fault.remedy)
    assert mistake.ru in words_of(fault.remedy, "ru")
    assert words_of(fault.text).startswith(f"{file}: {mistake.key}: ")


@pytest.mark.parametrize("sample", [SMALL, LONG])
def test_a_good_file_has_no_fault(tmp_path: Path, sample: str) -> None:
    assert files.check(written(tmp_path, sample)) == []


@pytest.mark.parametrize(("update", "most"), [("a", 4096), ("я", 4096), ("😀", 2048)])
def test_a_text_may_fill_a_message_and_no_more(tmp_path: Path, update: str, most: int) -> None:
    full = SMALL.replace('"Why?"', f'"{update * most}"')
    assert files.check(written(tmp_path, full)) == []
    [fault] = files.check(written(tmp_path, full.replace(update * most, update * (most + 1))))
    assert fault.key == "questions.why.text.en"


def test_a_condition_on_a_question_that_only_some_branches_ask_is_a_fault(tmp_path: Path) -> None:
    rows = "rows = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10]]"
    content = LONG.replace(
        'id = "what-broke"\nkind = "text"', f'id = "what-broke"\nkind = "score"\n{rows}'
    ).replace('of = "courier", score = 10', 'of = "what-broke", score = 10')
    assert [fault.key for fault in files.check(written(tmp_path, content))] == ["questions.goods.next"]


def test_a_required_question_after_an_optional_one_is_a_fault(tmp_path: Path) -> None:
    content = LONG.replace('kind = "text"\nnext = "goods"', 'kind = "text"\noptional = true\nnext = "goods"')
    [fault] = files.check(written(tmp_path, content))
    assert fault.key == "questions.what-broke.next"
    assert "'goods' is required" in words_of(fault.remedy)


def test_conditions_on_two_questions_in_one_place_are_a_fault(tmp_path: Path) -> None:
    content = LONG.replace(
        '[{ of = "courier", score = 10,', '[{ score = 1, to = "end" }, { of = "courier", score = 10,'
    )
    [fault] = files.check(written(tmp_path, content))
    assert fault.key == "questions.goods.next"
    assert "courier, goods" in words_of(fault.remedy, "ru")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('id = "x"\nversion = = 1\n', "line 2"),
        ('id = "x"\nid = "y"\n', "line 2"),
        ('id = "x"\n[title', "line 2"),
        ('id = "x"\nru = """\nnever closed', "line 3"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, content: str, line: str) -> None:
    [fault] = files.check(written(tmp_path, content))
    assert fault.key == line
    assert "TOML" in words_of(fault.text, "ru")


def test_a_file_in_another_encoding_and_a_missing_one_are_told_without_a_traceback(tmp_path: Path) -> None:
    old = tmp_path / "old.toml"
    old.write_bytes('id = "опрос"'.encode("cp1251"))
    [encoding] = files.check(old)
    [missing] = files.check(tmp_path / "absent.toml")
    assert "UTF-8" in words_of(encoding.text, "ru")
    assert "path" in words_of(missing.text)


def test_a_file_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert files.check(file) == []


def test_a_survey_is_built_as_it_is_written(tmp_path: Path) -> None:
    written(tmp_path, SMALL)
    small = files.load(tmp_path)["small"]
    assert (small.kind, small.version, small.title.ru) == (SurveyKind.TRANSACTIONAL, 1, "Короткий")
    assert (small.correct_within, small.again_after, small.expires_after) == (
        timedelta(days=14),
        timedelta(days=1),
        timedelta(days=7),
    )
    assert small.first.follow({"score": 6}) == "why"
    assert small.first.follow({"score": 7}) == END
    assert small.questions[1].optional


def test_an_own_file_replaces_the_built_in_survey_of_the_same_id(tmp_path: Path) -> None:
    written(tmp_path, SMALL.replace('id = "small"', 'id = "nps"'))
    written(tmp_path, LONG, "long.toml")
    catalogue = files.load(tmp_path)
    assert catalogue["nps"].title.en == "Short"
    assert {survey.id for survey in catalogue} == {survey.id for survey in files.load()} | {"long"}
    assert files.load()["nps"].title.en != "Short"


def test_two_own_files_of_one_id_are_a_fault(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "a.toml")
    written(tmp_path, SMALL, "b.toml")
    [fault] = files.check(tmp_path)
    assert (fault.file.name, fault.key) == ("b.toml", "id")


def test_faulty_files_are_not_loaded_and_every_fault_is_told(tmp_path: Path) -> None:
    written(tmp_path, SMALL.replace('to = "why"', 'to = "wy"'), "a.toml")
    written(tmp_path, "id =", "b.toml")
    with pytest.raises(SurveyFileErrors) as raised:
        files.load(tmp_path)
    assert [fault.file.name for fault in raised.value.faults] == ["a.toml", "b.toml"]
    assert "there is no question 'wy'" in words_of(raised.value)


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SurveyFileErrors) as raised:
        files.load(tmp_path / "absent")
    assert "cannot be read" in words_of(raised.value)


CHOICE = """kind = "choice"
options = [{ id = "a", ru = "А", en = "A" }, { id = "b", ru = "Б", en = "B" }]"""


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("kind", "kind", "", ""),
        ('option = "a"', 'option = "c"', "questions.score.next", "has no answers c, only a, b"),
        ('option = "a"', "option = 5", "questions.score.next.1.option", "by their ids"),
        ('option = "a"', 'option = "a", score = 1', "questions.score.next.1", "one condition"),
        ('{ option = "b"', '{ option = ["a", "b"]', "questions.score.next.2.option", "answers a are in"),
        (', { option = "b", to = "end" }', "", "questions.score.next", "no line fits the answers b"),
        ('en = "A"', f'en = "{"x" * 31}"', "questions.score.options.a.en", "at least 1 shorter"),
        ('id = "b", ru', 'id = "a", ru', "questions.score.options.a", "2 buttons have this id"),
        ('id = "b", ru', 'id = "back", ru', "questions.score.options.2.id", "an id is made of"),
        (', { id = "b", ru = "Б", en = "B" }', "", "questions.score.options", "empty"),
        ("options = [", 'rows = [["a"]]\noptions = [', "questions.score.rows", "each value exactly once"),
        ('text.en = "Thank you!"', 'text.en = "Thank you!"\nanswer_of = "score"', "thanks.1", "either text"),
        ('kind = "text"', 'kind = "date"\noptions = [{ id = "1y", ru = "А", en = "A" }]',
         "questions.why.options.1.id", "for days"),
        ('kind = "text"', 'kind = "media"\naccepts = ["sticker"]', "questions.why.accepts.1", "only"),
    ],
)  # fmt: skip
def test_a_mistake_in_options_names_key_and_remedy(
    tmp_path: Path, old: str, new: str, key: str, remedy: str
) -> None:
    scored = 'role = "score"\nkind = "score"\nrows = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]'
    chosen = SMALL.replace(scored, CHOICE)
    chosen = chosen.replace('score = "<=6"', 'option = "a"').replace('score = ">=7"', 'option = "b"')
    assert old in chosen
    found = files.check(written(tmp_path, chosen.replace(old, new, 1)))
    faults = {fault.key: words_of(fault.remedy) for fault in found}
    assert remedy in faults[key] if key else not faults


def test_more_buttons_than_a_screen_holds_are_a_fault(tmp_path: Path) -> None:
    nine = ", ".join(f'{{ id = "o{n}", ru = "{n}", en = "{n}" }}' for n in range(9))
    asked = SMALL.replace('kind = "text"', f'kind = "choice"\noptions = [{nine}]')
    [fault] = files.check(written(tmp_path, asked))
    assert (fault.key, "9 buttons, 8 fit" in words_of(fault.remedy)) == ("questions.why", True)


def test_a_reminder_after_the_question_has_closed_is_a_fault(tmp_path: Path) -> None:
    late = SMALL.replace(
        "[title]", '[reminder]\nafter = "7d"\ntext.ru = "Ждём"\ntext.en = "Waiting"\n\n[title]'
    )
    [fault] = files.check(written(tmp_path, late))
    assert fault.key == "reminder.after"
    assert (
        files.check(written(tmp_path, late.replace('[reminder]\nafter = "7d"', '[reminder]\nafter = "6d"')))
        == []
    )
