"""`otklik campaigns`."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bot.cli.options import config_option
from bot.config.schema import TokenUse, load
from storage.engines.database import Connection
from storage.outreach import campaign_counts
from storage.outreach import campaigns as stored
from storage.rows import Campaign

_NEWEST = 1000


@click.command()
@config_option
def campaigns(path: Path | None) -> None:
    """Campaigns as JSON, the newest first: how many got each, who did not and why."""
    from bot.cli.offline import in_database

    found = in_database(load(path, os.environ, TokenUse.UNUSED), _listed)
    click.echo(json.dumps({"campaigns": found}, ensure_ascii=False, indent=2))


def _listed(connection: Connection) -> list[Mapping[str, Any]]:
    return [_row(connection, one) for one in stored.newest(connection, _NEWEST)]


def _row(connection: Connection, campaign: Campaign) -> Mapping[str, Any]:
    counts = campaign_counts.progress(connection, campaign.id)
    moments = {name: getattr(campaign, name) for name in ("created_at", "started_at", "ended_at")}
    return {
        "id": campaign.id,
        "name": campaign.name,
        "kind": campaign.kind,
        "survey": campaign.survey_id,
        "audience": campaign.audience,
        "state": campaign.state,
        "broken_by": campaign.broken_by,
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
        "sent": counts.sent,
        "open": counts.still_open,
        "held_out": counts.held_out,
        "not_sent": dict(sorted(counts.dropped.items())),
    }
