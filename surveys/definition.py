"""A survey as JSON can hold it, kept so that an answer can be read beside the question that was asked."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from surveys.survey import Survey


def definition(survey: Survey) -> dict[str, object]:
    """Sets become sorted lists, durations become seconds."""
    return {key: _plain(value) for key, value in asdict(survey).items()}


def _plain(value: object) -> object:
    match value:
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
