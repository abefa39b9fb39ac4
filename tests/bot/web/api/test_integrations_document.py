"""docs/integrations.md: what it says to send is taken, what it says is sent comes so."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.webhooks.webhook_client import WebhookClient
from bot.webhooks.webhook_sender import WebhookSender
from storage.states import KeyUse
from storage.tables import orders
from storage.webhooks import subscriptions
from surveys.hooks.catalogue import built_in, check, load
from surveys.hooks.hook import Fetch, FieldSource, Hook, HookSignature, Mapped
from surveys.webhooks.events import EventKind
from surveys.webhooks.signature import new_secret
from tests.bot.web.api.conftest import Program
from tests.bot.webhooks.receiver import Receiver, listening
from tests.harness import Harness
from tests.updates import ANNA

TEXT = (Path(__file__).parents[4] / "docs" / "integrations.md").read_text(encoding="utf-8")


async def test_the_events_are_taken_as_it_says(program: Program) -> None:
    events, said = re.findall(r"-d '(\[.*?\])'", TEXT, re.DOTALL)[0], re.findall(r"`(\{\"acc.*?\})`", TEXT)[0]
    assert (await program.tell(json.loads(events))).body == json.loads(said)


async def test_the_address_of_the_report_is_one(program: Program) -> None:
    [path] = re.findall(r"GET /api/v1/reports/([^`]+)", TEXT)
    assert (await program.report(path)).status == 200


async def test_a_source_of_ones_own_is_taken_as_it_says(program: Program, tmp_path: Path) -> None:
    [content] = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "till.toml").write_text(content, encoding="utf-8")
    assert check(tmp_path) == []
    contexts = program.harness.parts.contexts
    contexts.current = replace(contexts.current, hooks=load(tmp_path))
    key = await program.key("till", KeyUse.HOOK, "till")
    [(path, header, body)] = re.findall(
        r"(/api/v1/hooks/till) -H \"(.*?): \$KEY\" -d '(.*?)'", TEXT, re.DOTALL
    )
    [said] = re.findall(r"is answered `(\{.*?\})`", TEXT)
    answer = await program.ask("POST", path, data=body, headers={header: key})
    assert (answer.status, answer.body) == (200, json.loads(said))
    sums = select(orders.c.external_id, orders.c.amount_minor, orders.c.touchpoint, orders.c.status)
    assert await program.rows(sums) == [("K-17", 123450, "shop", "sale")]
    returned = body.replace('"sale"', '"return"').replace("12:30:05", "12:40:05")
    for told in (returned, body):  # the sale comes late once more
        assert (await program.ask("POST", path, data=told, headers={header: key})).status == 200
    assert await program.rows(sums) == [("K-17", 123450, "shop", "cancelled")]


def test_every_key_of_a_hook_file_is_told() -> None:
    for part in (Hook, HookSignature, Fetch, Mapped, FieldSource):
        for key in set(part.model_fields) - {"name"}:
            assert f"`{key}`" in TEXT


def test_every_event_that_goes_out_is_told() -> None:
    told = re.findall(r"^\| ((?:`[a-z.]+` ?)+)\|", TEXT.partition("## Events out")[2], re.MULTILINE)
    assert set(re.findall(r"`(.*?)`", "".join(told))) == set(EventKind)


async def test_what_goes_out_is_as_it_says_and_is_known_by_its_signature(harness: Harness) -> None:
    receiver, clock, database = Receiver(), harness.parts.clock, harness.parts.database
    async with listening(receiver) as url:
        secret, number, now = new_secret(), harness.ids.next(), harness.fake_clock.now
        await database.write(subscriptions.add_webhook, number, url, secret, (EventKind.SCORE_GIVEN,), now)
        await harness.say(ANNA, "/rate")
        await harness.say(ANNA, "9")
        await WebhookSender(database, WebhookClient(allow_private=True), clock).run_once()
    [(headers, body)] = receiver.requests
    [said] = re.findall(r"```json\n(\{\"type\".*?)```", TEXT, re.DOTALL)
    assert _shape(json.loads(body)) == _shape(json.loads(said))
    names: dict[str, Any] = {}
    [snippet] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    exec(snippet, names)
    is_ours, lower = names["is_ours"], {name.lower(): value for name, value in headers.items()}
    moment = now.timestamp()
    assert is_ours(secret, lower, body, moment)
    assert not is_ours(new_secret(), lower, body, moment)
    assert not is_ours(secret, lower, body + b" ", moment)
    assert not is_ours(secret, lower, body, moment + 301)


def _shape(value: Any) -> Any:
    """The keys of an object, and those within it."""
    return {name: _shape(one) for name, one in value.items()} if isinstance(value, dict) else None


def test_every_hook_is_named() -> None:
    table = TEXT.partition("## Hooks")[2].partition("## A source")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(built_in())
