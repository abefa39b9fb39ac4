"""A survey whose answers would be asked for and never counted is refused, with what would be right."""

from pathlib import Path

import pytest

from surveys.catalogue import files
from surveys.questions.engine import answer_of
from surveys.questions.question import SKIPPED, QuestionRole
from tests.surveys.samples import LONG, SMALL
from tests.words import words_of

COMPLAINT, LEAVING, NPS = (
    (files.BUILT_IN / f"{name}.toml").read_text(encoding="utf-8") for name in ("complaint", "leaving", "nps")
)


@pytest.mark.parametrize(
    ("survey", "old", "new", "key", "ru", "en"),
    [
        (COMPLAINT, 'role = "category"\n', "", "questions",
         "«complaint» вида complaint нужен вопрос с role = \"category\"",
         "'complaint' of kind complaint needs a question with role = \"category\""),
        (LEAVING, 'role = "reason"\n', "", "questions",
         "«leaving» вида leaving нужен вопрос с role = \"reason\"",
         "'leaving' of kind leaving needs a question with role = \"reason\""),
        (LEAVING, 'role = "return_date"\n', "", "questions.return.role",
         'добавьте role = "return_date" одному из вопросов: return',
         'add role = "return_date" to one of the questions return'),
        (NPS, 'role = "score"\n', "", "questions",
         "«nps» вида relational нужен вопрос с role = \"score\"",
         "'nps' of kind relational needs a question with role = \"score\""),
        (NPS, 'id = "nps"', 'id = "leaving"', "kind",
         "которая ждёт kind = \"leaving\"", "needs kind = \"leaving\""),
        (LONG, 'role = "score"\n', "", "questions.courier.role", "courier, goods", "courier, goods"),
        (LONG, 'id = "courier"\n', 'id = "courier"\nrole = "score"\n', "questions.goods.role",
         'role = "score" уже есть у вопроса «courier»', "'courier' has role = \"score\" already"),
        (SMALL, 'id = "why"\n', 'id = "why"\nrole = "category"\n', "questions.why.role",
         "у вопроса вида text не бывает роли category", "kind text cannot have the role category"),
        (SMALL, 'kind = "text"\n', 'kind = "date"\nrole = "return_date"\n', "questions.why.role",
         "только в опросе вида leaving", "in a survey of kind leaving only"),
        (SMALL, 'role = "score"', 'role = "points"', "questions.score.role",
         "'touchpoint'", "only 'score', 'category'"),
    ],
)  # fmt: skip
def test_a_role_that_is_missing_or_out_of_place_is_one_fault_with_its_remedy(
    tmp_path: Path, survey: str, old: str, new: str, key: str, ru: str, en: str
) -> None:
    assert old in survey
    file = tmp_path / "own.toml"
    file.write_text(survey.replace(old, new, 1), encoding="utf-8")
    [fault] = files.check(file)
    assert fault.key == key
    assert ru in words_of(fault.remedy, "ru")
    assert en in words_of(fault.remedy)


def test_a_question_may_have_any_name_as_long_as_its_role_says_what_it_means(tmp_path: Path) -> None:
    renamed = COMPLAINT.replace('"category"', '"topic"', 1).replace('"touchpoint"', '"place"')
    renamed = renamed.replace('role = "place"', 'role = "touchpoint"').replace(
        'of = "category"', 'of = "topic"'
    )
    (tmp_path / "own.toml").write_text(renamed, encoding="utf-8")
    assert files.check(tmp_path) == []
    catalogue = files.load(tmp_path)
    asked = catalogue["complaint"].question_of(QuestionRole.CATEGORY)
    assert asked is not None
    assert asked.id == "topic"
    label = catalogue.label(QuestionRole.CATEGORY, "delivery")
    assert label is not None
    assert label.en == "🚚 Delivery"
    assert catalogue.label(QuestionRole.TOUCHPOINT, "moon") is None


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        ({"why": "SEASON", "return": "2026-11-14"}, "2026-11-14"),
        ({"why": "SEASON", "return": SKIPPED}, None),
        ({"why": "SEASON"}, None),
        ({"why": "PRICE_HIGH", "return": "2026-11-14"}, None),
    ],
)
def test_an_answer_counts_on_the_branch_that_was_taken_unless_it_was_skipped(
    answers: dict[str, int | str], day: str | None
) -> None:
    assert answer_of(files.load()["leaving"], answers, QuestionRole.RETURN_DATE) == day


def test_a_score_of_nought_is_a_score() -> None:
    assert answer_of(files.load()["nps"], {"score": 0}, QuestionRole.SCORE) == 0
