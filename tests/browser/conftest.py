"""A Chromium per session and a page of its own for every test."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.browser.chrome import NAMES, Chrome, Tab, installed

REQUIRED = "OTKLIK_REQUIRE_BROWSER"


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    program = installed()
    if program is None:
        reason = f"no browser on the PATH (looked for {', '.join(NAMES)}): the page is not driven"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    running = Chrome(program, tmp_path_factory.mktemp("chrome"))
    yield running
    running.stop()


@pytest.fixture
async def tab(chrome: Chrome) -> AsyncIterator[Tab]:
    """Any complaint of the console fails the test."""
    async with Tab(chrome.address) as page:
        yield page
        await page.close_page()
        assert page.errors == []
