from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from surveys import files
from surveys.fault import FaultySurveysError
from surveys.survey import END, SurveyKind
from tests.surveys.samples import LONG, SMALL


@dataclass(frozen=True)
class Mistake:
    """One edit of a good file, the key that the fault must name and words that its remedy must contain."""

    old: str
    new: str
    key: str
    en: str
    ru: str


MISTAKES = {
    "a key that does not exist": Mistake(
        "bonus = true", "bonsu = true", "questions.why.bonsu", "write bonus", "исправьте на bonus"
    ),
    "a key that resembles none": Mistake(
        'id = "small"', 'id = "small"\nqqq = 1', "qqq", "remove it", "уберите его"
    ),
    "a key of another kind of question": Mistake(
        "bonus = true", "rows = [[1]]", "questions.why.rows", "remove it", "уберите его"
    ),
    "no English": Mistake(
        'text.en = "Why?"\n', "", "questions.why.text.en", 'the English text is missing: add en = "…"', "en ="
    ),
    "an empty Russian text": Mistake(
        'ru = "Короткий"', 'ru = ""', "title.ru", "the Russian text is missing", "на языке «русский»"
    ),
    "thanks in one language": Mistake(
        'text.ru = "Спасибо!"\n', "", "thanks.1.text.ru", "the Russian text", "добавьте ru"
    ),
    "a text without languages": Mistake(
        'text.ru = "Почему?"\ntext.en = "Why?"', 'text = "Why?"', "questions.why.text", 'ru = "…"', 'en = "…"'
    ),
    "a key is missing": Mistake(
        'next = "end"\n', "", "questions.why.next", "add the key next", "добавьте ключ next"
    ),
    "no kind": Mistake('kind = "text"\n', "", "questions.why", "name the kind", "укажите вид"),
    "an unknown kind": Mistake(
        'kind = "text"', 'kind = "star"', "questions.why", '"score", "text"', '"score", "text"'
    ),
    "an unknown kind of survey": Mistake(
        "transactional", "yearly", "kind", "'relational' or 'transactional'", "допустимы"
    ),
    "an id with a capital letter": Mistake('id = "why"', 'id = "Why"', "questions.Why.id", "a-z", "a-z"),
    "an id that means the end": Mistake('id = "why"', 'id = "end"', "questions.end.id", "word end", "end"),
    "an id that no button can carry": Mistake(
        'id = "score"', f'id = "{"s" * 46}"', f"questions.{'s' * 46}.id", "at least 14 shorter", "короче"
    ),
    "an id that no column can carry": Mistake(
        'id = "small"', f'id = "{"s" * 33}"', "id", "at least 1 shorter", "33 знаков из 32"
    ),
    "two questions of one id": Mistake(
        'id = "why"', 'id = "score"', "questions.score.id", "2 questions have this id", "дайте каждому свой"
    ),
    "a branch to nowhere": Mistake(
        'to = "why"',
        'to = "wy"',
        "questions.score.next.1.to",
        "there is no question 'wy'",
        "вопроса «wy» нет",
    ),
    "a question that no branch reaches": Mistake(
        'to = "why"', 'to = "end"', "questions.why", "no branch leads", "не ведёт ни одна ветка"
    ),
    "a loop without an exit": Mistake(
        'next = "end"',
        'next = "why"',
        "questions.why.next",
        "leads back to 'why'",
        "возвращает к вопросу «why»",
    ),
    "a loop with an exit": Mistake(
        'next = "end"',
        'next = "score"',
        "questions.why.next",
        "leads back to 'score'",
        "возвращает к вопросу «score»",
    ),
    "scores that no branch covers": Mistake(
        '">=7"', '">=8"', "questions.score.next", "no line fits the scores 7", "нет строки для оценок 7"
    ),
    "scores in two branches": Mistake(
        '">=7"', '">=5"', "questions.score.next.2.score", "5, 6 are in a line above", "5, 6 уже есть"
    ),
    "two branches without scores": Mistake(
        'score = "<=6", ', "", "questions.score.next", "only the last line", "стоит последней"
    ),
    "scores off the scale": Mistake(
        '">=7"', '"7..11"', "questions.score.next.2.score", "scores from 0 to 10", "оценки от 0 до 10"
    ),
    "scores the wrong way round": Mistake(
        '"<=6"', '"6..0"', "questions.score.next.1.score", "scores from 0 to 10", "оценки от 0 до 10"
    ),
    "a condition on a question without scores": Mistake(
        "[[thanks]]",
        '[[thanks]]\nof = "why"\nscore = 1',
        "thanks",
        "'why' is not always asked",
        "задан не всегда",
    ),
    "a condition of a text on itself": Mistake(
        'next = "end"',
        'next = [{ score = 1, to = "end" }]',
        "questions.why.next",
        "'why' has no scores",
        "нет оценок",
    ),
    "thanks for scores of no question": Mistake(
        "[[thanks]]", "[[thanks]]\nscore = 1", "thanks.1", "name the question", "укажите вопрос"
    ),
    "a question named without scores": Mistake(
        "[[thanks]]", '[[thanks]]\nof = "score"', "thanks.1", "of needs a score", "к of нужен"
    ),
    "a button left out": Mistake(
        "9, 10]", "9]", "questions.score.rows", "each value exactly once", "ровно один раз"
    ),
    "a row too wide": Mistake(
        "[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]",
        "[0, 1, 2, 3, 4, 5, 6, 7, 8], [9, 10]",
        "questions.score.rows",
        "1 to 8",
        "от 1 до 8",
    ),
    "a duration without a unit": Mistake(
        'again_after = "1d"', "again_after = 1", "again_after", '"14d" for days', '"14d" – дни'
    ),
    "a version of zero": Mistake("version = 1", "version = 0", "version", "1 or more", "число от 1"),
    "a version in quotes": Mistake("version = 1", 'version = "1"', "version", "whole number", "целое число"),
    "a bonus in quotes": Mistake(
        "bonus = true", 'bonus = "yes"', "questions.why.bonus", "true or false", "true или false"
    ),
    "a placeholder that nothing fills": Mistake(
        '"Why?"', '"Why, {nam}?"', "questions.why.text.en", "{business}", "вместо {nam}"
    ),
    "a text too long for a message": Mistake(
        '"Why?"', f'"{"😀" * 2049}"', "questions.why.text.en", "it has 4098 characters", "4098 знаков"
    ),
}


