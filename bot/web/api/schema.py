"""OpenAPI of the API, from the models that read what comes."""

from functools import cache
from importlib.metadata import version
from typing import Any, Final

from pydantic import TypeAdapter

from bot.web.server import NAMED
from reports.catalogue import REPORTS
from surveys.hooks.catalogue import built_in
from surveys.records.events import MOST, AnyEvent

_REFERENCE: Final = "#/components/schemas/{model}"
_ERROR: Final = {"$ref": "#/components/schemas/Error"}
_OUTCOME: Final = {"$ref": "#/components/schemas/Outcome"}
_FAULT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
}
_SCHEMAS: Final[dict[str, Any]] = {
    "Error": {"type": "object", "required": ["error"], "properties": {"error": _FAULT}},
    "Outcome": {
        "type": "object",
        "required": ["accepted", "duplicates", "refused"],
        "properties": {
            "accepted": {"type": "integer", "minimum": 0},
            "duplicates": {
                "type": "integer",
                "minimum": 0,
                "description": "Taken before: they changed nothing.",
            },
            "refused": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["position", "code", "message"],
                    "properties": {
                        "position": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "In the request, from 0.",
                        },
                        **_FAULT["properties"],
                    },
                },
            },
        },
    },
}
_REFUSALS: Final = {
    "400": "No JSON, or not in UTF-8.",
    "401": "No key, or none that is in use.",
    "413": "A body that is too large, or too many events.",
    "415": "Another kind of body than JSON or JSON lines.",
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    event = TypeAdapter(AnyEvent).json_schema(ref_template=_REFERENCE)
    models = event.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Otklik", "version": version("otklik")},
        "security": [{"key": []}],
        "paths": {
            "/api/v1/events": {"post": _events()},
            f"/api/v1/reports/{NAMED}": {"get": _reports()},
            f"/api/v1/hooks/{NAMED}": {"post": _hooks()},
            "/api/v1/openapi.json": {
                "get": {"security": [], "responses": {"200": _answer("This document.", {"type": "object"})}}
            },
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**models, **_SCHEMAS, "Event": event},
        },
    }


def _events() -> dict[str, Any]:
    one = {"$ref": "#/components/schemas/Event"}
    return {
        "summary": "Say what happened; the good events of a request count, whatever the others are.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"anyOf": [one, {"type": "array", "items": one, "maxItems": MOST}]}
                },
                "application/x-ndjson": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": _answer("What became of them.", _OUTCOME),
            "422": _answer("Every one was refused.", _OUTCOME),
            **{status: _answer(why, _ERROR) for status, why in _REFUSALS.items()},
        },
    }


def _reports() -> dict[str, Any]:
    day = {"type": "string", "format": "date"}
    return {
        "summary": "The numbers of a report.",
        "parameters": [
            {"name": "name", "in": "path", "required": True, "schema": {"enum": list(REPORTS)}},
            {"name": "from", "in": "query", "schema": day, "description": "The first day."},
            {"name": "to", "in": "query", "schema": day, "description": "The day after the last."},
            {
                "name": "by",
                "in": "query",
                "schema": {"type": "string"},
                "description": "What its groups are.",
            },
            {
                "name": "period",
                "in": "query",
                "schema": {"type": "string", "examples": ["90d", "2026-10"]},
                "description": "Instead of days: the words of a manager.",
            },
            {
                "name": "touchpoint",
                "in": "query",
                "schema": {"type": "string"},
                "description": "Only what happened there.",
            },
        ],
        "responses": {
            "200": _answer("As `otklik report --json` says it.", {"type": "object"}),
            "401": _answer(_REFUSALS["401"], _ERROR),
            "404": _answer("There is no such report.", _ERROR),
            "422": _answer("It has no such days, groups or touchpoint.", _ERROR),
        },
    }


def _hooks() -> dict[str, Any]:
    anything: dict[str, Any] = {"schema": {}}
    named = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$", "examples": list(built_in())}
    kinds = "application/json", "application/x-www-form-urlencoded", "application/octet-stream"
    return {
        "summary": "What a shop or a CRM says in its own way; its signature or token is the proof.",
        "security": [],
        "parameters": [
            {
                "name": "name",
                "in": "path",
                "required": True,
                "schema": named,
                "description": "A hook that comes with the program, or one of the company's own.",
            }
        ],
        "requestBody": {"content": dict.fromkeys(kinds, anything)},
        "responses": {
            "200": _answer("What became of the events in it.", _OUTCOME),
            "422": _answer("Every one was refused.", _OUTCOME),
            "400": _answer("A body that cannot be read.", _ERROR),
            "401": _answer("No signature or token that fits the hook.", _ERROR),
            "404": _answer("There is no such hook.", _ERROR),
            "413": _answer(_REFUSALS["413"], _ERROR),
        },
    }


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
