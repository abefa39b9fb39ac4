"""What is asked of another process, as plain values in a job's row: a report's words, or its picture."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from reports.request import ReportRequest
from storage.reports.exports import ExportRequest
from surveys.statistics.periods import Period


@dataclass(frozen=True, slots=True)
class ReportJob:
    """A report for somebody's chat: into the message that was tapped, or a new one."""

    kind: ClassVar = "report"

    report: str
    tab: str
    request: ReportRequest
    """The request with the touchpoint as it was typed."""
    touchpoint_key: str
    """What a button carries instead of a touchpoint; empty without one."""
    picture: str
    """What tells the report's picture from the person's others."""
    language: str
    customer_id: int
    """The id of whoever asked: managers are customers too."""
    chat_id: int
    message_id: int | None = None
    """None asks for a new message."""
    sentence: str = ""
    """What was asked in words, which may name a touchpoint; empty otherwise."""

    @property
    def key(self) -> str:
        """The job's key: of two reports for one message only the later one is worth its reading."""
        return f"report:{self.chat_id}:{self.message_id or self.picture}"

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {
            "report": self.report,
            "tab": self.tab,
            "request": self.request.to_json(),
            "touchpoint_key": self.touchpoint_key,
            "picture": self.picture,
            "language": self.language,
            "customer_id": self.customer_id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "sentence": self.sentence,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any], zone: ZoneInfo) -> "ReportJob":
        """The job from what stands in its row, for the business whose zone that is."""
        return cls(**{**found, "request": ReportRequest.from_json(found["request"], zone)})


@dataclass(frozen=True, slots=True)
class PictureJob:
    """The picture of a report whose words were sent; it fills a place, or is put there instead of another."""

    kind: ClassVar = "picture"

    report: str
    request: ReportRequest
    language: str
    chat_id: int
    place: str
    replaces: bool
    """The words were changed in place, and so is their picture."""

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {
            "report": self.report,
            "request": self.request.to_json(),
            "language": self.language,
            "chat_id": self.chat_id,
            "place": self.place,
            "replaces": self.replaces,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any], zone: ZoneInfo) -> "PictureJob":
        """The job from what stands in its row, for the business whose zone that is."""
        return cls(**{**found, "request": ReportRequest.from_json(found["request"], zone)})


@dataclass(frozen=True, slots=True)
class ExportJob:
    """An export for somebody's chat, as a document."""

    kind: ClassVar = "export"

    request: ExportRequest
    format: str
    """`csv` or `xlsx`."""
    language: str
    chat_id: int
    """The private chat of whoever asked, which is their own Telegram id."""
    customer_id: int

    @property
    def key(self) -> str:
        """The job's key: of two orders of one file only the later one is written."""
        return f"export:{self.chat_id}:{self.request.export}"

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        period = self.request.period
        days = [period.start.isoformat(), period.end.isoformat()] if period else None
        return {**asdict(self), "request": [self.request.export, days, self.request.has_names]}

    @classmethod
    def from_json(cls, found: Mapping[str, Any], zone: ZoneInfo) -> "ExportJob":
        """The job from what stands in its row, for the business whose zone that is."""
        export, days, has_names = found["request"]
        period = Period(date.fromisoformat(days[0]), date.fromisoformat(days[1]), zone) if days else None
        return cls(**{**found, "request": ExportRequest(export, period, has_names)})


@dataclass(frozen=True, slots=True)
class PageJob:
    """The page with all reports for somebody's chat, as a document."""

    kind: ClassVar = "page"

    language: str
    now: datetime
    """When it was asked for: its periods end then."""
    chat_id: int
    """The private chat of whoever asked."""
    customer_id: int

    @property
    def key(self) -> str:
        """The job's key: of two orders only the later one is worth its reading."""
        return f"page:{self.chat_id}"

    def to_json(self) -> dict[str, Any]:
        """What stands in the row of the job."""
        return {**asdict(self), "now": self.now.isoformat()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "PageJob":
        """The job from what stands in its row."""
        return cls(**{**found, "now": datetime.fromisoformat(found["now"])})
