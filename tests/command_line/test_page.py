"""`otklik report all --html FILE`: the page as a file."""

import json
import stat
from pathlib import Path

import pytest

from storage.engines.database import Database
from tests.command_line.terminal import Terminal
from tests.reports.page.company import furnish_company


@pytest.fixture
async def furnished(database: Database, database_url: str) -> str:
    """The company's address."""
    await furnish_company(database)
    return database_url


def test_the_page_is_its_owner_s_and_its_numbers_are_those_of_the_report(
    otklik: Terminal, furnished: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text("before")
    made = otklik(tmp_path, "report", "all", "--html", str(file), DATABASE__URL=furnished)
    assert (made.code, made.err) == (0, "")
    assert str(file) in made.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if "page" in one.name] == ["page.html"]
    data = json.loads(file.read_text("utf-8").partition('id="data">')[2].partition("</script>")[0])
    for document in data["documents"]:
        if (document["report"], document["period"], document["by"]) == ("churn", "365d", "touchpoint"):
            days = document["document"]["period"]
            words = ("churn", "--by", "touchpoint", "--from", days["from"], "--to", days["to"], "--json")
            printed = otklik(tmp_path, "report", *words, DATABASE__URL=furnished)
            assert json.loads(printed.out) == document["document"]
            break
    else:
        raise AssertionError("the page has no churn of the year")


@pytest.mark.parametrize(
    "words",
    [("nps", "--html", "page.html"), ("all",), ("all", "--html", "page.html", "--json"), ("all", "--json")],
)
def test_other_words_are_answered_with_the_right_ones(
    otklik: Terminal, tmp_path: Path, words: tuple[str, ...]
) -> None:
    said = otklik(tmp_path, "report", *words)
    assert said.code == 2
    assert "otklik report all --html FILE" in said.sentence
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_written_is_named(
    otklik: Terminal, database: Database, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    where = str(tmp_path / "file" / "page.html")
    said = otklik(tmp_path, "report", "all", "--html", where, DATABASE__URL=database_url)
    assert said.code == 2
    assert where in said.sentence
