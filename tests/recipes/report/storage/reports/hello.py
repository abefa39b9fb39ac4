"""What the report on new customers is made of."""

from sqlalchemy import Connection, func, select

from storage.tables import customers
from surveys.statistics.hello_report import HelloReport
from surveys.statistics.periods import Asked, Period


def report(connection: Connection, asked: Asked) -> HelloReport:
    """New customers of the period, beside the one before it."""
    return HelloReport(asked.period, joined(connection, asked.period), joined(connection, asked.previous))


def joined(connection: Connection, period: Period) -> int:
    """How many people became customers in the period."""
    is_within = (customers.c.joined_at >= period.since) & (customers.c.joined_at < period.until)
    return connection.execute(select(func.count()).where(is_within)).scalar_one()
