"""What runs in the spawned processes: all but imports only reads, and nothing imports aiogram."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage.engines.database import Database, P, T, Work
from storage.engines.factory import open_database
from surveys.language.languages import LANGUAGES, Language

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from bot.jobs.import_run import ImportOrder
    from reports.context import ReportContext
    from reports.files.preview_screen import TablePreview
    from reports.files.record_pages import Item
    from reports.files.sent_table import SentTableJob
    from reports.job import ExportJob, PageJob, PictureJob
    from storage.rows import SentTable
    from surveys.records.records import RecordKind
    from surveys.records.refusal import Refusal
    from surveys.sentiment.comment_analysis import CommentAnalysis
    from surveys.sentiment.learned_model import SentimentModel
    from surveys.themes.theme import ThemeList
    from texts.catalogue import Texts


class WorkerDatabase:
    """The process's own connection to a database, which refuses writes; opened with the first question."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._opened: Database | None = None

    def read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function of storage finds.

        After an error, which is raised, the connection is opened anew.
        """
        return self._loop.run(self._read(work, *args, **kwargs))

    async def _read(self, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if self._opened is None:
            self._opened = await self._stack.enter_async_context(open_database(self._url, read_only=True))
        try:
            return await self._opened.read(work, *args, **kwargs)
        except Exception:
            self._opened = None
            await self._stack.aclose()
            raise

    def close(self) -> None:
        self._loop.run(self._stack.aclose())
        self._loop.close()


_database = cache(WorkerDatabase)


def read(url: str, work: Work[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of storage finds in the database at that address."""
    return _database(url).read(work, *args, **kwargs)


def picture(url: str, context: "ReportContext", job: "PictureJob") -> bytes | None:
    """The PNG of a report; None where there is nothing worth drawing."""
    from reports.charts.drawing import draw
    from reports.picture import chart_of

    chart = read(url, chart_of, context, job)
    return None if chart is None else draw(chart)


def export(url: str, zone: "ZoneInfo", job: "ExportJob") -> tuple[int, bytes]:
    """How many rows an export has, and its file; raises ExportLimit."""
    from reports import exports

    with TemporaryDirectory() as folder:
        file = Path(folder) / "export"
        kind, language = exports.ExportFormat(job.format), Language(job.language)
        rows = read(url, exports.write, job.request, kind, file, zone, language)
        return rows, file.read_bytes()


def page(url: str, context: "ReportContext", job: "PageJob") -> bytes:
    """The page with all reports, as one HTML document."""
    from reports.page.page_file import document

    return read(url, document, context, job)


def table_preview(
    url: str, context: "ReportContext", job: "SentTableJob", path: "Path", table: "SentTable"
) -> "TablePreview":
    """What a file would bring, and what is to be shown of it."""
    from reports.files.preview_screen import preview

    return read(url, preview, context, job, path, table)


def record_block(order: "ImportOrder", taken: int, size: int) -> "list[Item]":
    """The next records and refusals of a file, once so many were taken; empty at its end."""
    from reports.files.record_pages import block

    return block(order, taken, size)


def refused_lines(
    texts: "Texts", language: str, path: "Path", kind: "RecordKind", refusals: "Sequence[Refusal]"
) -> bytes:
    """The lines of a file that were refused, with their reasons, as CSV."""
    from reports.files import refused_records

    return refused_records.refused_lines(texts, language, path, kind, refusals)


def comment_analyses(
    texts: Sequence[str], models: "Mapping[str, SentimentModel]", themes: "ThemeList"
) -> "list[CommentAnalysis]":
    """The sentiment of each text by what was learned of its language, else by the lexicon, and its themes.

    TextBlob, numpy and nltk are loaded here with the first.
    """
    from surveys.sentiment.analysis import ANALYZED, polarity_of
    from surveys.sentiment.comment_analysis import CommentAnalysis

    read = [text[:ANALYZED] for text in texts]
    return [CommentAnalysis(polarity_of(text, models), themes.of_comment(text)) for text in read]


def themes_of(texts: Sequence[str], themes: "ThemeList") -> list[tuple[str, ...]]:
    """Ids of the themes of each text."""
    from surveys.sentiment.analysis import ANALYZED

    return [themes.of_comment(text[:ANALYZED]) for text in texts]


def learned_models(url: str) -> "dict[str, SentimentModel]":
    """What customers' scored comments teach, by language; those where the lexicon is better are missing."""
    from storage.surveys.sentiment import scored_comments
    from surveys.sentiment.analysis import ANALYZED, analyze_sentiment
    from surveys.sentiment.learned_model import MOST, ScoredComment, learn

    comments = [
        ScoredComment(said.customer_id, words, said.score, analyze_sentiment(words).polarity)
        for said in read(url, scored_comments, MOST * len(LANGUAGES))
        if (words := said.words[:ANALYZED])
    ]
    found = {language: learn(language, comments) for language in LANGUAGES}
    return {language: model for language, model in found.items() if model is not None}
