"""How 1C, МойСклад, RetailCRM, Shopify, WooCommerce, Яндекс Метрика and people name their columns."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from surveys.records.fields import Field
from surveys.records.records import RecordKind

_FILE: Final = Path(__file__).with_name("headers.toml")
_UNITS: Final = re.compile(r"(?:,|\(|\[)\s*(?P<unit>[^,()\[\]]{1,12}?)\.?\s*[)\]]?\s*$")
_APART: Final = re.compile(r"[\s_.:;/\\()\[\]\"'«»*#-]+")


def normalized_header(header: str) -> str:
    """A header without case, signs and the difference of `е` and `ё`."""
    spaced = re.sub(
        r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ][a-zа-яё])|(?<=[a-z])(?=ID\b)", " ", header.strip(" \ufeff")
    )
    plain = _APART.sub(" ", spaced.casefold().replace("ё", "е")).strip()
    return re.sub(r"№\s*", "№ ", plain).strip() if "№" in plain else plain


def unit_of(header: str) -> str | None:
    """What stands behind a comma or in brackets at the end of a header, such as `руб`."""
    found = _UNITS.search(header.strip())
    return found["unit"].strip() if found else None


def field_of(kind: RecordKind, header: str) -> tuple[Field, int] | None:
    """The field that a header names, and its rank: of several columns of a field the lowest goes first."""
    known = _known(kind)
    unit = _UNITS.search(header.strip())
    candidates = [header] if unit is None else [header, header.strip()[: unit.start()]]
    return next((known[plain] for one in candidates if (plain := normalized_header(one)) in known), None)


@cache
def _known(kind: RecordKind) -> dict[str, tuple[Field, int]]:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    known: dict[str, tuple[Field, int]] = {}
    for first, table in enumerate(("both", kind.value, f"last_{kind.value}")):
        for field, names in tables[table].items():
            for rank, name in enumerate(names, first * 1000):
                known.setdefault(normalized_header(name), (Field(field), rank))
    return known


SHOPIFY_MARK: Final = "lineitem name"
"""A header that only Shopify's file of orders has: there the order's number stands under `Name`."""
