"""JSON Schema of journey files, by which editors complete keys and mark mistakes.

`python -m surveys.journeys.schema > docs/journey.schema.json` writes it anew.
"""

import sys
from typing import Any

from surveys.catalogue.schema import as_json, schema_of
from surveys.journeys.catalogue import MODELS
from surveys.journeys.journey_file import JourneyFile


def schema() -> dict[str, Any]:
    """The schema of a journey file as JSON."""
    return schema_of(JourneyFile, MODELS, "Otklik journey")


if __name__ == "__main__":
    sys.stdout.write(as_json(schema()))
