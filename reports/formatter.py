"""Numbers, days and names as the reader of a report writes them.

NPS points are rounded and signed by `signed` in surveys/statistics/scores.py. Babel is imported where
something is written: only reports need it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from reports.charts import numbers
from reports.charts.canvas import Heading
from reports.context import ReportContext
from reports.request import TOUCHPOINT, ReportRequest
from surveys.questions.question import QuestionRole
from surveys.statistics.periods import DAY, Asked, Period
from texts.durations import duration
from texts.quoting import inline, shortened

_NAME: Final = 40
_SHORT_NAME: Final = 20
_NAMED: Final = 3
"""How many hidden groups are named."""
_BUSINESS: Final = 40
"""Signs of the company's name in a picture: behind it the days and the touchpoint need room."""
_FINE_BELOW: Final = 0.1
"""Smaller shares are shown with a decimal."""
_DAY: Final = "d MMM y"


@dataclass(frozen=True, slots=True)
class Formatter:
    context: ReportContext
    language: str
    now: datetime
    asked: Asked | None = None
    """What the report is of; None where there is none."""
    touchpoint: str | None = None
    """The filter, as it is shown."""
    by: str | None = None
    """The groups that were asked for; None where nobody did."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What the company calls its reasons, categories and touchpoints, by their codes."""

    @classmethod
    def of(cls, context: ReportContext, language: str, request: ReportRequest) -> "Formatter":
        """The formatter for a reader of that language; names of things come from the company's files."""
        labels = labels_of(context, language)
        formatter = cls(context, language, request.now, request.asked, by=request.by, labels=labels)
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
        return self.signed(100 * share)

    def signed(self, value: float, digits: int = 1) -> str:
        """A difference with its sign, none for what is shown as zero."""
        shown = self.number(abs(value), digits)
        if not any(figure in shown for figure in "123456789"):
            return shown
        return ("+" if value > 0 else "\N{MINUS SIGN}") + shown

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
        """Which days a period is: a whole month by its name, others by their dates; one that runs says so."""
        if self.is_running(period):
            return self.text("period-running", days=self._dates(self._so_far(period), "MMMM"))
        is_under_way = period.start <= self._today(period) < period.end
        if period.is_month and not is_under_way:
            return self.month(period.start)
        return self._dates(period, "MMMM")

    def has_begun(self, period: Period) -> bool:
        """Whether the period began before the report was asked for."""
        return period.since <= self.now

    def is_running(self, period: Period) -> bool:
        """Whether a period that has begun is not over.

        Of those that end with today this is so where the report holds them against longer or shorter ones, as
        the month so far against the last one, or where they are a month. The last 30 days are always over.
        """
        tomorrow = self._today(period) + DAY
        if not self.has_begun(period) or period.end != tomorrow:
            return self.has_begun(period) and period.end > tomorrow
        if self.asked is None or self.asked.period != period:
            return False
        previous = self.asked.previous
        is_as_long = period.end - period.start == previous.end - previous.start
        return not is_as_long or (period.is_month and previous.is_month)

    def dates(self, period: Period) -> str:
        """The first and the last day of a period; what both share is written once."""
        return self._dates(period, "MMM")

    def _dates(self, period: Period, month: str) -> str:
        first, last = period.start, period.end - DAY
        if first == last:
            return self.day(last, f"d {month} y")
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last, f'd {month} y')}"
        return f"{self.day(first, 'd MMM' if first.year == last.year else _DAY)} – {self.day(last)}"

    def _so_far(self, period: Period) -> Period:
        """The days of a period up to today."""
        return replace(period, end=min(period.end, self._today(period) + DAY))

    def _today(self, period: Period) -> date:
        return self.now.astimezone(period.zone).date()

    def month(self, day: date) -> str:
        """The month in which a day lies, by its name."""
        return self.day(day, "LLLL y")

    def day(self, day: date, pattern: str = _DAY) -> str:
        """A day as the reader writes it, by a pattern of the Unicode locale data."""
        from babel.dates import format_date

        return str(format_date(day, pattern, locale=self.language))

    def no_groups(self) -> list[str]:
        """That there are no groups to show, where some were asked for."""
        return ["", self.text("report-no-groups-known")] if self.by else []

    def hidden_groups(self, kind: str, names: Sequence[str]) -> list[str]:
        """Which groups are left out because they, or what is beside them, would tell of few people."""
        if not names:
            return []
        named = ", ".join(self.label(kind, name, _SHORT_NAME) for name in names[:_NAMED])
        if len(names) <= _NAMED:
            return [self.text("report-groups-hidden", names=named)]
        return [self.text("report-groups-hidden-more", names=named, count=self.number(len(names) - _NAMED))]

    def moment(self) -> str:
        """When the report was asked for, by the business's clock: day and time without the year."""
        from babel.dates import format_datetime

        return str(
            format_datetime(self.now.astimezone(self.context.zone), "d MMM HH:mm", locale=self.language)
        )

    def known_since(self, text_id: str, period: Period, day: date | None) -> list[str]:
        """From which day on something is known, in that text; nothing where all days of the period are."""
        if day is None or not period.begins_before(day):
            return []
        return [self.text(text_id, day=self.day(day))]

    def not_begun(self, period: Period) -> list[str]:
        """All that there is to say of days to come."""
        verdict = self.text("period-not-begun")
        head = self.text("report-not-begun", period=self.label_of(period), verdict=verdict)
        return [head, "", self.foot(period)]

    def foot(self, period: Period) -> str:
        """The last line of every report: which days, which filter, as of when."""
        time = self.moment()
        dates = self.dates(self._so_far(period) if self.has_begun(period) else period)
        if self.touchpoint is None:
            return self.text("report-foot", dates=dates, time=time)
        return self.text("report-foot-touchpoint", dates=dates, touchpoint=self.touchpoint, time=time)

    def heading(self, title: str, period: str, headline: str, *notes: str) -> Heading:
        """The heading of a picture: whose numbers these are, of when and where, and how to read them."""
        shown = f"{period} · {self.touchpoint}" if self.touchpoint else period
        business = shortened(self.context.business, _BUSINESS if self.touchpoint is None else _BUSINESS // 2)
        return Heading(title, business, shown, headline, notes)


def _digits(share: float) -> int:
    return 1 if 0 < share < _FINE_BELOW else 0


def without_sign(name: str) -> str:
    """A name without the picture of its button before it."""
    sign, _, words = name.partition(" ")
    return words if words and not any(map(str.isalnum, sign)) else name


def labels_of(context: ReportContext, language: str) -> dict[str, str]:
    """What the files call things, by kind and code: `reason:…`, `cause:…`, `category:…`, `touchpoint:…`."""
    found = {f"reason:{reason.code}": reason.label.render(language) for reason in context.reasons}
    found |= {f"theme:{theme.id}": theme.name.render(language) for theme in context.themes.themes}
    texts = context.support_texts
    for kind, options in (("cause", texts.causes), ("remedy", texts.remedies)):
        found |= {f"{kind}:{option.id}": option.label.render(language) for option in options}
    for role in (QuestionRole.CATEGORY, QuestionRole.TOUCHPOINT):
        for option, label in context.labels.get(role, {}).items():
            found[f"{role}:{option}"] = label.render(language)
    return found
