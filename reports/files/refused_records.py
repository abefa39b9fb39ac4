"""The lines of a file that were not imported, each with its reason: a table to be mended and sent again."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reports.cells import escaped
from reports.files.table_file import open_table
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal
from texts.catalogue import Texts

_PHONE: Final = re.compile(r"[+-][\d\s().,-]*")
"""A number, too: neither is a formula, and both are read again as they stand."""


def refused_lines(
    texts: Texts, language: str, path: Path, kind: RecordKind, refusals: Sequence[Refusal]
) -> bytes:
    """A CSV that spreadsheets open, with the file's own columns behind the line and the reason."""
    why = {refusal.position: texts.render(language, refusal.why) for refusal in refusals}
    table = open_table(path, kind)
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";")
    heads = [texts.text(language, f"import-refused-column-{name}") for name in ("line", "why")]
    rows.writerow([*heads, *map(_as_text, table.columns.headers)])
    for line, row in table.rows():
        if (reason := why.get(line)) is not None:
            rows.writerow([line, reason, *(_as_text("" if cell is None else str(cell)) for cell in row)])
    return written.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; reading it gives the same words."""
    return cell if _PHONE.fullmatch(cell) else escaped(cell)
