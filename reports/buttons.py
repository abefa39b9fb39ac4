"""The buttons under a report, as Telegram takes them: periods, touchpoints and the report's other tabs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reports.callback_state import CallbackState, touchpoint_key
from reports.formatter import Formatter
from reports.request import ReportRequest
from surveys.statistics import period_text

Button = dict[str, str]
"""A button of an inline keyboard."""
Rows = list[list[Button]]

_TOUCHPOINTS: Final = 6
_LABEL: Final = 18
_IN_A_ROW: Final = 2
_WHOLE_ROW: Final = 3
"""So many tabs stand side by side; of more, as many as other buttons."""
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
            self._period(text("button-month"), "month"),
            self._period(text("button-last-month"), period_text.last_month(asked, now)),
            self._period(text("button-year"), "365d"),
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
        buttons = [everywhere, *map(self._touchpoint, by_name)]
        return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]

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
        width = _WHOLE_ROW if len(row) <= _WHOLE_ROW else _IN_A_ROW
        return [row[at : at + width] for at in range(0, len(row), width)]

    def _period(self, label: str, words: str | None) -> Button | None:
        return self._button(label, replace(self.shown, period=words)) if words else None

    def _touchpoint(self, name: str) -> Button:
        label = self.formatter.label("touchpoint", name, _LABEL)
        return self._button(label, replace(self.shown, touchpoint=touchpoint_key(name)))

    def _button(self, label: str, leads_to: CallbackState) -> Button:
        label = f"{_CHOSEN}{label}" if leads_to == self.shown else label
        return {"text": label, "callback_data": leads_to.pack()}
