"""The journeys that there are: ours and those of files."""

from collections.abc import Iterator
from typing import Any

from handlers.outreach.catalogue import JOURNEYS
from handlers.outreach.file_journey import STEP, definition_of, journey_of, journey_of_step
from handlers.outreach.journey import Journey
from handlers.shared.app_context import AppContext


def all_journeys(app: AppContext) -> Iterator[Journey[Any]]:
    """Every journey that may plan something; the steps of one are planned by it."""
    yield from JOURNEYS.values()
    for definition in app.journeys.values():
        yield journey_of(definition)


def journey_named(app: AppContext, name: str) -> Journey[Any] | None:
    """The journey whose plans are stored under that name; None where there is none any more."""
    if (known := JOURNEYS.get(name)) is not None:
        return known
    step, definition = name.partition(STEP)[2], definition_of(app, name)
    if definition is None:
        return None
    return journey_of_step(definition, int(step)) if step else journey_of(definition)