def written(directory: Path, content: str, name: str = "survey.toml") -> Path:
    file = directory / name
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize("mistake", [pytest.param(mistake, id=name) for name, mistake in MISTAKES.items()])
def test_a_mistake_is_one_fault_that_names_the_file_the_key_and_the_remedy(
    tmp_path: Path, mistake: Mistake
) -> None:
    assert mistake.old in SMALL
    file = written(tmp_path, SMALL.replace(mistake.old, mistake.new, 1))
    [fault] = files.check(file)
    assert fault.key == mistake.key
    assert mistake.en in fault.remedy.en
    assert mistake.ru in fault.remedy.ru
    assert fault.say("en").startswith(f"{file}: {mistake.key}: ")


@pytest.mark.parametrize("sample", [SMALL, LONG])
def test_a_good_file_has_no_fault(tmp_path: Path, sample: str) -> None:
    assert files.check(written(tmp_path, sample)) == []


def test_a_condition_on_a_question_that_only_some_branches_ask_is_a_fault(tmp_path: Path) -> None:
    rows = "rows = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10]]"
    content = LONG.replace(
        'id = "what-broke"\nkind = "text"', f'id = "what-broke"\nkind = "score"\n{rows}'
    ).replace('of = "courier", score = 10', 'of = "what-broke", score = 10')
    assert [fault.key for fault in files.check(written(tmp_path, content))] == ["questions.goods.next"]


def test_a_required_question_after_an_optional_one_is_a_fault(tmp_path: Path) -> None:
    content = LONG.replace('kind = "text"\nnext = "goods"', 'kind = "text"\nbonus = true\nnext = "goods"')
    [fault] = files.check(written(tmp_path, content))
    assert fault.key == "questions.what-broke.next"
    assert "'goods' is required" in fault.remedy.en


def test_conditions_on_two_questions_in_one_place_are_a_fault(tmp_path: Path) -> None:
    content = LONG.replace(
        '[{ of = "courier", score = 10,', '[{ score = 1, to = "end" }, { of = "courier", score = 10,'
    )
    [fault] = files.check(written(tmp_path, content))
    assert fault.key == "questions.goods.next"
    assert "courier, goods" in fault.remedy.ru


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
    assert "TOML" in fault.say("ru")


def test_a_file_in_another_encoding_and_a_missing_one_are_told_without_a_traceback(tmp_path: Path) -> None:
    old = tmp_path / "old.toml"
    old.write_bytes('id = "опрос"'.encode("cp1251"))
    [encoding] = files.check(old)
    [missing] = files.check(tmp_path / "absent.toml")
    assert "UTF-8" in encoding.say("ru")
    assert "path" in missing.say("en")


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
    assert small.questions[1].bonus


def test_an_own_file_replaces_the_built_in_survey_of_the_same_id(tmp_path: Path) -> None:
    written(tmp_path, SMALL.replace('id = "small"', 'id = "nps"'))
    written(tmp_path, LONG, "long.toml")
    catalogue = files.load(tmp_path)
    assert catalogue["nps"].title.en == "Short"
    assert {survey.id for survey in catalogue} == {"nps", "long"}
    assert files.load()["nps"].title.en != "Short"


def test_two_own_files_of_one_id_are_a_fault(tmp_path: Path) -> None:
    written(tmp_path, SMALL, "a.toml")
    written(tmp_path, SMALL, "b.toml")
    [fault] = files.check(tmp_path)
    assert (fault.file.name, fault.key) == ("b.toml", "id")


def test_faulty_files_are_not_loaded_and_every_fault_is_told(tmp_path: Path) -> None:
    written(tmp_path, SMALL.replace('to = "why"', 'to = "wy"'), "a.toml")
    written(tmp_path, "id =", "b.toml")
    with pytest.raises(FaultySurveysError) as raised:
        files.load(tmp_path)
    assert [fault.file.name for fault in raised.value.faults] == ["a.toml", "b.toml"]
    assert "there is no question 'wy'" in str(raised.value)


def test_a_directory_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FaultySurveysError, match="cannot be read"):
        files.load(tmp_path / "absent")
