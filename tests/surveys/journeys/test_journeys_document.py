"""docs/journeys.md tells each key; docs/journey.schema.json is the program's, and editors get by with it."""

import re
import tomllib
from pathlib import Path
from typing import Final

import jsonschema_rs
import pytest

from surveys.catalogue.schema import as_json
from surveys.journeys.catalogue import BUILT_IN, MODELS
from surveys.journeys.journey_file import JourneyFile
from surveys.journeys.schema import schema
from tests.journey_files import EXAMPLE

DOCS: Final = Path(__file__).parents[3] / "docs"
DOCUMENT: Final = (DOCS / "journeys.md").read_text(encoding="utf-8")
VALIDATOR: Final = jsonschema_rs.validator_for(schema())
FILES: Final = sorted(BUILT_IN.glob("*.toml"))
BUILT_IN_ONES: Final = {path.stem: path.read_text(encoding="utf-8") for path in FILES}


def test_the_schema_beside_the_document_is_the_one_of_the_program() -> None:
    """`python -m surveys.journeys.schema > docs/journey.schema.json` writes it anew."""
    assert (DOCS / "journey.schema.json").read_text(encoding="utf-8") == as_json(schema())


@pytest.mark.parametrize("content", [EXAMPLE, *BUILT_IN_ONES.values()], ids=["example", *BUILT_IN_ONES])
def test_what_the_program_takes_fits_the_schema(content: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tomllib.loads(content))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"order_stored"', '"order"'),
        ('"order_stored"', '"schedule"'),
        ('survey = "nps"', ""),
        ('survey = "nps"', 'survey = "nps"\nevery = "month"'),
        ('"3d"', '"three days"'),
        ("rest = ", "rests = "),
        ('"left"', '"gone"'),
        ('"9..10"', '"9-10"'),
        ('survey = "nps"', 'survey = "nps"\nquota = { answers = 0 }'),
        ("[then.message]", 'button = { ru = "а", en = "a", url = "ftp://x" }\n[then.message]'),
    ],
)
def test_a_mistake_of_shape_is_marked_by_the_schema(old: str, new: str) -> None:
    content = EXAMPLE.replace(old, new, 1)
    assert content != EXAMPLE
    assert not VALIDATOR.is_valid(tomllib.loads(content))


def test_each_key_is_explained_in_the_schema_and_told_in_the_document() -> None:
    explained = {"JourneyFile": schema(), **schema()["$defs"]}
    for model in MODELS:
        for key in model.model_fields:
            assert key in ("ru", "en") or explained[model.__name__]["properties"][key]["description"]
    told = set(re.findall(r"`(\w+)[`.]", DOCUMENT.split("## The keys")[1].split("## Built in")[0]))
    assert JourneyFile.model_fields.keys() <= told


def test_each_built_in_journey_is_told() -> None:
    table = DOCUMENT.split("## Built in")[1]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == set(BUILT_IN_ONES)
