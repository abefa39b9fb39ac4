"""The numbers of a report for other programs: those of `--json` and of the API."""

import json
from datetime import date, datetime

from sqlalchemy import Connection

