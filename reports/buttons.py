"""The buttons under a report, as Telegram takes them: periods, touchpoints and the report's other tabs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reports.callback_state import CallbackState, touchpoint_key
from reports.formatter import Formatter
from reports.request import ReportRequest
from surveys.statistics import period_text

Button = dict[str, str]
"""A button of an inline keyboard."""
Rows = list[list[Button]]

_TOUCHPOINTS: Final = 5
"""With the button of all touchpoints they fill rows of two or three."""
_LABEL: Final = 18
_SHORT: Final = 10
"""So many signs are read whole where three labels stand side by side on a phone, `_LABEL` where two do."""
_MOST: Final = 3
_CHOSEN: Final = "• "


@dataclass(frozen=True, slots=True)
class ReportButtons:
    """What leads from a report, as it is shown, to its neighbours."""

    shown: CallbackState
    request: ReportRequest
    formatter: Formatter

    def periods(self) -> Rows:
        """Rows of buttons: days up to today, months, and one period back and on where there is one."""
        asked, now, text = self.request.asked, self.request.now, self.formatter.text
        days = [
            self._period("‹", period_text.earlier(asked)),
            self._period(text("button-30-days"), "30d"),
            self._period(text("button-90-days"), "90d"),
            self._period("›", period_text.later(asked, now)),
        ]
        months = [
            self._period(text("button-year"), "365d"),
            self._period(text("button-month"), "month"),
            self._period(text("button-last-month"), period_text.last_month(asked, now)),
        ]
        return [[button for button in row if button] for row in (days, months)]

    def touchpoints(self, busiest: Sequence[str]) -> Rows:
        """The buttons of the busiest touchpoints, the chosen one always among them; empty without any.

        They stand by name: which one is busiest changes from period to period, under the finger.
        """
        names, chosen = list(busiest[:_TOUCHPOINTS]), self.request.touchpoint
        if chosen is not None and chosen not in names:
            names = [*names[: _TOUCHPOINTS - 1], chosen]
        if not names:
            return []
        everywhere = self._button(
            self.formatter.text("button-everywhere"), replace(self.shown, touchpoint="")
        )
        by_name = sorted(names, key=lambda name: self.formatter.label("touchpoint", name).casefold())
        return _in_rows([everywhere, *map(self._touchpoint, by_name)])

    def pages(self, n: int) -> Rows:
        """A row that leads to the page before and the one after, of `n`; empty where there is only one."""
        here = self.shown.page
        neighbours = [("‹", here - 1), ("›", here + 1)]
        row = [
            self._button(label, replace(self.shown, page=page)) for label, page in neighbours if 0 <= page < n
        ]
        return [row] if row else []

    def tabs(self, labels: Sequence[tuple[str, str]]) -> Rows:
        """Rows of buttons from each tab's name and the id of its text; a tab without a text has none."""
        row = [
            self._button(self.formatter.text(label), replace(self.shown, tab=name, page=0))
            for name, label in labels
            if label
        ]
        if len(row) <= _MOST:
            return [row] if row else []
        return _in_rows(row)

    def _period(self, label: str, words: str | None) -> Button | None:
        return self._button(label, replace(self.shown, period=words)) if words else None

    def _touchpoint(self, name: str) -> Button:
        label = self.formatter.label("touchpoint", name, _LABEL)
        return self._button(label, replace(self.shown, touchpoint=touchpoint_key(name)))

    def _button(self, label: str, leads_to: CallbackState) -> Button:
        label = f"{_CHOSEN}{label}" if leads_to == self.shown else label
        return {"text": label, "callback_data": leads_to.pack()}


def _in_rows(buttons: list[Button]) -> Rows:
    """As few rows as the longest label allows, all as full as the others, the first ones by one fuller."""
    longest = max((len(one["text"].removeprefix(_CHOSEN)) for one in buttons), default=0)
    width = _MOST if longest <= _SHORT else _MOST - 1
    rows = -(-len(buttons) // width)
    ends = [-(-len(buttons) * row // rows) for row in range(rows + 1)]
    return [buttons[start:end] for start, end in pairwise(ends)]
