"""Which versions of which surveys were asked, with their wording."""

from datetime import datetime

from sqlalchemy import Connection

from storage.tables import surveys
from storage.upsert import insert_new
from surveys.questions.definition import definition
from surveys.questions.survey import Catalogue


def store_versions(connection: Connection, catalogue: Catalogue, now: datetime) -> None:
    """Store each version of a survey that is new, so that an answer can be read beside its question."""
    seen = [
        {
            "id": survey.id,
            "version": survey.version,
            "definition": definition(survey),
            "first_seen_at": now,
        }
        for survey in catalogue
    ]
    connection.execute(insert_new(connection, surveys, "id"), seen)
