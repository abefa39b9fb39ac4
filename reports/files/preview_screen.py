"""What a manager is shown of a file before anything of it is imported, and what they may do with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reports.buttons import Rows
from reports.context import ReportContext
from reports.files.preview import ColumnPreview, FilePreview, named, preview_of
from reports.files.sent_table import ImportStep, SentTableJob, data
from reports.screen import Screen
from storage.engines.database import Connection
from storage.people.record_changes import Stored
from storage.rows import SentTable
from surveys.errors import UserErrors
from surveys.language.interface_text import InterfaceText
from surveys.language.languages import Language
from surveys.records.amounts import DecimalMark, read_amount
from surveys.records.evidence import FileQuestion, Sample
from surveys.records.fields import Field
from surveys.records.instants import DayOrder, read_instant
from surveys.records.reading import Conventions
from surveys.records.records import RecordKind
from surveys.records.refusal import Refusal
from texts.quoting import MESSAGE_LIMIT, inline, shortened

_HEADER: Final = 26
_VALUE: Final = 16
_COLUMNS: Final = 24
_ATTRIBUTES: Final = 10
_REASON: Final = 180
_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class PreviewScreen:
    """What was found in a file, for the chat of whoever sent it."""

    context: ReportContext
    job: SentTableJob
    found: FilePreview

    def screen(self) -> Screen:
        """The words and the buttons under them."""
        blocks = [self._head(), self._columns(), self._attributes(), *self._rest()]
        return Screen(shortened("\n\n".join(filter(None, blocks)), MESSAGE_LIMIT), self._rows())

    def _rest(self) -> Iterator[str]:
        if self.found.missing:
            yield "\n".join(self._missing())
            return
        yield "\n".join(self._lines())
        yield "\n".join(self._refusals())
        if self.asked is not None:
            question, sample = self.asked
            yield self._say(f"import-which-{question}", value=inline(sample.value, _HEADER))
        elif self.is_importable:
            yield self._say("import-nothing-yet")
        else:
            yield self._say("import-no-line")

    @property
    def is_importable(self) -> bool:
        """Whether there is a line to import, and nothing to be asked before."""
        return not self.found.missing and self.asked is None and self.found.records > 0

    @property
    def asked(self) -> tuple[FileQuestion, Sample] | None:
        """The one question that is asked now; None where all is settled."""
        return next(iter(self.found.questions.items()), None)

    def _head(self) -> str:
        return self._say("import-head", file=inline(self.job.name, _NAME), kind=self._kind(self.found.kind))

    def _columns(self) -> str:
        understood = [column for column in self.found.columns if column.field is not None]
        if not understood:
            return ""
        lines = [self._say("import-columns"), *map(self._column, understood[:_COLUMNS])]
        return "\n".join(lines)

    def _column(self, column: ColumnPreview) -> str:
        assert column.field is not None
        header, meant = inline(column.header, _HEADER), self._field(column.field)
        values = ", ".join(inline(value, _VALUE) for value in column.values)
        return f"• {header} → {meant}: {values}" if values else f"• {header} → {meant}"

    def _attributes(self) -> str:
        kept = [column.header for column in self.found.columns if column.field is None and column.header]
        if not kept:
            return ""
        names = ", ".join(inline(header, _HEADER) for header in kept[:_ATTRIBUTES])
        return self._say("import-attributes", columns=f"{names} …" if len(kept) > _ATTRIBUTES else names)

    def _missing(self) -> Iterator[str]:
        for fields in self.found.missing:
            either = f" {self._say('import-or')} ".join(map(self._field, fields))
            yield self._say("import-missing", fields=either)
        yield self._say("import-missing-how")

    def _lines(self) -> Iterator[str]:
        yield self._say("import-lines", n=self.found.records, refused=self.found.refused)
        if self.found.records:
            yield self._say("import-counts", **counts_of(self.found.outcome))
        first, last = self.found.first_day, self.found.last_day
        if first is not None and last is not None:
            days = [day.astimezone(self.context.zone).date() for day in (first, last)]
            yield self._say("import-days", first=f"{days[0]:%d.%m.%Y}", last=f"{days[1]:%d.%m.%Y}")

    def _refusals(self) -> Iterator[str]:
        if not self.found.refused:
            return
        yield self._say("import-refused-head")
        yield from (self._refusal(one) for one in self.found.refusals)
        if more := self.found.refused - len(self.found.refusals):
            yield self._say("import-refused-more", n=more)

    def _refusal(self, refusal: Refusal) -> str:
        why = self.context.texts.render(self.job.language, refusal.why)
        return self._say("import-line", line=str(refusal.position), why=inline(why, _REASON))

    def _rows(self) -> Rows:
        rows: Rows = []
        if self.asked is not None:
            question, sample = self.asked
            rows = (
                [[self._day_button(order, sample.value)] for order in DayOrder]
                if question is FileQuestion.DAY_ORDER
                else [[self._mark_button(mark, sample.value)] for mark in DecimalMark]
            )
        elif self.is_importable:
            rows = [[self._button(ImportStep.CONFIRM, "button-import-confirm", n=self.found.records)]]
        if self.found.kind is RecordKind.ORDERS:
            other = self._button(ImportStep.AS_CUSTOMERS, "button-import-as-customers")
        else:
            other = self._button(ImportStep.AS_ORDERS, "button-import-as-orders")
        return [*rows, [other, self._button(ImportStep.CANCEL, "button-import-cancel")]]

    def _day_button(self, order: DayOrder, value: str) -> dict[str, str]:
        step = ImportStep.DAY_FIRST if order is DayOrder.DAY_FIRST else ImportStep.MONTH_FIRST
        moment = read_instant(value, self.context.zone, order)
        assert moment is not None, "it is a day in both orders"
        day = moment.astimezone(self.context.zone).date()
        said = self._say("import-day", day=day.day, month=day.month, year=str(day.year))
        return self._button(step, "button-import-value", text=inline(value, _VALUE), value=said)

    def _mark_button(self, mark: DecimalMark, value: str) -> dict[str, str]:
        step = ImportStep.COMMA if mark is DecimalMark.COMMA else ImportStep.POINT
        amount = read_amount(value, mark)
        assert amount is not None, "it is an amount with both marks"
        said = self._say("import-amount", value=str(amount.value))
        return self._button(step, "button-import-value", text=inline(value, _VALUE), value=said)

    def _button(self, step: ImportStep, label: str, **values: Any) -> dict[str, str]:
        return {"text": self._say(label, **values), "callback_data": data(step, self.job.table)}

    def _kind(self, kind: RecordKind) -> str:
        return self._say(f"import-kind-{kind}")

    def _field(self, meant: Field) -> str:
        return self._say(f"import-field-{meant.value.replace('_', '-')}")

    def _say(self, text_id: str, **values: Any) -> str:
        return self.context.texts.text(self.job.language, text_id, **values)


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What came of a look into a file."""

    kind: RecordKind | None
    """None where nothing of it can be read."""
    records: int | None
    """How many can be imported; None where the import cannot begin yet."""
    shown: Screen
    day_order: DayOrder | None = None
    decimal_mark: DecimalMark | None = None
    """As the file or its sender settled them."""


