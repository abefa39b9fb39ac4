"""The read-only views for other programs: a contract, which docs/views.md tells column by column.

Columns are added at the end and never renamed. Instants are UTC to the second, amounts in the currency's own
units. Names and phones stand in `report_customers` only: all others know a customer by id.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    Table,
    TableClause,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy import case as when

from storage.engines.functions import major_units, seconds_between, utc_second
from storage.engines.types import Choice, Id, Json
from storage.reports.durations import worked_s
from storage.reports.grouping import CANCELLED, INTERVIEW
from storage.states import ImportState
from storage.tables import (
    addresses,
    answers,
    cases,
    churn_sessions,
    consents,
    contact_log,
    conversations,
    customers,
    imports,
    orders,
)
from surveys.records.address import AddressKind

_HAPPENED: Final = conversations.c.by_staff == literal_column("false")


def _answers() -> Select[Any]:
    said = answers.join(conversations, conversations.c.id == answers.c.conversation_id)
    return (
        select(
            answers.c.id.label("answer_id"),
            answers.c.conversation_id,
            answers.c.customer_id,
            answers.c.survey_id.label("survey"),
            answers.c.question_id.label("question"),
            answers.c.kind,
            answers.c.score,
            answers.c.option,
            answers.c.options,
            answers.c.words,
            answers.c.sentiment,
            answers.c.language,
            answers.c.touchpoint,
            answers.c.segment,
            conversations.c.order_id,
            answers.c.day,
            utc_second(answers.c.answered_at).label("answered_at"),
        )
        .select_from(said)
        .where(answers.c.superseded_at.is_(None), _HAPPENED)
    )


def _cases() -> Select[Any]:
    return select(
        cases.c.id.label("case_id"),
        cases.c.number,
        cases.c.customer_id,
        cases.c.source,
        cases.c.category,
        cases.c.touchpoint,
        cases.c.segment,
        cases.c.score,
        cases.c.scale,
        cases.c.words,
        cases.c.sentiment,
        cases.c.status,
        cases.c.cause,
        cases.c.remedy,
        cases.c.severity,
        cases.c.reopened,
        cases.c.day,
        utc_second(cases.c.opened_at).label("opened_at"),
        utc_second(cases.c.first_reply_at).label("first_reply_at"),
        utc_second(cases.c.solved_at).label("solved_at"),
        utc_second(cases.c.closed_at).label("closed_at"),
        seconds_between(cases.c.opened_at, cases.c.first_reply_at).label("first_reply_s"),
        seconds_between(cases.c.opened_at, cases.c.solved_at).label("resolve_s"),
        worked_s(cases.c.first_reply_work_s, cases.c.first_reply_at).label("first_reply_work_s"),
        worked_s(cases.c.solution_work_s, cases.c.closed_at).label("resolve_work_s"),
    )


def _churn() -> Select[Any]:
    said = churn_sessions.join(conversations, conversations.c.id == INTERVIEW)
    return (
        select(
            INTERVIEW.label("conversation_id"),
            churn_sessions.c.customer_id,
            churn_sessions.c.reason,
            churn_sessions.c.reason_class.label("class"),
            churn_sessions.c.touchpoint,
            churn_sessions.c.segment,
            major_units(churn_sessions.c.money_minor).label("money"),
            churn_sessions.c.return_on,
            churn_sessions.c.day,
            utc_second(churn_sessions.c.told_at).label("told_at"),
        )
        .select_from(said)
        .where(_HAPPENED)
    )


def _contacts() -> Select[Any]:
    return select(
        contact_log.c.id.label("contact_id"),
        contact_log.c.customer_id,
        contact_log.c.kind,
        contact_log.c.about,
        contact_log.c.stage,
        contact_log.c.action,
        contact_log.c.why,
        utc_second(contact_log.c.planned_at).label("planned_at"),
        utc_second(contact_log.c.decided_at).label("decided_at"),
    )


telegram, company, phone = (addresses.alias(name) for name in ("telegram", "company", "phone"))


def _customers() -> Select[Any]:
    return (
        select(
            customers.c.id.label("customer_id"),
            company.c.value.label("external_id"),
            cast(telegram.c.value, Id).label("telegram_id"),
            customers.c.name,
            customers.c.language,
            customers.c.timezone,
            customers.c.segment,
            major_units(customers.c.monthly_margin_minor).label("monthly_margin"),
            customers.c.attributes,
            utc_second(customers.c.joined_at).label("joined_at"),
            utc_second(customers.c.left_at).label("left_at"),
            utc_second(customers.c.blocked_at).label("blocked_at"),
            utc_second(customers.c.stopped_at).label("stopped_at"),
            select(func.min(phone.c.value))
            .where(_is_theirs(phone, AddressKind.PHONE))
            .scalar_subquery()
            .label("phone"),
        )
        .select_from(
            customers.outerjoin(telegram, _is_theirs(telegram, AddressKind.TELEGRAM)).outerjoin(
                company, _is_theirs(company, AddressKind.COMPANY)
            )
        )
        .where(_is_visible(customers), customers.c.staff_since.is_(None))
    )


def _is_theirs(address: FromClause, kind: AddressKind) -> ColumnElement[bool]:
    return (address.c.customer_id == customers.c.id) & (address.c.kind == literal_column(f"'{kind}'"))


def _orders() -> Select[Any]:
    yes, no = literal_column("true", Boolean), literal_column("false", Boolean)
    is_cancelled = when((orders.c.status == CANCELLED, yes), else_=no)
    return select(
        orders.c.id.label("order_id"),
        orders.c.external_id,
        orders.c.customer_id,
        major_units(orders.c.amount_minor).label("amount"),
        orders.c.currency,
        major_units(orders.c.margin_minor).label("margin"),
        orders.c.touchpoint,
        orders.c.status,
        is_cancelled.label("is_cancelled"),
        orders.c.code,
        orders.c.attributes,
        utc_second(orders.c.ordered_at).label("ordered_at"),
    ).where(_is_visible(orders))


def _is_visible(rows: Table) -> ColumnElement[bool]:
    """As reports see it: rows of an import that is still pending are none."""
    hidden = (ImportState.PENDING, ImportState.CANCELLING)
    states: list[ColumnElement[Any]] = [literal_column(f"'{state}'") for state in hidden]
    pending = select(imports.c.id).where(imports.c.state.in_(states))
    return or_(rows.c.import_id.is_(None), rows.c.import_id.not_in(pending))


def _consents() -> Select[Any]:
    return select(
        consents.c.id.label("consent_id"),
        consents.c.customer_id,
        consents.c.kind,
        consents.c.given,
        consents.c.text_version,
        utc_second(consents.c.decided_at).label("decided_at"),
    )


_QUERIES: Final[Mapping[str, Select[Any]]] = {
    "report_answers": _answers(),
    "report_cases": _cases(),
    "report_churn": _churn(),
    "report_contacts": _contacts(),
    "report_customers": _customers(),
    "report_orders": _orders(),
    "report_consents": _consents(),
}


def _readable(name: str, query: Select[Any]) -> TableClause:
    columns = [column(str(one.key), _shown_as(one.type)) for one in query.selected_columns]
    return table(name, *columns)


def _shown_as(kind: Any) -> Any:
    """What a later program stored, and JSON, is shown as it is stored."""
    return String() if isinstance(kind, Choice | Json) else kind


VIEWS: Final[Mapping[str, TableClause]] = {name: _readable(name, query) for name, query in _QUERIES.items()}
"""The views by name, to be read from."""


def create(connection: Connection) -> None:
    """Make the views; called by migrations, after the tables that they read are as the program expects."""
    for name, query in _QUERIES.items():
        compiled = query.compile(connection, compile_kwargs={"literal_binds": True})
        connection.execute(text(f"CREATE VIEW {name} AS {compiled}".replace(":", r"\:")))


def drop(connection: Connection) -> None:
    """Remove the views; a migration that changes a table of theirs does so first and creates them last."""
    for name in _QUERIES:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
