"""What CONTRIBUTING.md lists is what it takes: each recipe is followed in a copy of the tree, and tested.

A file that is needed and not listed, or listed and not needed, fails.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from storage.engines import schema
from tests.recipes.recipe import recipe, titles
from tests.recipes.tree import Tree

HERE: Final = Path(__file__).parent
TEXTS: Final = tuple(
    f"tests/texts/test_texts.py::test_{name}"
    for name in (
        "both_languages_have_the_same_texts_with_the_same_placeholders",
        "whatever_the_code_says_exists_and_is_filled",
        "words_of_the_interface_stand_in_no_code",
    )
)

pytestmark = pytest.mark.timeout(400)  # each runs pytest


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_every_recipe_is_followed_here() -> None:
    assert titles() == ["A report", "A journey", "A question kind", "A survey", "A hook", "A job", "A table"]


def test_a_file_too_many_or_too_few_is_noticed(tree: Tree) -> None:
    listed = recipe("A job", name="hello")
    for files in (listed.files - {"bot/jobs/hello.py"}, listed.files | {"bot/build.py"}):
        with pytest.raises(AssertionError):
            tree.follow(replace(listed, files=files, count=len(files)), HERE / "job")


def test_a_report_is_command_menu_line_help_button_picture_command_line_and_json(tree: Tree) -> None:
    tree.follow(recipe("A report", name="hello"), HERE / "report")
    assert tree.passes(
        "tests/handlers/manager/test_hello.py",
        "tests/command_line/test_hello.py",
        "tests/handlers/shared/test_menus.py::test_help_explains_the_commands_of_the_menu_and_no_others",
        "tests/handlers/test_access.py::test_every_command_and_every_button_has_its_row",
        *TEXTS,
        "tests/test_documents.py::test_every_report_and_its_groups_are_in_the_reference",
    )


def test_a_journey_is_one_file_its_texts_and_its_name(tree: Tree) -> None:
    tree.follow(recipe("A journey", name="hello_again"), HERE / "journey")
    assert tree.passes("tests/bot/schedule/test_hello_again.py", *TEXTS)


def test_a_kind_of_question_is_one_file_its_texts_and_its_name(tree: Tree) -> None:
    tree.follow(recipe("A question kind", name="stars"), HERE / "question_kind")
    assert tree.passes("tests/handlers/test_stars.py", *TEXTS, "tests/surveys/catalogue")


def test_a_survey_is_a_file_and_no_code(tree: Tree) -> None:
    tree.follow(recipe("A survey", id="hello"), HERE / "survey")
    assert tree.passes("tests/handlers/test_hello.py", "tests/surveys/catalogue")


def test_a_hook_is_a_file_and_its_row_and_no_code(tree: Tree) -> None:
    tree.follow(recipe("A hook", name="hello"), HERE / "hook")
    assert tree.passes("tests/bot/web/api/test_hello.py", "tests/bot/web/api/test_integrations_document.py")


def test_a_job_is_one_file_and_its_name(tree: Tree) -> None:
    tree.follow(recipe("A job", name="hello"), HERE / "job")
    assert tree.passes("tests/bot/jobs/test_hello.py")


def test_a_table_is_its_columns_its_row_its_migration_and_its_functions(tree: Tree) -> None:
    files = recipe("A table", subject="people", name="greetings", number="9000")
    tree.follow(files, HERE / "table", {"HEAD": schema.HEAD})
    assert tree.passes("tests/storage/people/test_greetings.py", "tests/storage/engines/test_migrations.py")