def preview(
    connection: Connection, context: ReportContext, job: SentTableJob, path: Path, table: SentTable
) -> TablePreview:
    """What a file is about and what is shown of it, or why it cannot be read at all."""
    conventions = conventions_of(context, table)
    try:
        found = preview_of(
            connection, path, table.kind, conventions, table.created_at, Language(job.language)
        )
    except UserErrors as error:
        return TablePreview(None, None, _refusal(context, job, named(error, path.name, job.name)))
    screen = PreviewScreen(context, job, found)
    settled = found.conventions or conventions
    records = found.records if screen.is_importable else None
    return TablePreview(found.kind, records, screen.screen(), settled.day_order, settled.decimal_mark)


def counts_of(outcome: Stored) -> dict[str, int]:
    """The numbers of an outcome by the placeholders of the texts."""
    return {"created": outcome.created, "changed": outcome.changed, "unchanged": outcome.unchanged}


def conventions_of(context: ReportContext, table: SentTable) -> Conventions:
    """What the business and the sender say about a file that does not say it itself."""
    return Conventions(
        context.zone, context.currency, day_order=table.day_order, decimal_mark=table.decimal_mark
    )


def _refusal(context: ReportContext, job: SentTableJob, why: Sequence[InterfaceText]) -> Screen:
    words = "\n".join(context.texts.render(job.language, text) for text in why)
    return Screen(shortened(words, MESSAGE_LIMIT), [])
