"""docs/integrations.md: what it says to send is taken, and its hook can be read."""

import json
import re
import tomllib
from pathlib import Path

from surveys.hooks.catalogue import built_in
from surveys.hooks.hook import Hook
from tests.bot.web.api.conftest import Program

TEXT = (Path(__file__).parents[4] / "docs" / "integrations.md").read_text(encoding="utf-8")


async def test_the_events_are_taken_as_it_says(program: Program) -> None:
    events, said = re.findall(r"-d '(\[.*?\])'", TEXT, re.DOTALL)[0], re.findall(r"`(\{\"acc.*?\})`", TEXT)[0]
    assert (await program.tell(json.loads(events))).body == json.loads(said)


async def test_the_address_of_the_report_is_one(program: Program) -> None:
    [path] = re.findall(r"GET /api/v1/reports/([^`]+)", TEXT)
    assert (await program.report(path)).status == 200


def test_the_hook_of_the_document_can_be_read() -> None:
    [content] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert Hook.model_validate({"name": "own", **tomllib.loads(content)}).events


def test_every_hook_is_named() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == set(built_in())
