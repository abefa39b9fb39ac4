"""`otklik campaigns`."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from bot.cli.options import config_option
from bot.config.schema import TokenUse, load
from storage.engines.database import Connection
from storage.outreach import campaign_counts
from storage.outreach import campaigns as stored
from storage.rows import Campaign
from surveys.statistics import campaign_results

_NEWEST = 1000


@click.command()
@config_option
def campaigns(path: Path | None) -> None:
    """Campaigns as JSON, the newest first: how many got each, who did not and why."""
    from bot.cli.offline import in_database

    config, now = load(path, os.environ, TokenUse.UNUSED), datetime.now(UTC)

    def listed(connection: Connection) -> list[Mapping[str, Any]]:
        found = stored.newest(connection, _NEWEST)
        return [_row(connection, one, now, config.winback.window) for one in found]

    found = in_database(config, listed)
    click.echo(json.dumps({"campaigns": found}, ensure_ascii=False, indent=2))


def _row(connection: Connection, campaign: Campaign, now: datetime, window: timedelta) -> Mapping[str, Any]:
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
        "offer": campaign.offer,
        "results": _results(connection, campaign, now, window),
    }


def _results(
    connection: Connection, campaign: Campaign, now: datetime, window: timedelta
) -> Mapping[str, Any] | None:
    """What came of it; None for one that was not started."""
    if campaign.started_at is None:
        return None
    return campaign_results.as_json(campaign_counts.results(connection, campaign, now, window))
