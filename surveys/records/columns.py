"""Which column of a file is what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveys.records.cells import Cell, UnreadableValue, is_empty, text_of
from surveys.records.fields import REQUIRED, Field
from surveys.records.header_synonyms import SHOPIFY_MARK, field_of, normalized_header
from surveys.records.records import RecordKind


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file in its order, and what each was understood as."""

    headers: tuple[str, ...]
    fields: tuple[Field | None, ...]
    """What each column is; None for one that is kept as an attribute."""
    groups: Mapping[Field, tuple[tuple[int, ...], ...]]
    """Columns of each field, best first; those of one group have the same header and must say the same."""

    def has(self, *fields: Field) -> bool:
        """Whether one of the fields has a column."""
        return any(field in self.groups for field in fields)

    def missing(self, kind: RecordKind, id_from: Sequence[str] = ()) -> list[tuple[Field, ...]]:
        """Groups of fields of which the file needs one and has none."""
        built = bool(id_from)
        return [
            fields
            for fields in REQUIRED[kind]
            if not self.has(*fields) and not (built and fields == (Field.ORDER_ID,))
        ]

    def cell(self, row: Sequence[Cell], field: Field) -> tuple[str, Cell]:
        """The header and the value of a field in a row; the value is None where it says nothing.

        Raises UnreadableValue where two columns of one name say different things.
        """
        groups = self.groups.get(field, ())
        for group in groups:
            if len(group) == 1:
                cell = row[group[0]] if group[0] < len(row) else None
                if not is_empty(cell):
                    return self.headers[group[0]], cell
                continue
            said = [(column, row[column]) for column in group if column < len(row)]
            said = [(column, cell) for column, cell in said if not is_empty(cell)]
            if len(said) > 1 and len({text_of(cell) for _, cell in said}) > 1:
                raise UnreadableValue("record-two-columns", value=text_of(said[1][1]))
            if said:
                return self.headers[said[0][0]], said[0][1]
        return (self.headers[groups[0][0]] if groups else ""), None

    def attributes(self, row: Sequence[Cell]) -> dict[str, str]:
        """What the columns that are no field say, by their headers."""
        found = {}
        for header, field, cell in zip(self.headers, self.fields, row, strict=False):
            if field is None and header and not is_empty(cell):
                found[header] = str(cell).strip()
        return found

    def positions(self, fields: Iterable[Field]) -> list[int]:
        """Where the columns of these fields stand."""
        wanted = frozenset(fields)
        return [position for position, field in enumerate(self.fields) if field in wanted]


def understand(
    kind: RecordKind, headers: Sequence[str], chosen: Mapping[str, Field] | None = None
) -> Columns:
    """What each header means; `chosen` are columns that a person named themselves, by their headers."""
    chosen = chosen or {}
    shopify = SHOPIFY_MARK in map(normalized_header, headers)
    ranked = [_ranked(kind, header, chosen, shopify) for header in headers]
    by_field: defaultdict[Field, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, found in enumerate(ranked):
        if found is not None:
            by_field[found[0]][found[1]].append(position)
    groups = {field: tuple(tuple(ranks[rank]) for rank in sorted(ranks)) for field, ranks in by_field.items()}
    if shopify and Field.ORDER_ID in groups:
        groups[Field.ORDER_ID] = groups[Field.ORDER_ID][:1]
    used = {position for group in groups.values() for columns in group for position in columns}
    fields = tuple(
        found[0] if found is not None and position in used else None for position, found in enumerate(ranked)
    )
    return Columns(tuple(headers), fields, groups)


def _ranked(
    kind: RecordKind, header: str, chosen: Mapping[str, Field], shopify: bool
) -> tuple[Field, int] | None:
    if header in chosen:
        return chosen[header], -2
    if shopify and kind is RecordKind.ORDERS and normalized_header(header) == "name":
        return Field.ORDER_ID, -1
    return field_of(kind, header)
