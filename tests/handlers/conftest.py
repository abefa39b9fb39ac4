from tests.offices import office, office_database, office_url, shared_postgres_url

__all__ = ["office", "office_database", "office_url", "shared_postgres_url"]
