"""A kind of question is one file, its texts and its name in the catalogue of kinds."""

from pathlib import Path

import pytest

from tests.recipes.tree import LINT_IMPORTS, Tree

RECIPE = Path(__file__).parent / "question_kind"


@pytest.mark.timeout(400)  # a whole run of pytest
def test_a_kind_of_question_is_added_by_one_file_its_texts_and_its_name(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.add(RECIPE / "stars.py", "surveys/questions/kinds/stars.py")
    tree.append("ru.ftl", RECIPE / "texts.ru.ftl")
    tree.append("en.ftl", RECIPE / "texts.en.ftl")
    kinds = "surveys/questions/kinds/catalogue.py"
    tree.replace(kinds, "TEXT, MEDIA)", "TEXT, MEDIA, STARS)")
    tree.replace(kinds, "\nKINDS", "from surveys.questions.kinds.stars import STARS\n\nKINDS")

    tree.add(RECIPE / "stars.toml", "tests/handlers/stars.toml")
    tree.add(RECIPE / "driven.py", "tests/handlers/test_stars.py")
    tests = ("tests/handlers/test_stars.py", "tests/handlers/test_texts.py", "tests/surveys/catalogue")
    assert tree.passes("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not postgresql", *tests)
    assert tree.passes("-c", LINT_IMPORTS)
