import pytest


@pytest.fixture
def engine() -> str:
    """What is received does not depend on the engine."""
    return "sqlite"
