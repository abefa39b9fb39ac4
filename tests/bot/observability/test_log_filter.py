"""An error that comes again and again is said once a minute, with how often."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.observability.log_filter import WINDOW_S, LogFilter
from bot.observability.logs import LogFormatter

CANARY = "Канарейкина"


class Log:
    """What a log on a clock that the test moves says."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(LogFormatter())
        self.filter = LogFilter(self.handler.handle, lambda: self.seconds)
        self.handler.addFilter(self.filter)

    def lines(self) -> list[str]:
        """What was said since this was asked last, without its time."""
        said = self._stream.getvalue().splitlines()
        self._stream.seek(0)
        self._stream.truncate()
        return [line.split(" ", 1)[1] for line in said]


@pytest.fixture
def log() -> Iterator[Log]:
    made = Log()
    logger = logging.getLogger("bot.test_log_filter")
    logger.addHandler(made.handler)
    yield made
    logger.removeHandler(made.handler)
    made.filter.close()


def _away(kind: type[Exception] = OSError, row: int = 1) -> None:
    """The same line of the source, as a loop has it that cannot reach its database."""
    try:
        raise kind(CANARY)
    except Exception as error:
        logging.getLogger("bot.test_log_filter").error("row not sent row=%d", row, exc_info=error)


def _warn(reason: object) -> None:
    logging.getLogger("bot.test_log_filter").warning("no updates reason=%s", reason)


def test_the_first_is_said_in_full_and_the_others_of_its_minute_are_counted(log: Log) -> None:
    for row in range(50):
        _away(row=row)
        log.seconds += 1
    [line] = log.lines()
    assert line.startswith("ERROR bot.test_log_filter row not sent row=0 | OSError at ")
    log.seconds += WINDOW_S
    _away(row=50)
    assert log.lines() == ["ERROR bot.test_log_filter row not sent row=49 | OSError again=49"]
    log.filter.flush(at_once=True)
    assert log.lines() == ["ERROR bot.test_log_filter row not sent row=50 | OSError again=1"]


def test_an_hour_of_it_takes_a_line_a_minute_and_one_traceback(log: Log) -> None:
    for _ in range(3600):
        _away()
        log.seconds += 1
    lines = log.lines()
    assert 59 <= len(lines) <= 61
    assert sum(" at tests/" in line for line in lines) == 1


def test_after_a_quiet_minute_it_is_news_again(log: Log) -> None:
    _away()
    log.seconds += WINDOW_S + 1
    _away()
    assert [" at tests/" in line for line in log.lines()] == [True, True]


def test_other_errors_and_other_words_are_each_said(log: Log) -> None:
    _away()
    _away(ValueError)
    _warn("HTTP_500")
    assert len(log.lines()) == 3


def test_what_is_no_warning_is_never_held_back(log: Log) -> None:
    logger = logging.getLogger("bot.test_log_filter")
    logger.setLevel(logging.INFO)
    for number in range(3):
        logger.info("serving mode=%d", number)
    assert len(log.lines()) == 3


def test_the_count_quotes_nobody(log: Log) -> None:
    for _ in range(2):
        _away()
        _warn(ValueError(CANARY))
    log.filter.flush(at_once=True)
    assert len(lines := log.lines()) == 4
    assert CANARY not in "".join(lines)


def test_kinds_without_number_are_not_remembered_without_end(log: Log) -> None:
    for line in range(2000):
        record = logging.LogRecord("bot.test_log_filter", logging.ERROR, "made_up.py", line, "kind", (), None)
        log.handler.handle(record)
    assert len(log.lines()) == 2000
    assert log.filter.remembered <= 500
