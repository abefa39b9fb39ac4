"""What may be chosen on the command line, looked up when somebody chooses."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import click

ALL_REPORTS: Final = "all"
"""Every report, as one page."""


class DeferredChoice(click.ParamType[str]):
    """One of several names that nobody knows at the start: the modules that do take a quarter of it."""

    name = "choice"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    @property
    def choices(self) -> tuple[str, ...]:
        """The names."""
        return tuple(self._names())

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return click.Choice(self.choices).get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return click.Choice(self.choices).convert(value, param, ctx)


def reports() -> Iterable[str]:
    """The names of all reports."""
    from reports.catalogue import REPORTS

    return REPORTS


def reports_or_all() -> Iterable[str]:
    """The names of all reports, and the word for all of them."""
    return (*reports(), ALL_REPORTS)


def exports() -> Iterable[str]:
    """The names of all exports."""
    from storage.reports.exports import EXPORTS

    return EXPORTS


def report_groups() -> Iterable[str]:
    """What the groups of any report may be, each once."""
    from reports.catalogue import REPORTS

    return dict.fromkeys(name for report in REPORTS.values() for name in report.groups)
