"""What a file tells of how its days and amounts are written, and what only a person knows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from surveys.records.amounts import DecimalMark, is_ambiguous, mark_of
from surveys.records.cells import Cell
from surveys.records.columns import Columns
from surveys.records.fields import DAYS, MONEY
from surveys.records.instants import DayOrder, possible_orders
from surveys.records.reading import Conventions


class FileQuestion(StrEnum):
    """What has to be asked before a file can be read to its end."""

    DAY_ORDER = "day-order"
    DECIMAL_MARK = "decimal-mark"


@dataclass(frozen=True, slots=True)
class Sample:
    """A value of the file that a question is about, or that answers it."""

    line: int
    value: str


@dataclass(slots=True)
class Evidence:
    """What was seen in a file. A sample is the first of its kind."""

    columns: Columns
    lines: int = 0
    """Lines below the header, empty ones too."""
    day_orders: dict[DayOrder, Sample] = field(default_factory=dict)
    """The orders that some day proves, since its other reading is none."""
    two_days: Sample | None = None
    decimal_marks: dict[DecimalMark, Sample] = field(default_factory=dict)
    """The marks that some amount proves."""
    two_amounts: Sample | None = None
    true_days: int = 0
    """Cells of a workbook that are days."""
    late_true_days: int = 0
    """Those of them after the twelfth of their month."""

    def add(self, line: int, row: Sequence[Cell], days: Sequence[int], money: Sequence[int]) -> None:
        """Look at a row; `days` and `money` are the columns of days and amounts."""
        self.lines += 1
        for column in days:
            if column < len(row):
                self._add_day(line, row[column])
        for column in money:
            if column < len(row) and isinstance(cell := row[column], str) and ("," in cell or "." in cell):
                self._add_amount(line, cell)

    def questions(self, conventions: Conventions) -> dict[FileQuestion, Sample]:
        """What is asked of a person, each with a value that is meant; empty where all is settled."""
        settled = self.settled(conventions)
        asked = {}
        if self.two_days is not None and settled.day_order is None:
            asked[FileQuestion.DAY_ORDER] = self.two_days
        if self.two_amounts is not None and settled.decimal_mark is None:
            asked[FileQuestion.DECIMAL_MARK] = self.two_amounts
        return asked

    def settled(self, conventions: Conventions) -> Conventions:
        """The conventions with what the file itself proves; what a person said stays."""
        order, mark = conventions.day_order, conventions.decimal_mark
        if order is None and len(self.day_orders) == 1:
            order = next(iter(self.day_orders))
        if mark is None and len(self.decimal_marks) == 1:
            mark = next(iter(self.decimal_marks))
        return replace(conventions, day_order=order, decimal_mark=mark)

    def are_days_spoilt(self) -> bool:
        """Whether a spreadsheet turned those days into others that it could read the other way round.

        Then days that are text are all past the twelfth, and days that are days never.
        """
        return bool(self.day_orders) and self.two_days is None and self.true_days > 0 == self.late_true_days

    def _add_day(self, line: int, cell: Cell) -> None:
        if isinstance(cell, date):
            self.true_days += 1
            self.late_true_days += cell.day > 12
        orders = possible_orders(cell)
        if len(orders) == 1:
            self.day_orders.setdefault(next(iter(orders)), Sample(line, str(cell)))
        elif orders and self.two_days is None:
            self.two_days = Sample(line, str(cell))

    def _add_amount(self, line: int, cell: str) -> None:
        if (mark := mark_of(cell)) is not None:
            self.decimal_marks.setdefault(mark, Sample(line, cell))
        elif self.two_amounts is None and is_ambiguous(cell):
            self.two_amounts = Sample(line, cell)


def evidence_columns(columns: Columns) -> tuple[list[int], list[int]]:
    """Where days stand, and where amounts."""
    return columns.positions(DAYS), columns.positions(MONEY)
