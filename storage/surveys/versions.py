"""Which versions of which surveys were asked, with their wording."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.tables import surveys
from storage.upsert import insert_new
from surveys.questions import kept_survey
from surveys.questions.definition import definition
from surveys.questions.survey import Catalogue, Survey

Definition = Mapping[str, Any]


def settle(connection: Connection, catalogue: Catalogue, now: datetime) -> Catalogue:
    """The surveys under the numbers of their versions, with the earlier ones; what is new is stored.

    A file that was changed without another number gets the next free one: an answer can always be read beside
    the question that was asked.
    """
    known: defaultdict[str, dict[int, Definition]] = defaultdict(dict)
    for survey_id, version, kept in connection.execute(
        select(surveys.c.id, surveys.c.version, surveys.c.definition)
    ):
        known[survey_id][version] = kept
    current = {survey.id: _numbered(survey, known[survey.id]) for survey in catalogue}
    if new := [one for one in current.values() if one.version not in known[one.id]]:
        rows = [
            {"id": one.id, "version": one.version, "definition": definition(one), "first_seen_at": now}
            for one in new
        ]
        connection.execute(insert_new(connection, surveys, "id"), rows)
    earlier = {
        (survey_id, version): found
        for survey_id, versions in known.items()
        for version, kept in versions.items()
        if (found := kept_survey.read(kept)) is not None
    }
    return Catalogue(current, earlier, catalogue.off)


def _numbered(survey: Survey, known: Mapping[int, Definition]) -> Survey:
    """The survey under the number of the same words, else under its own or, where that is taken, the next."""
    kept = _unnumbered(definition(survey))
    same = [version for version, one in known.items() if _unnumbered(one) == kept]
    if same:
        return replace(survey, version=max(same))
    is_taken = survey.version in known
    return replace(survey, version=max(known) + 1) if is_taken else survey


def _unnumbered(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != "version"}
