"""What the page shows: its sections, and the documents of reports that each is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reports.report import Report


@dataclass(frozen=True, slots=True)
class PageSource:
    """A report as a section needs it."""

    report: str
    by: str | None = None
    """What its groups are; None for those that it has by itself."""
    is_compared: bool = False
    """Whether its rows say what they were in the other period, so that it is read beside each of them."""
    is_filtered: bool = True
    """Whether it is read for each touchpoint too, where it can be; else its rows are by touchpoint."""
    is_monthly: bool = False
    """Whether the last months are read too, for a trend."""
    is_periodic: bool = True
    """Whether it is read for each period that can be chosen."""
    is_full: bool = False
    """Whether what only programs are told is read too, once a period."""


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of the page with a heading of its own."""

    name: str
    title: str
    """Id of its text."""
    sources: Sequence[PageSource] = ()
    """Of several that tell the same, whichever there are; without any it is made of the others' documents."""


SECTIONS: Final[Sequence[PageSection]] = (
    PageSection("today", "page-today"),
    PageSection(
        "nps",
        "page-nps",
        (
            PageSource(
                "nps", "touchpoint", is_compared=True, is_filtered=False, is_monthly=True, is_full=True
            ),
        ),
    ),
    PageSection(
        "complaints",
        "page-complaints",
        (
            PageSource("complaints", "category"),
            PageSource("complaints", "touchpoint", is_compared=True, is_filtered=False),
        ),
    ),
    PageSection(
        "leaving",
        "page-leaving",
        (
            PageSource("churn", "touchpoint", is_compared=True, is_filtered=False),
            PageSource("churn", is_filtered=False, is_monthly=True, is_periodic=False),
        ),
    ),
    PageSection("winback", "page-winback", (PageSource("winback"),)),
    PageSection("retention", "page-retention", (PageSource("retention"), PageSource("base"))),
    PageSection("words", "page-words", (PageSource("comments"), PageSource("words"), PageSource("themes"))),
)


def known_sections(
    reports: Mapping[str, Report[Any]], sections: Sequence[PageSection] = SECTIONS
) -> Iterator[PageSection]:
    """The sections that these reports fill, each with the sources that there are."""
    for section in sections:
        sources = tuple(source for source in section.sources if source.report in reports)
        if sources or not section.sources:
            yield PageSection(section.name, section.title, sources)
