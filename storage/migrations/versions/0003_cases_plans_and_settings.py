"""Cases, churn sessions, plans and their verdicts, settings"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Instant, Json, Words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing wrote to these two before: they get the shape that is needed.
    op.drop_table("cases")
    op.drop_table("contacts")
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", Json(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "cases",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", Words(), nullable=True),
        sa.Column("tone", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("holder_telegram_id", Id(), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("first_reply_at", Instant(timezone=True), nullable=True),
        sa.Column("last_reply_at", Instant(timezone=True), nullable=True),
        sa.Column("solved_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("chat_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_cases_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_day"), ["day"], unique=False)
        batch_op.create_index(
            "ix_cases_open",
            ["opened_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "churn_sessions",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("reason_class", sa.String(length=16), nullable=True),
        sa.Column("taxonomy_version", sa.Integer(), nullable=False),
        sa.Column("shown", Json(), nullable=False),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("money_minor", Id(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_churn_sessions_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_churn_sessions")),
    )
    with op.batch_alter_table("churn_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_churn_sessions_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_churn_sessions_day"), ["day"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("planned_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=True),
        sa.Column("outbox_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contacts_customer_id_decided_at", ["customer_id", "decided_at"], unique=False
        )

    op.create_table(
        "plans",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("journey", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("arm", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=True),
        sa.Column("assigned_at", Instant(timezone=True), nullable=False),
        sa.Column("planned_at", Instant(timezone=True), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("outbox_id", Id(), nullable=True),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_plans_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("journey", "conversation_id", name=op.f("uq_plans_journey_conversation_id")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plans_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_plans_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_plans_winback",
            ["planned_at"],
            unique=False,
            sqlite_where=sa.text("journey = 'winback'"),
            postgresql_where=sa.text("journey = 'winback'"),
        )

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("media", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("file_id", sa.String(length=256), nullable=True))
        batch_op.add_column(sa.Column("tone", sa.Float(), nullable=True))
        batch_op.create_index(
            "ix_answers_toneless",
            ["id"],
            unique=False,
            sqlite_where=sa.text("kind = 'text' AND words IS NOT NULL AND tone IS NULL"),
            postgresql_where=sa.text("kind = 'text' AND words IS NOT NULL AND tone IS NULL"),
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_ordered_at"))
        batch_op.create_index(
            "ix_orders_of_a_period", ["ordered_at", "customer_id", "touchpoint", "status"], unique=False
        )

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened", Json(), nullable=True))
        batch_op.create_index(
            "ix_conversations_leaving",
            ["started_at"],
            unique=False,
            sqlite_where=sa.text("survey_id = 'leaving'"),
            postgresql_where=sa.text("survey_id = 'leaving'"),
        )

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("album", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("monthly_margin_minor", Id(), nullable=True))

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("case_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("staff_telegram_id", Id(), nullable=True))
        batch_op.add_column(sa.Column("tone", sa.Float(), nullable=True))
        batch_op.create_index(
            "ix_messages_case_id",
            ["case_id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("plan_id", Id(), nullable=True))

    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(
            "ix_places_in_groups",
            ["chat_id", "message_id"],
            unique=False,
            sqlite_where=sa.text("chat_id < 0"),
            postgresql_where=sa.text("chat_id < 0"),
        )
        batch_op.create_index(
            "ix_places_topics",
            ["chat_id", "thread_id"],
            unique=False,
            sqlite_where=sa.text("thread_id IS NOT NULL"),
            postgresql_where=sa.text("thread_id IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_places_topics",
            sqlite_where=sa.text("thread_id IS NOT NULL"),
            postgresql_where=sa.text("thread_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_places_in_groups",
            sqlite_where=sa.text("chat_id < 0"),
            postgresql_where=sa.text("chat_id < 0"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("plan_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_case_id",
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.drop_column("tone")
        batch_op.drop_column("staff_telegram_id")
        batch_op.drop_column("case_id")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("monthly_margin_minor")
        batch_op.drop_column("album")
        batch_op.drop_column("case_id")

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversations_leaving",
            sqlite_where=sa.text("survey_id = 'leaving'"),
            postgresql_where=sa.text("survey_id = 'leaving'"),
        )
        batch_op.drop_column("opened")

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_of_a_period")
        batch_op.create_index(batch_op.f("ix_orders_ordered_at"), ["ordered_at"], unique=False)

    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_answers_toneless",
            sqlite_where=sa.text("kind = 'text' AND words IS NOT NULL AND tone IS NULL"),
            postgresql_where=sa.text("kind = 'text' AND words IS NOT NULL AND tone IS NULL"),
        )
        batch_op.drop_column("tone")
        batch_op.drop_column("file_id")
        batch_op.drop_column("media")

    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_plans_winback",
            sqlite_where=sa.text("journey = 'winback'"),
            postgresql_where=sa.text("journey = 'winback'"),
        )
        batch_op.drop_index(
            "ix_plans_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_plans_customer_id"))

    op.drop_table("plans")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_contacts_customer_id_decided_at")

    op.drop_table("contacts")
    with op.batch_alter_table("churn_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_churn_sessions_day"))
        batch_op.drop_index(batch_op.f("ix_churn_sessions_customer_id"))

    op.drop_table("churn_sessions")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cases_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cases_day"))
        batch_op.drop_index(batch_op.f("ix_cases_customer_id"))

    op.drop_table("cases")
    op.drop_table("settings")
    op.drop_table("counters")
    op.create_table(
        "cases",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("owner_telegram_id", Id(), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("first_reply_at", Instant(timezone=True), nullable=True),
        sa.Column("solved_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_cases_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("planned_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=False),
        sa.Column("outbox_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_cases_customer_id", "cases", ["customer_id"])
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.create_index("ix_contacts_customer_id_decided_at", "contacts", ["customer_id", "decided_at"])
