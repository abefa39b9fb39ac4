"""Numbers, days and names as the reader of a report writes them.

NPS points are rounded and signed by `signed` in surveys/statistics/scores.py. Babel is imported where
something is written: only reports need it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from reports.charts import numbers
from reports.charts.canvas import Heading
from reports.context import ReportContext
from reports.request import TOUCHPOINT, ReportRequest
from surveys.questions.question import QuestionRole
from surveys.statistics.periods import DAY, Period
from texts.durations import duration
from texts.quoting import inline

_NAME: Final = 40
_FINE_BELOW: Final = 0.1
"""Smaller shares are shown with a decimal."""
_DAY: Final = "d MMM y"


@dataclass(frozen=True, slots=True)
class Formatter:
    context: ReportContext
    language: str
    now: datetime
    touchpoint: str | None = None
    """The filter, as it is shown."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What the company calls its reasons, categories and touchpoints, by their codes."""

    @classmethod
    def of(cls, context: ReportContext, language: str, request: ReportRequest) -> "Formatter":
        """The formatter for a reader of that language; names of things come from the company's files."""
        labels = labels_of(context, language)
        formatter = cls(context, language, request.now, labels=labels)
        touchpoint = request.touchpoint
        return (
            replace(formatter, touchpoint=formatter.label(TOUCHPOINT, touchpoint))
            if touchpoint
            else formatter
        )

    def text(self, name: str, **values: Any) -> str:
        """The interface text of that id in the reader's language; raises as `Texts.text` does."""
        return self.context.texts.text(self.language, name, **values)

    def label(self, kind: str, code: str, most: int = _NAME) -> str:
        """The name of a reason, category or touchpoint, cut to `most`; an unknown code is a name itself.

        A case that a farewell opened has a reason for its category.
        """
        known = self.labels.get(f"{kind}:{code}") or self.labels.get(f"reason:{code}")
        return inline(known or code, most)

    # Numbers ------------------------------------------------------------------------------------

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many decimals, thousands apart."""
        return numbers.decimal(value, self.language, digits)

    def share(self, share: float) -> str:
        """A share of 0…1 as a percentage; a small one has a decimal."""
        return numbers.percent(share, self.language, _digits(share))

    def whole_share(self, share: float) -> str:
        """A share of 0…1 as a percentage without decimals."""
        return numbers.percent(share, self.language)

    def bare_share(self, share: float) -> str:
        """A share of 0…1 as a percentage without the sign, as a limit beside a share that has it."""
        return self.number(100 * share, _digits(share))

    def points(self, share: float) -> str:
        """A difference of shares, −1…1, in percentage points with its sign."""
        shown = self.number(abs(100 * share), 1)
        if not any(figure in shown for figure in "123456789"):
            return shown
        return ("+" if share > 0 else "\N{MINUS SIGN}") + shown

    @property
    def currency_sign(self) -> str:
        """The sign of the business's currency, as ₽."""
        from babel.numbers import get_currency_symbol

        return str(get_currency_symbol(self.context.currency, locale="ru"))

    def amount(self, minor: float) -> str:
        """An amount in minor units without the currency's sign and without minor units."""
        return self.number(minor / 100)

    def money(self, minor: float) -> str:
        """An amount in minor units with the currency's sign, without minor units."""
        return f"{self.amount(minor)}{numbers.NO_BREAK}{self.currency_sign}"

    def many(self, name: str, n: int, **values: Any) -> str:
        """A text whose words follow the number `n` and show it as `count`."""
        return self.text(name, n=n, count=self.number(n), **values)

    def duration(self, seconds: float) -> str:
        """A length of time in seconds, rounded to the unit that a person would use."""
        return duration(self.context.texts, self.language, seconds)

    # Days ---------------------------------------------------------------------------------------

    def label_of(self, period: Period) -> str:
        """What a period is called: a whole or running month by its name, anything else by its dates."""
        from babel.dates import format_date

        if period.is_month or self._is_running_month(period):
            return str(format_date(period.start, "LLLL y", locale=self.language))
        return self.dates(period)

    def _is_running_month(self, period: Period) -> bool:
        """Whether the period is this month up to today."""
        today = self.now.astimezone(period.zone).date()
        return (period.start, period.end) == (today.replace(day=1), today + DAY)

    def has_begun(self, period: Period) -> bool:
        """Whether the period began before the report was asked for."""
        return period.since <= self.now

    def is_running(self, period: Period, previous: Period) -> bool:
        """Whether the period is not over, and so not as long as the one beside it.

        The last 90 days are always over.
        """
        tomorrow = self.now.astimezone(period.zone).date() + DAY
        is_shorter = period.end - period.start != previous.end - previous.start
        return period.end > tomorrow or (period.end == tomorrow and is_shorter)

    def dates(self, period: Period) -> str:
        """The first and the last day of a period; what both share is written once."""
        first, last = period.start, period.end - DAY
        if first == last:
            return self.day(last)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        return f"{self.day(first, 'd MMM' if first.year == last.year else _DAY)} – {self.day(last)}"

    def day(self, day: date, pattern: str = _DAY) -> str:
        """A day as the reader writes it, by a pattern of the Unicode locale data."""
        from babel.dates import format_date

        return str(format_date(day, pattern, locale=self.language))

    def foot(self, period: Period) -> str:
        """The last line of every report: which days, which filter, as of when."""
        from babel.dates import format_datetime

        time = format_datetime(self.now.astimezone(period.zone), "d MMM HH:mm", locale=self.language)
        if self.touchpoint is None:
            return self.text("report-foot", dates=self.dates(period), time=time)
        where = self.touchpoint
        return self.text("report-foot-touchpoint", dates=self.dates(period), touchpoint=where, time=time)

    def heading(self, title: str, period: str, headline: str, *notes: str) -> Heading:
        """The heading of a picture: whose numbers these are, of when and where, and how to read them."""
        shown = f"{period} · {self.touchpoint}" if self.touchpoint else period
        return Heading(title, self.context.business, shown, headline, notes)


def _digits(share: float) -> int:
    return 1 if 0 < share < _FINE_BELOW else 0


def labels_of(context: ReportContext, language: str) -> dict[str, str]:
    """What the files call things, by kind and code: `reason:…`, `category:…` and `touchpoint:…`."""
    found = {f"reason:{reason.code}": reason.label.render(language) for reason in context.reasons}
    for role in (QuestionRole.CATEGORY, QuestionRole.TOUCHPOINT):
        for option, label in context.labels.get(role, {}).items():
            found[f"{role}:{option}"] = label.render(language)
    return found
