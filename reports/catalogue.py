"""All reports. Commands, menus, buttons, the command line, JSON and pictures are derived from this list."""

from collections.abc import Mapping
from typing import Any, Final

from reports.base import BASE
from reports.churn import CHURN
from reports.complaints import COMPLAINTS
from reports.nps import NPS
from reports.report import Report
from reports.retention import RETENTION
from reports.risk import RISK
from reports.themes import WORDS
from reports.winback import WINBACK

REPORTS: Final[Mapping[str, Report[Any]]] = {
    report.name: report for report in (NPS, COMPLAINTS, CHURN, RETENTION, WINBACK, BASE, RISK, WORDS)
}
