"""Initial"""

import sqlalchemy as sa
from alembic import op

from storage.engines.types import Id, Instant, Json, Words
from storage.reports import views

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915  # every table, once
    op.create_table(
        "api_keys",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("use", sa.String(length=8), nullable=False),
        sa.Column("hook", sa.String(length=64), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=500), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    op.create_table(
        "case_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "source", "category", "touchpoint", "segment", name=op.f("pk_case_days")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_months",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "source", "category", "touchpoint", "segment", name=op.f("pk_case_months")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tombstones",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("erased_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash", name=op.f("pk_tombstones")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "customer_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("reason_class", sa.String(length=16), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "direction", "reason_class", "segment", name=op.f("pk_customer_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_months",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("reason_class", sa.String(length=16), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "direction", "reason_class", "segment", name=op.f("pk_customer_months")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customers",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("name", Words(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("timezone_asked_at", Instant(timezone=True), nullable=True),
        sa.Column("contact_asked_at", Instant(timezone=True), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("attributes", Json(), nullable=True),
        sa.Column("joined_at", Instant(timezone=True), nullable=False),
        sa.Column("returned_at", Instant(timezone=True), nullable=True),
        sa.Column("left_at", Instant(timezone=True), nullable=True),
        sa.Column("staff_since", Instant(timezone=True), nullable=True),
        sa.Column("blocked_at", Instant(timezone=True), nullable=True),
        sa.Column("stopped_at", Instant(timezone=True), nullable=True),
        sa.Column("asked_less_at", Instant(timezone=True), nullable=True),
        sa.Column("conversation_id", Id(), nullable=True),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("album_message_id", Id(), nullable=True),
        sa.Column("monthly_margin_minor", Id(), nullable=True),
        sa.Column("source_updated_at", Instant(timezone=True), nullable=True),
        sa.Column("import_id", Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_customers_blocked",
            ["blocked_at", "id"],
            unique=False,
            sqlite_where=sa.text("blocked_at IS NOT NULL"),
            postgresql_where=sa.text("blocked_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_customers_stopped",
            ["stopped_at"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NOT NULL"),
            postgresql_where=sa.text("stopped_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_customers_of_import",
            ["import_id", "id"],
            unique=False,
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_customers_left",
            ["left_at", "id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NOT NULL"),
            postgresql_where=sa.text("left_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_customers_staff",
            ["staff_since", "id"],
            unique=False,
            sqlite_where=sa.text("staff_since IS NOT NULL"),
            postgresql_where=sa.text("staff_since IS NOT NULL"),
        )

    op.create_table(
        "pending_order_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "touchpoint", "segment", name=op.f("pk_pending_order_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending_customer_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("reason_class", sa.String(length=16), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "direction", "reason_class", "segment", name=op.f("pk_pending_customer_days")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "imports",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("file_name", Words(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("began_at", Instant(timezone=True), nullable=False),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.Column("staff_telegram_id", Id(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("linked_to", Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_table(
        "import_changes",
        sa.Column("import_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("row_id", Id(), nullable=False),
        sa.Column("after", Json(), nullable=False),
        sa.Column("before", Json(), nullable=False),
        sa.Column("is_applied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_changes_import_id")),
        sa.PrimaryKeyConstraint("import_id", "kind", "row_id", name=op.f("pk_import_changes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_addresses",
        sa.Column("import_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_addresses_import_id")),
        sa.PrimaryKeyConstraint("import_id", "kind", "value", name=op.f("pk_import_addresses")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("import_addresses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_addresses_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "import_refusals",
        sa.Column("import_id", Id(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("why", Json(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_refusals_import_id")),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_refusals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "addresses",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_addresses_customer_id")),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_addresses")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.create_index("ix_addresses_of_customer", ["customer_id", "kind", "value"], unique=False)
        batch_op.create_index(
            "uq_addresses_sole",
            ["customer_id", "kind"],
            unique=True,
            sqlite_where=sa.text("kind <> 'phone'"),
            postgresql_where=sa.text("kind <> 'phone'"),
        )

    op.create_table(
        "joinings",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("other_id", Id(), nullable=False),
        sa.Column("proof", sa.String(length=8), nullable=False),
        sa.Column("refused", sa.String(length=16), nullable=True),
        sa.Column("happened_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_joinings_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinings")),
    )
    with op.batch_alter_table("joinings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joinings_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_joinings_refused",
            ["id"],
            unique=False,
            sqlite_where=sa.text("refused IS NOT NULL"),
            postgresql_where=sa.text("refused IS NOT NULL"),
        )

    op.create_table(
        "links",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("order_id", Id(), nullable=True),
        sa.Column("customer_id", Id(), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_links_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_links_token_hash")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_links_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "files",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("telegram_file_id", sa.String(length=256), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("size", Id(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("customer_id", Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.create_index(
            "ix_files_of_customer",
            ["customer_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("customer_id IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NOT NULL"),
        )

    op.create_table(
        "named_staff",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("agreed_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_named_staff")),
    )
    op.create_table(
        "availability",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("at_any_hour", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_availability")),
    )
    op.create_table(
        "digest_settings",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_digest_settings")),
    )
    op.create_table(
        "weekly_digests",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("taken_at", Instant(timezone=True), nullable=True),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.Column("asked", Json(), nullable=True),
        sa.PrimaryKeyConstraint("telegram_id", "week", name=op.f("pk_weekly_digests")),
    )
    op.create_index(
        "ix_weekly_digests_planned",
        "weekly_digests",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("taken_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL"),
    )
    op.create_table(
        "alerts",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("raised_at", Instant(timezone=True), nullable=False),
        sa.Column("silent_until", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_alerts")),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("changed_by", Id(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("ru", Words(), nullable=True),
        sa.Column("en", Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("name", name=op.f("uq_canned_replies_name")),
    )
    op.create_table(
        "alert_mutes",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", "kind", name=op.f("pk_alert_mutes")),
    )
    op.create_table(
        "manager_actions",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", Words(), nullable=False),
        sa.Column("telegram_id", Id(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manager_actions")),
    )
    with op.batch_alter_table("manager_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manager_actions_day"), ["day"], unique=False)

    op.create_table(
        "sent_tables",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("sender_id", Id(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("day_order", sa.String(length=16), nullable=True),
        sa.Column("decimal_mark", sa.String(length=1), nullable=True),
        sa.Column("records", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_tables")),
    )
    op.create_table(
        "content_files",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", Words(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=True),
        sa.Column("changed_by", Id(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("told_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", "name", "version", name=op.f("pk_content_files")),
    )
    op.create_table(
        "content_drafts",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("sender_id", Id(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("content", Words(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_drafts")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("beat_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "inbox",
        sa.Column("bot_id", Id(), nullable=False),
        sa.Column("update_id", Id(), nullable=False),
        sa.Column("lane", Id(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("payload", Json(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("message_id", Id(), nullable=True),
        sa.Column("content_hash", Id(), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("pk_inbox")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_albums",
            ["lane", "album"],
            unique=False,
            sqlite_where=sa.text("album IS NOT NULL"),
            postgresql_where=sa.text("album IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbox_messages",
            ["lane", "message_id"],
            unique=False,
            sqlite_where=sa.text("content_hash IS NOT NULL"),
            postgresql_where=sa.text("content_hash IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbox_open",
            ["state", "received_at", "update_id"],
            unique=False,
            sqlite_where=sa.text("state <> 'done'"),
            postgresql_where=sa.text("state <> 'done'"),
        )

    op.create_table(
        "invitations",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.Column("used_by", Id(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mark", Id(), nullable=False),
        sa.Column("cluster", sa.String(length=100), nullable=True),
        sa.Column("held_at", Instant(timezone=True), nullable=True),
        sa.Column("held_why", sa.String(length=16), nullable=True),
        sa.Column("copied_at", Instant(timezone=True), nullable=True),
        sa.Column("told_at", Instant(timezone=True), nullable=True),
        sa.Column("began_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("args", Json(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("leased_until", Instant(timezone=True), nullable=True),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_jobs_open",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('ready', 'running')"),
            postgresql_where=sa.text("state IN ('ready', 'running')"),
        )

    op.create_table(
        "order_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "touchpoint", "segment", name=op.f("pk_order_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "order_months",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "touchpoint", "segment", name=op.f("pk_order_months")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("chat_id", Id(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("body", Words(), nullable=True),
        sa.Column("files", Json(), nullable=True),
        sa.Column("fills", sa.String(length=64), nullable=True),
        sa.Column("at", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.Column("message_id", Id(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("customer_id", Id(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("plan_id", Id(), nullable=True),
        sa.Column("case_number", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=True),
        sa.Column("subject_id", Id(), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("buttons", Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_ready",
            ["urgency", "due_at", "id", "chat_id", "case_number"],
            unique=False,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )
        batch_op.create_index(
            "ix_outbox_key",
            ["key"],
            unique=False,
            sqlite_where=sa.text("state = 'ready' AND key IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND key IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_at",
            ["at"],
            unique=False,
            sqlite_where=sa.text("state = 'ready' AND at IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_followed",
            ["subject_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("state = 'ready' AND purpose IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND purpose IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_shown",
            ["chat_id", "id"],
            unique=False,
            sqlite_where=sa.text("buttons IS NOT NULL"),
            postgresql_where=sa.text("buttons IS NOT NULL"),
        )

    op.create_table(
        "received_events",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "event", name=op.f("pk_received_events")),
    )
    with op.batch_alter_table("received_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_events_received_at"), ["received_at"], unique=False)

    op.create_table(
        "refusing_chats",
        sa.Column("chat_id", Id(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("last_at", Instant(timezone=True), nullable=False),
        sa.Column("told_at", Instant(timezone=True), nullable=True),
        sa.Column("recovered_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_refusing_chats")),
    )
    op.create_table(
        "places",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("chat_id", Id(), nullable=True),
        sa.Column("thread_id", Id(), nullable=True),
        sa.Column("message_id", Id(), nullable=True),
        sa.Column("file_id", sa.String(length=256), nullable=True),
        sa.Column("recipe_id", Id(), nullable=True),
        sa.Column("filled_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_places")),
    )
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

    op.create_table(
        "latest_score_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day",
            "survey_id",
            "question_id",
            "until_month",
            "touchpoint",
            "segment",
            "band",
            name=op.f("pk_latest_score_days"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "latest_score_months",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day",
            "survey_id",
            "question_id",
            "until_month",
            "touchpoint",
            "segment",
            "band",
            name=op.f("pk_latest_score_months"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "score_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "survey_id", "question_id", "touchpoint", "segment", "score", name=op.f("pk_score_days")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "score_months",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=False),
        sa.Column("segment", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "survey_id", "question_id", "touchpoint", "segment", "score", name=op.f("pk_score_months")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", Json(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "staff",
        sa.Column("telegram_id", Id(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("name", Words(), nullable=True),
        sa.Column("enrolled_at", Instant(timezone=True), nullable=False),
        sa.Column("enrolled_by", Id(), nullable=True),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.Column("revoked_by", Id(), nullable=True),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("staff_telegram_id", Id(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("details", Json(), nullable=True),
        sa.Column("customer_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_audit_log_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_log_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_audit_log_of_customer",
            ["customer_id", "at"],
            unique=False,
            sqlite_where=sa.text("customer_id IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NOT NULL"),
        )

    op.create_table(
        "feeds",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("export", sa.String(length=32), nullable=False),
        sa.Column("has_names", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("created_by", Id(), nullable=True),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.Column("read_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_token_hash")),
    )
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", Json(), nullable=False),
        sa.Column("first_seen_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_surveys")),
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
        sa.Column("scale", sa.Integer(), nullable=True),
        sa.Column("first_score", sa.Integer(), nullable=True),
        sa.Column("words", Words(), nullable=True),
        sa.Column("sentiment", sa.Float(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("holder_telegram_id", Id(), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=True),
        sa.Column("opened_by", Id(), nullable=True),
        sa.Column("remedy", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opened_at", Instant(timezone=True), nullable=False),
        sa.Column("first_reply_at", Instant(timezone=True), nullable=True),
        sa.Column("last_reply_at", Instant(timezone=True), nullable=True),
        sa.Column("solved_at", Instant(timezone=True), nullable=True),
        sa.Column("closed_at", Instant(timezone=True), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("chat_id", Id(), nullable=True),
        sa.Column("shown_at", Instant(timezone=True), nullable=True),
        sa.Column("alarmed_at", Instant(timezone=True), nullable=True),
        sa.Column("telegram_message_id", Id(), nullable=True),
        sa.Column("earlier_number", sa.Integer(), nullable=True),
        sa.Column("told_at", Instant(timezone=True), nullable=True),
        sa.Column("awaiting_since", Instant(timezone=True), nullable=True),
        sa.Column("waited_s", sa.Float(), nullable=False),
        sa.Column("first_reply_work_s", sa.Float(), nullable=True),
        sa.Column("solution_work_s", sa.Float(), nullable=True),
        sa.Column("first_reply_due_at", Instant(timezone=True), nullable=True),
        sa.Column("next_reply_due_at", Instant(timezone=True), nullable=True),
        sa.Column("solution_due_at", Instant(timezone=True), nullable=True),
        sa.Column("warn_at", Instant(timezone=True), nullable=True),
        sa.Column("delay_told_at", Instant(timezone=True), nullable=True),
        sa.Column("helped", sa.Boolean(), nullable=True),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("unreachable_since", Instant(timezone=True), nullable=True),
        sa.Column("overdue_step", sa.String(length=16), nullable=True),
        sa.Column("overdue_step_from", Instant(timezone=True), nullable=True),
        sa.Column("overdue_step_at", Instant(timezone=True), nullable=True),
        sa.Column("owners_called_at", Instant(timezone=True), nullable=True),
        sa.Column("about_telegram_id", Id(), nullable=True),
        sa.Column("joined_number", sa.Integer(), nullable=True),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_cases_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_counted",
            [
                "source",
                "day",
                "category",
                "touchpoint",
                "segment",
                "customer_id",
                "opened_at",
                "first_reply_at",
                "last_reply_at",
                "solved_at",
                "closed_at",
                "reopened",
                "first_reply_work_s",
                "solution_work_s",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_cases_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_cases_open",
            ["opened_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_cases_closed",
            [
                "closed_at",
                "source",
                "category",
                "touchpoint",
                "segment",
                "cause",
                "remedy",
                "customer_id",
                "solved_at",
            ],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_warn_at",
            ["warn_at"],
            unique=False,
            sqlite_where=sa.text("warn_at IS NOT NULL"),
            postgresql_where=sa.text("warn_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_overdue_step_at",
            ["overdue_step_at"],
            unique=False,
            sqlite_where=sa.text("overdue_step_at IS NOT NULL"),
            postgresql_where=sa.text("overdue_step_at IS NOT NULL"),
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
        sa.Column("conversation_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_churn_sessions_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_churn_sessions")),
    )
    with op.batch_alter_table("churn_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_churn_sessions_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_churn_sessions_day"), ["day"], unique=False)

    op.create_table(
        "stays",
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("reason_class", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_stays_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", "number", name=op.f("pk_stays")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index("ix_stays_began", ["began_at", "number", "customer_id"], unique=False)
        batch_op.create_index(
            "ix_stays_returned",
            ["began_at", "customer_id"],
            unique=False,
            sqlite_where=sa.text("number > 1"),
            postgresql_where=sa.text("number > 1"),
        )
        batch_op.create_index(
            "ix_stays_ended",
            ["ended_at", "began_at", "customer_id", "reason_class"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )

    op.create_table(
        "rhythms",
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("gap_s", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(timezone=True), nullable=False),
        sa.Column("silent_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_rhythms_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_rhythms")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("rhythms", schema=None) as batch_op:
        batch_op.create_index("ix_rhythms_silent", ["silent_at", "customer_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_consents_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consents_customer_id_kind_decided_at", ["customer_id", "kind", "decided_at"], unique=False
        )

    op.create_table(
        "contact_log",
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
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contact_log_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_log")),
    )
    with op.batch_alter_table("contact_log", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_log_customer_id_decided_at", ["customer_id", "decided_at"], unique=False
        )

    op.create_table(
        "conversations",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("survey_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("order_id", Id(), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("awaiting", sa.String(length=32), nullable=True),
        sa.Column("given", Json(), nullable=False),
        sa.Column("opened", Json(), nullable=True),
        sa.Column("picked", Json(), nullable=True),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("touched_at", Instant(timezone=True), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("finished_at", Instant(timezone=True), nullable=True),
        sa.Column("reasked_at", Instant(timezone=True), nullable=True),
        sa.Column("changing", sa.String(length=32), nullable=True),
        sa.Column("changing_at", Instant(timezone=True), nullable=True),
        sa.Column("deferred_id", Id(), nullable=True),
        sa.Column("plan_id", Id(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_conversations_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_conversations_awaiting",
            ["touched_at"],
            unique=False,
            sqlite_where=sa.text("awaiting IS NOT NULL"),
            postgresql_where=sa.text("awaiting IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_conversations_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_conversations_leaving",
            ["started_at"],
            unique=False,
            sqlite_where=sa.text("survey_id IN ('leaving', 'silent')"),
            postgresql_where=sa.text("survey_id IN ('leaving', 'silent')"),
        )
        batch_op.create_index(
            "ix_conversations_planned",
            ["survey_id", "started_at"],
            unique=False,
            sqlite_where=sa.text("plan_id IS NOT NULL"),
            postgresql_where=sa.text("plan_id IS NOT NULL"),
        )

    op.create_table(
        "messages",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("conversation_id", Id(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("words", Words(), nullable=True),
        sa.Column("file_id", sa.String(length=256), nullable=True),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("staff_telegram_id", Id(), nullable=True),
        sa.Column("delivered_at", Instant(timezone=True), nullable=True),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.Column("sentiment", sa.Float(), nullable=True),
        sa.Column("forwarding", sa.String(length=12), nullable=True),
        sa.Column("album_id", Id(), nullable=True),
        sa.Column("telegram_message_id", Id(), nullable=True),
        sa.Column("replied_to", Words(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_messages_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_album_id",
            ["album_id", "id"],
            unique=False,
            sqlite_where=sa.text("album_id IS NOT NULL"),
            postgresql_where=sa.text("album_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_messages_case_id",
            ["case_id", "id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_messages_collected",
            ["case_id", "id"],
            unique=False,
            sqlite_where=sa.text("forwarding IN ('collected', 'held')"),
            postgresql_where=sa.text("forwarding IN ('collected', 'held')"),
        )
        batch_op.create_index(batch_op.f("ix_messages_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_messages_numbered",
            ["customer_id", "telegram_message_id"],
            unique=False,
            sqlite_where=sa.text("telegram_message_id IS NOT NULL"),
            postgresql_where=sa.text("telegram_message_id IS NOT NULL"),
        )

    op.create_table(
        "orders",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("ordered_at", Instant(timezone=True), nullable=False),
        sa.Column("amount_minor", Id(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("margin_minor", Id(), nullable=True),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("attributes", Json(), nullable=True),
        sa.Column("previous_at", Instant(timezone=True), nullable=True),
        sa.Column("previous_there_at", Instant(timezone=True), nullable=True),
        sa.Column("source_updated_at", Instant(timezone=True), nullable=True),
        sa.Column("import_id", Id(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("external_id", name=op.f("uq_orders_external_id")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_orders_counted",
            [
                "ordered_at",
                "previous_at",
                "previous_there_at",
                "touchpoint",
                "status",
                "customer_id",
                "import_id",
                "amount_minor",
                "margin_minor",
                "currency",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_orders_of_customer",
            [
                "customer_id",
                "ordered_at",
                "touchpoint",
                "status",
                "import_id",
                "previous_at",
                "amount_minor",
                "currency",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_orders_coded",
            ["code"],
            unique=False,
            sqlite_where=sa.text("code IS NOT NULL"),
            postgresql_where=sa.text("code IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_orders_of_import",
            ["import_id", "customer_id", "id"],
            unique=False,
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )

    op.create_table(
        "plans",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("journey", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", Id(), nullable=False),
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
        sa.UniqueConstraint(
            "journey",
            "subject_kind",
            "subject_id",
            "customer_id",
            name=op.f("uq_plans_journey_subject_kind_subject_id_customer_id"),
        ),
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
        batch_op.create_index(
            "ix_plans_campaign",
            ["subject_id", "state", "why", "due_at"],
            unique=False,
            sqlite_where=sa.text("journey = 'campaign'"),
            postgresql_where=sa.text("journey = 'campaign'"),
        )

    op.create_table(
        "campaigns",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("words", Json(), nullable=True),
        sa.Column("words_b", Json(), nullable=True),
        sa.Column("survey_id", sa.String(length=32), nullable=True),
        sa.Column("offer", sa.String(length=32), nullable=True),
        sa.Column("audience", Json(), nullable=False),
        sa.Column("holdout", sa.Float(), nullable=False),
        sa.Column("block_limit", sa.Float(), nullable=False),
        sa.Column("complaint_limit", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("awaits", sa.String(length=12), nullable=True),
        sa.Column("asked_at", Instant(timezone=True), nullable=True),
        sa.Column("created_by", Id(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("starts_at", Instant(timezone=True), nullable=True),
        sa.Column("started_at", Instant(timezone=True), nullable=True),
        sa.Column("enrolled_below", Id(), nullable=True),
        sa.Column("enrolled_to", Id(), nullable=False),
        sa.Column("enrolled_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("broken_by", sa.String(length=12), nullable=True),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index(
            "ix_campaigns_unsettled",
            ["id"],
            unique=False,
            sqlite_where=sa.text("started_at IS NOT NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("started_at IS NOT NULL AND settled_at IS NULL"),
        )

    op.create_table(
        "offers_given",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("plan_id", Id(), nullable=False),
        sa.Column("offer", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("cost_minor", Id(), nullable=True),
        sa.Column("shown_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("taken_at", Instant(timezone=True), nullable=True),
        sa.Column("used_at", Instant(timezone=True), nullable=True),
        sa.Column("order_id", Id(), nullable=True),
        sa.Column("expired_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_offers_given_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers_given")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_offers_given_plan_id")),
        sa.UniqueConstraint("code", name=op.f("uq_offers_given_code")),
        sa.UniqueConstraint("offer", "number", name=op.f("uq_offers_given_offer_number")),
    )
    with op.batch_alter_table("offers_given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_given_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_offers_given_open",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("used_at IS NULL"),
            postgresql_where=sa.text("used_at IS NULL"),
        )

    op.create_table(
        "answers",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("survey_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("option", sa.String(length=32), nullable=True),
        sa.Column("options", Json(), nullable=True),
        sa.Column("words", Words(), nullable=True),
        sa.Column("media", sa.String(length=16), nullable=True),
        sa.Column("file_id", sa.String(length=256), nullable=True),
        sa.Column("sentiment", sa.Float(), nullable=True),
        sa.Column("shown", Json(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("touchpoint", sa.String(length=100), nullable=True),
        sa.Column("segment", sa.String(length=100), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=True),
        sa.Column("telegram_message_id", Id(), nullable=True),
        sa.Column("superseded_at", Instant(timezone=True), nullable=True),
        sa.Column("event_id", Id(), nullable=True),
        sa.Column("latest_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_answers_conversation_id")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_answers_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_of_customer", ["customer_id", "answered_at"], unique=False)
        batch_op.create_index(
            "ix_answers_current",
            ["conversation_id", "question_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.create_index(
            "ix_answers_comments",
            ["survey_id", "day", "id"],
            unique=False,
            sqlite_where=sa.text(
                "kind = 'text' AND words IS NOT NULL AND words <> '' AND superseded_at IS NULL"
            ),
            postgresql_where=sa.text(
                "kind = 'text' AND words IS NOT NULL AND words <> '' AND superseded_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_answers_comments_there",
            ["survey_id", "touchpoint", "day", "id"],
            unique=False,
            sqlite_where=sa.text(
                "kind = 'text' AND words IS NOT NULL AND words <> '' AND superseded_at IS NULL"
            ),
            postgresql_where=sa.text(
                "kind = 'text' AND words IS NOT NULL AND words <> '' AND superseded_at IS NULL"
            ),
        )
        batch_op.create_index(
            "ix_answers_low",
            ["survey_id", "question_id", "day", "id", "latest_until"],
            unique=False,
            sqlite_where=sa.text("kind = 'score' AND score < 7"),
            postgresql_where=sa.text("kind = 'score' AND score < 7"),
        )
        batch_op.create_index(
            "ix_answers_low_there",
            ["survey_id", "question_id", "touchpoint", "day", "id", "latest_until"],
            unique=False,
            sqlite_where=sa.text("kind = 'score' AND score < 7"),
            postgresql_where=sa.text("kind = 'score' AND score < 7"),
        )
        batch_op.create_index(
            "ix_answers_recovery",
            [
                "survey_id",
                "question_id",
                "day",
                "customer_id",
                "answered_at",
                "latest_until",
                "touchpoint",
                "segment",
                "conversation_id",
                "id",
                "kind",
                "score",
                "superseded_at",
            ],
            unique=False,
            sqlite_where=sa.text("kind = 'score' AND score < 7"),
            postgresql_where=sa.text("kind = 'score' AND score < 7"),
        )
        batch_op.create_index(
            "ix_answers_latest_until",
            [
                "survey_id",
                "question_id",
                "latest_until",
                "day",
                "touchpoint",
                "segment",
                "kind",
                "score",
            ],
            unique=False,
            sqlite_where=sa.text("latest_until < '9000-01-01'"),
            postgresql_where=sa.text("latest_until < '9000-01-01'"),
        )
        batch_op.create_index(
            "ix_answers_unscored",
            ["id"],
            unique=False,
            sqlite_where=sa.text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL"),
            postgresql_where=sa.text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL"),
        )

    op.create_table(
        "feedback",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("message_id", Id(), nullable=True),
        sa.Column("answer_id", Id(), nullable=True),
        sa.Column("conversation_id", Id(), nullable=True),
        sa.Column("received_at", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("seen_by", Id(), nullable=True),
        sa.Column("seen_at", Instant(timezone=True), nullable=True),
        sa.Column("reply_id", Id(), nullable=True),
        sa.Column("case_id", Id(), nullable=True),
        sa.Column("stream_id", Id(), nullable=True),
        sa.Column("stream_shown", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_feedback_answer_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_feedback_customer_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_feedback_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feedback_answer_id",
            ["answer_id"],
            unique=False,
            sqlite_where=sa.text("answer_id IS NOT NULL"),
            postgresql_where=sa.text("answer_id IS NOT NULL"),
        )
        batch_op.create_index("ix_feedback_customer_id", ["customer_id", "id"], unique=False)
        batch_op.create_index(
            "ix_feedback_message_id",
            ["message_id"],
            unique=False,
            sqlite_where=sa.text("message_id IS NOT NULL"),
            postgresql_where=sa.text("message_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_feedback_new",
            ["id", "received_at"],
            unique=False,
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )
        batch_op.create_index(
            "ix_feedback_reply_id",
            ["reply_id"],
            unique=False,
            sqlite_where=sa.text("reply_id IS NOT NULL"),
            postgresql_where=sa.text("reply_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_feedback_stale",
            ["stream_id"],
            unique=False,
            sqlite_where=sa.text("stream_id IS NOT NULL AND stream_shown <> state"),
            postgresql_where=sa.text("stream_id IS NOT NULL AND stream_shown <> state"),
        )
        batch_op.create_index(
            "ix_feedback_stream_id",
            ["stream_id"],
            unique=False,
            sqlite_where=sa.text("stream_id IS NOT NULL"),
            postgresql_where=sa.text("stream_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_feedback_unstreamed",
            ["received_at", "customer_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'new' AND stream_id IS NULL"),
            postgresql_where=sa.text("state = 'new' AND stream_id IS NULL"),
        )

    op.create_table(
        "comment_themes",
        sa.Column("answer_id", Id(), nullable=False),
        sa.Column("theme", sa.String(length=32), nullable=False),
        sa.Column("customer_id", Id(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sentiment", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_comment_themes_answer_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_comment_themes_customer_id")
        ),
        sa.PrimaryKeyConstraint("answer_id", "theme", name=op.f("pk_comment_themes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("comment_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_themes_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            "ix_comment_themes_day", ["day", "theme", "customer_id", "sentiment"], unique=False
        )
    op.create_table(
        "corrections",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("conversation_id", Id(), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("option", sa.String(length=32), nullable=True),
        sa.Column("options", Json(), nullable=True),
        sa.Column("words", Words(), nullable=True),
        sa.Column("corrected_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_corrections_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_conversation_id"), ["conversation_id"], unique=False)
    op.create_table(
        "webhooks",
        sa.Column("id", Id(), autoincrement=False, nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("events", Json(), nullable=True),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("webhook_id", Id(), nullable=False),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("subject_id", Id(), nullable=True),
        sa.Column("happened_at", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_webhook_deliveries_waiting",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index("ix_webhook_deliveries_webhook_id", ["webhook_id", "id"], unique=False)

    views.create(op.get_bind())


def downgrade() -> None:  # noqa: PLR0915  # every table, once
    views.drop(op.get_bind())
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_webhook_deliveries_webhook_id")
        batch_op.drop_index(
            "ix_webhook_deliveries_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_conversation_id"))

    op.drop_table("corrections")
    with op.batch_alter_table("comment_themes", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_themes_day")
        batch_op.drop_index(batch_op.f("ix_comment_themes_customer_id"))

    op.drop_table("comment_themes")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_feedback_unstreamed",
            sqlite_where=sa.text("state = 'new' AND stream_id IS NULL"),
            postgresql_where=sa.text("state = 'new' AND stream_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_feedback_stream_id",
            sqlite_where=sa.text("stream_id IS NOT NULL"),
            postgresql_where=sa.text("stream_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_feedback_stale",
            sqlite_where=sa.text("stream_id IS NOT NULL AND stream_shown <> state"),
            postgresql_where=sa.text("stream_id IS NOT NULL AND stream_shown <> state"),
        )
        batch_op.drop_index(
            "ix_feedback_reply_id",
            sqlite_where=sa.text("reply_id IS NOT NULL"),
            postgresql_where=sa.text("reply_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_feedback_new",
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )
        batch_op.drop_index(
            "ix_feedback_message_id",
            sqlite_where=sa.text("message_id IS NOT NULL"),
            postgresql_where=sa.text("message_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_feedback_customer_id")
        batch_op.drop_index(
            "ix_feedback_answer_id",
            sqlite_where=sa.text("answer_id IS NOT NULL"),
            postgresql_where=sa.text("answer_id IS NOT NULL"),
        )

    op.drop_table("feedback")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_answers_unscored",
            sqlite_where=sa.text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL"),
            postgresql_where=sa.text("kind = 'text' AND words IS NOT NULL AND sentiment IS NULL"),
        )
        batch_op.drop_index(
            "ix_answers_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index("ix_answers_of_customer")

    op.drop_table("answers")
    with op.batch_alter_table("offers_given", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_offers_given_open",
            sqlite_where=sa.text("used_at IS NULL"),
            postgresql_where=sa.text("used_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_offers_given_customer_id"))

    op.drop_table("offers_given")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_campaigns_unsettled",
            sqlite_where=sa.text("started_at IS NOT NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("started_at IS NOT NULL AND settled_at IS NULL"),
        )

    op.drop_table("campaigns")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_plans_campaign",
            sqlite_where=sa.text("journey = 'campaign'"),
            postgresql_where=sa.text("journey = 'campaign'"),
        )
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
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_of_customer")
        batch_op.drop_index(
            "ix_orders_coded",
            sqlite_where=sa.text("code IS NOT NULL"),
            postgresql_where=sa.text("code IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_orders_of_import",
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_orders_counted")

    op.drop_table("orders")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_numbered",
            sqlite_where=sa.text("telegram_message_id IS NOT NULL"),
            postgresql_where=sa.text("telegram_message_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_customer_id"))
        batch_op.drop_index(
            "ix_messages_album_id",
            sqlite_where=sa.text("album_id IS NOT NULL"),
            postgresql_where=sa.text("album_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_messages_case_id",
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_messages_collected",
            sqlite_where=sa.text("forwarding IN ('collected', 'held')"),
            postgresql_where=sa.text("forwarding IN ('collected', 'held')"),
        )

    op.drop_table("messages")
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversations_leaving",
            sqlite_where=sa.text("survey_id IN ('leaving', 'silent')"),
            postgresql_where=sa.text("survey_id IN ('leaving', 'silent')"),
        )
        batch_op.drop_index(
            "ix_conversations_planned",
            sqlite_where=sa.text("plan_id IS NOT NULL"),
            postgresql_where=sa.text("plan_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_conversations_customer_id"))
        batch_op.drop_index(
            "ix_conversations_awaiting",
            sqlite_where=sa.text("awaiting IS NOT NULL"),
            postgresql_where=sa.text("awaiting IS NOT NULL"),
        )

    op.drop_table("conversations")
    with op.batch_alter_table("contact_log", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_log_customer_id_decided_at")

    op.drop_table("contact_log")
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stays_ended",
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_stays_returned",
            sqlite_where=sa.text("number > 1"),
            postgresql_where=sa.text("number > 1"),
        )
        batch_op.drop_index("ix_stays_began")

    op.drop_table("stays")
    with op.batch_alter_table("rhythms", schema=None) as batch_op:
        batch_op.drop_index("ix_rhythms_silent")

    op.drop_table("rhythms")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index("ix_consents_customer_id_kind_decided_at")

    op.drop_table("consents")
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
        batch_op.drop_index(batch_op.f("ix_cases_customer_id"))
        batch_op.drop_index("ix_cases_counted")
        batch_op.drop_index("ix_cases_closed")

    op.drop_table("cases")
    op.drop_table("surveys")
    op.drop_table("feeds")
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_log_of_customer")
        batch_op.drop_index(batch_op.f("ix_audit_log_at"))

    op.drop_table("audit_log")
    op.drop_table("staff")
    op.drop_table("settings")
    op.drop_table("score_months")
    op.drop_table("score_days")
    op.drop_table("latest_score_months")
    op.drop_table("latest_score_days")
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

    op.drop_table("places")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_shown",
            sqlite_where=sa.text("buttons IS NOT NULL"),
            postgresql_where=sa.text("buttons IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_followed",
            sqlite_where=sa.text("state = 'ready' AND purpose IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND purpose IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_ready",
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        )
        batch_op.drop_index(
            "ix_outbox_key",
            sqlite_where=sa.text("state = 'ready' AND key IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND key IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_at",
            sqlite_where=sa.text("state = 'ready' AND at IS NOT NULL"),
            postgresql_where=sa.text("state = 'ready' AND at IS NOT NULL"),
        )

    op.drop_table("outbox")
    op.drop_table("refusing_chats")
    with op.batch_alter_table("received_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_events_received_at"))

    op.drop_table("received_events")
    op.drop_table("order_months")
    op.drop_table("order_days")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_jobs_open",
            sqlite_where=sa.text("state IN ('ready', 'running')"),
            postgresql_where=sa.text("state IN ('ready', 'running')"),
        )

    op.drop_table("jobs")
    op.drop_table("installation")
    op.drop_table("invitations")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_open",
            sqlite_where=sa.text("state <> 'done'"),
            postgresql_where=sa.text("state <> 'done'"),
        )
        batch_op.drop_index(
            "ix_inbox_messages",
            sqlite_where=sa.text("content_hash IS NOT NULL"),
            postgresql_where=sa.text("content_hash IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_inbox_albums",
            sqlite_where=sa.text("album IS NOT NULL"),
            postgresql_where=sa.text("album IS NOT NULL"),
        )

    op.drop_table("inbox")
    op.drop_table("digest_settings")
    op.drop_table("availability")
    op.drop_table("named_staff")
    with op.batch_alter_table("weekly_digests", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_weekly_digests_planned",
            sqlite_where=sa.text("taken_at IS NULL"),
            postgresql_where=sa.text("taken_at IS NULL"),
        )

    op.drop_table("weekly_digests")
    op.drop_table("alerts")
    op.drop_table("canned_replies")
    op.drop_table("alert_mutes")
    with op.batch_alter_table("manager_actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manager_actions_day"))

    op.drop_table("manager_actions")
    op.drop_table("sent_tables")
    op.drop_table("content_drafts")
    op.drop_table("content_files")
    op.drop_table("heartbeats")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_files_of_customer",
            sqlite_where=sa.text("customer_id IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NOT NULL"),
        )

    op.drop_table("files")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_links_expires_at"))
        batch_op.drop_index(batch_op.f("ix_links_customer_id"))

    op.drop_table("links")
    with op.batch_alter_table("joinings", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_joinings_refused",
            sqlite_where=sa.text("refused IS NOT NULL"),
            postgresql_where=sa.text("refused IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_joinings_customer_id"))

    op.drop_table("joinings")
    with op.batch_alter_table("addresses", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_addresses_sole",
            sqlite_where=sa.text("kind <> 'phone'"),
            postgresql_where=sa.text("kind <> 'phone'"),
        )
        batch_op.drop_index("ix_addresses_of_customer")

    op.drop_table("addresses")
    op.drop_table("import_refusals")
    with op.batch_alter_table("import_addresses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_addresses_customer_id"))

    op.drop_table("import_addresses")
    op.drop_table("import_changes")
    op.drop_table("imports")
    op.drop_table("pending_customer_days")
    op.drop_table("pending_order_days")
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_customers_blocked",
            sqlite_where=sa.text("blocked_at IS NOT NULL"),
            postgresql_where=sa.text("blocked_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_customers_stopped",
            sqlite_where=sa.text("stopped_at IS NOT NULL"),
            postgresql_where=sa.text("stopped_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_customers_of_import",
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_customers_staff",
            sqlite_where=sa.text("staff_since IS NOT NULL"),
            postgresql_where=sa.text("staff_since IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_customers_left",
            sqlite_where=sa.text("left_at IS NOT NULL"),
            postgresql_where=sa.text("left_at IS NOT NULL"),
        )

    op.drop_table("customers")
    op.drop_table("customer_months")
    op.drop_table("customer_days")
    op.drop_table("tombstones")
    op.drop_table("counters")
    op.drop_table("case_months")
    op.drop_table("case_days")
    op.drop_table("api_keys")
