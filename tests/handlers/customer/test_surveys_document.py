"""docs/surveys.md is true: its survey is checked, previewed and walked, its tables are complete."""

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Final

import jsonschema_rs
import pytest

from storage import tables
from surveys.catalogue import files
from surveys.catalogue.schema import as_json, schema
from surveys.questions.kinds.catalogue import KINDS
from surveys.questions.question import QuestionRole
from surveys.questions.question_file import SkippablePart
from surveys.questions.survey import Survey
from tests.handlers.customer.survey_talk import taps
from tests.handlers.customer.test_catalogue_walks import covering, walk
from tests.harness import Harness, app_context
from tests.surveys.samples import LONG, SMALL
from tests.updates import BORIS, Person
from tests.words import words_of

DOCS: Final = Path(__file__).parents[3] / "docs"
DOCUMENT: Final = (DOCS / "surveys.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
EXAMPLE: Final = next(block for block in BLOCKS if "[[questions]]" in block)
FILES: Final = [file.read_text(encoding="utf-8") for file in sorted(files.BUILT_IN.glob("*.toml"))]
BUILT_IN: Final = [one for one in FILES if "[[questions]]" in one]
VALIDATOR: Final = jsonschema_rs.validator_for(schema())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "delivery.toml").write_text(EXAMPLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def delivery(harness: Harness, folder: Path) -> Survey:
    """The company has the survey of the document."""
    catalogue = files.load(folder)
    harness.contexts.current = replace(app_context(), catalogue=catalogue)
    return catalogue["delivery"]


def test_the_example_is_checked_without_a_fault_and_has_three_questions_and_a_branch(folder: Path) -> None:
    assert files.check(folder) == []
    survey = files.load(folder)["delivery"]
    assert len(survey.questions) == 3
    assert len(survey.first.next) == 2


def test_the_fault_is_told_as_the_document_says(folder: Path) -> None:
    file = folder / "delivery.toml"
    file.write_text(EXAMPLE.replace('to = "value"', 'to = "vlaue"'), encoding="utf-8")
    [fault] = files.check(file)
    told = next(one for one in re.findall(r"```text\n(.*?)\n```", DOCUMENT, re.DOTALL))
    assert words_of(fault.text).replace(f"{folder}/", "") == told


async def test_the_team_previews_it_and_nothing_is_stored(harness: Harness, delivery: Survey) -> None:
    asked = await harness.say(BORIS, "/start s_delivery")
    assert asked.text.startswith("👀")
    assert "Как вам доставка" in asked.text
    asked = await taps(harness, BORIS, asked, "5")
    assert "Здорово" in asked.text
    assert await harness.rows(tables.answers) == []
    assert await harness.scores() == {}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_customers_walk_it_by_every_button(harness: Harness, delivery: Survey, language: str) -> None:
    found = covering(delivery)
    for number, way in enumerate(found):
        told = await walk(harness, delivery, Person(700_000_000 + number, "Мария", language), way)
        assert told
    talks = await harness.rows(tables.conversations)
    assert len(talks) == len(found)
    assert all(talk["finished_at"] is not None for talk in talks)


def rows(heading: str) -> dict[str, str]:
    """The rows of the table with that first column, by what stands in it."""
    table = DOCUMENT[DOCUMENT.index(f"| {heading} |") :].split("\n\n")[0]
    found: dict[str, str] = {}
    for line in table.splitlines()[2:]:
        first, rest = line.strip("| ").split(" | ", 1)
        found |= dict.fromkeys(re.findall(r"`([a-z_]+)`", first), rest)
    return found


def test_every_kind_of_question_is_told_with_its_keys() -> None:
    told = rows("`kind` | the customer")
    assert set(told) == {kind.name for kind in KINDS}
    common = {"id", "role", "text", "optional", "later", "next", "skip", "kind"}
    for kind in KINDS:
        for key in set(kind.part.model_fields) - common:
            assert f"`{key}`" in told[kind.name], (kind.name, key)


def test_every_role_is_told_with_the_kinds_that_may_have_it() -> None:
    told = rows("`role`")
    assert set(told) == set(QuestionRole)
    for kind in KINDS:
        for role in kind.roles:
            assert f"`{kind.name}`" in told[role]


def test_the_kinds_without_a_skip_are_those_that_the_document_names() -> None:
    without = {kind.name for kind in KINDS if not issubclass(kind.part, SkippablePart)}
    assert without == {"score", "reason"}
    assert "Every kind has it but `score` and `reason`" in DOCUMENT


def test_the_schema_beside_the_document_is_the_one_of_the_program() -> None:
    """`python -m surveys.catalogue.schema > docs/survey.schema.json` writes it anew."""
    assert (DOCS / "survey.schema.json").read_text(encoding="utf-8") == as_json(schema())


@pytest.mark.parametrize("content", [*BUILT_IN, EXAMPLE, SMALL, LONG])
def test_what_the_program_takes_fits_the_schema(content: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tomllib.loads(content))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('again_after = "1d"', 'again_after = "soon"'),
        ('kind = "transactional"', 'kind = "monthly"'),
        ('id = "why"', 'id = "Why?"'),
        ("optional = true", "optinal = true"),
        ('score = "<=6"', 'score = "few"'),
        ('kind = "text"', 'kind = "star"'),
        ('text.en = "Why?"', ""),
    ],
)
def test_a_mistake_of_shape_is_marked_by_the_schema(old: str, new: str) -> None:
    content = SMALL.replace(old, new)
    assert content != SMALL
    assert not VALIDATOR.is_valid(tomllib.loads(content))


def test_keys_are_explained() -> None:
    shapes = {"survey": schema(), **schema()["$defs"]}
    questions = [shapes[kind.part.__name__]["properties"] for kind in KINDS]
    for key in ("id", "text", "next", "role", "optional", "later"):
        assert all(one[key]["description"] for one in questions)
    assert all(one["description"] for one in shapes["survey"]["properties"].values())
    assert json.loads(as_json(schema())) == schema()
