"""What a person at a terminal sees: numbers, or one sentence and an exit code; never a traceback."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection, text

from playground import Playground
from storage.effects import Effects, flush
from storage.engines import schema
from storage.engines.database import Database
from storage.engines.factory import open_database
from storage.ids import Ids
from storage.reports import totals
from storage.rows import Answer, Conversation, Customer
from surveys.language.languages import Language
from tests.command_line.terminal import ROOT, TOKEN, Said, Terminal, environment

OCTOBER = ("--from", "2026-10-01", "--to", "2026-11-01")
NPS_ROW = {
    "group", "n", "answers", "hidden",
    "promoters", "passives", "detractors", "nps", "low", "high", "previous",
    "change", "change_low", "change_high", "significant", "response_rate", "delivered",
    "rest_nps", "differs",
}  # fmt: skip

RECOVERY = {"n", "asked_again", "recovered", "share", "low", "high", "median_days", "hidden"}


def _answers(connection: Connection, *given: tuple[int, date, str | None]) -> None:
    ids, effects = Ids(), Effects()
    moment = datetime(2026, 10, 5, tzinfo=UTC)
    for score, day, touchpoint in given:
        who = effects.add(Customer(ids.next(), None, Language.RU, moment, name="canary"))
        talk = effects.add(Conversation(ids.next(), who.id, "nps", 1, Language.RU, moment, moment))
        effects.add(
            Answer(
                ids.next(), talk.id, who.id, "nps", "score", "score", Language.RU, day, moment,
                score=score, touchpoint=touchpoint, segment="new", words="canary",
            )
        )  # fmt: skip
    flush(connection, [effects])
    totals.rebuild(connection)


@pytest.fixture
async def shop(database: Database, database_url: str) -> str:
    """A database with answers of September and October; its address."""
    october = [(score, date(2026, 10, 5), "доставка") for score in (10, 9, 9, 7, 3) * 20]
    september = [(score, date(2026, 9, 5), "зал") for score in (10, 0) * 30]
    await database.write(_answers, *october, *september)
    return database_url


def test_a_report_for_programs_has_the_fields_of_the_contract(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    said = otklik(tmp_path, "report", "nps", *OCTOBER, "--json", DATABASE__URL=shop)
    assert (said.code, said.err) == (0, "")
    document = json.loads(said.out)
    assert document.keys() == {"report", "period", "rows", "actions"}
    assert document["report"] == "nps"
    assert document["period"] == {"from": "2026-10-01", "to": "2026-11-01", "timezone": "Europe/Moscow"}
    whole, delivery = document["rows"]
    for row in (whole, delivery):
        assert row.keys() - {"recovery"} == NPS_ROW
        assert row["previous"].keys() == {"n", "nps", "low", "high"}
    assert (whole["group"], delivery["group"]) == (None, "доставка")
    assert [whole[name] for name in ("n", "promoters", "passives", "detractors")] == [100, 60, 20, 20]
    assert whole["nps"] == pytest.approx(40.0)
    assert whole["low"] < 40 < whole["high"]
    assert whole["previous"]["n"] == 60
    assert whole["change"] == pytest.approx(40.0)
    assert whole["significant"] is True
    assert delivery["previous"] == {"n": 0, "nps": None, "low": None, "high": None}
    assert whole["response_rate"] is None
    assert whole["recovery"].keys() == {"with_case", "without_case"}
    for group in whole["recovery"].values():
        assert group.keys() == RECOVERY


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_report_for_people_speaks_the_company_s_language(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    russian = otklik(tmp_path, "report", "nps", *OCTOBER, DATABASE__URL=shop)
    english = otklik(
        tmp_path, "report", "nps", *OCTOBER, "--by", "segment", DATABASE__URL=shop, BUSINESS__LANGUAGE="en"
    )
    assert (russian.code, english.code) == (0, 0)
    assert "октябрь 2026" in russian.out
    assert "доставка" in russian.out
    assert "October 2026" in english.out
    assert "new" in english.out
    for said in (russian, english):
        assert "+40" in said.out
        assert "100" in said.out


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_period_or_a_word_that_cannot_be_is_one_sentence(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    turned = otklik(
        tmp_path,
        "report",
        "nps",
        "--from",
        "2026-11-01",
        "--to",
        "2026-10-01",
        DATABASE__URL=shop,
        language="ru",
    )
    assert (turned.code, turned.sentence) == (
        2,
        "День --from должен быть раньше дня --to; без --to отчёт не может начинаться позже, чем сегодня.",
    )


# Databases ----------------------------------------------------------------------------------------


def _told(said: Said, code: int, word: str) -> None:
    assert said.code == code
    assert word in said.sentence


def test_a_database_that_is_not_there_is_one_sentence(
    otklik: Terminal, tmp_path: Path, postgres_url: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"JFIF" * 4096)
    (tmp_path / "photo.jpg").chmod(0o600)
    server = urlsplit(postgres_url)
    elsewhere = server._replace(path="/canary").geturl()
    away = server._replace(netloc="boris:canary@127.0.0.1:1").geturl()
    nps = ("report", "nps")
    _told(otklik(tmp_path, *nps, language="ru"), 2, "ещё нет")
    _told(otklik(tmp_path, *nps, DATABASE__URL="sqlite:///photo.jpg"), 2, "cannot be opened (SQLITE_NOTADB)")
    _told(otklik(tmp_path, *nps, DATABASE__URL=elsewhere), 2, "cannot be opened")
    _told(otklik(tmp_path, *nps, DATABASE__URL=away, language="ru"), 1, "не отвечает (ECONNREFUSED)")
    _told(otklik(tmp_path, *nps, DATABASE__URL="mysql://canary@127.0.0.1/x"), 2, "database.url must be")
    assert [file.name for file in tmp_path.iterdir()] == ["photo.jpg"]


def test_migrate_makes_the_tables_once_and_refuses_a_newer_schema(
    otklik: Terminal, empty_url: str, tmp_path: Path
) -> None:
    if not empty_url.startswith("sqlite"):
        _told(otklik(tmp_path, "totals", "--rebuild", DATABASE__URL=empty_url), 2, "otklik migrate")
    first = otklik(tmp_path, "migrate", DATABASE__URL=empty_url)
    assert first == (0, f"The schema is the newest: {schema.HEAD}.\n", "")
    assert otklik(tmp_path, "migrate", DATABASE__URL=empty_url) == first


async def _spoil(database_url: str, *statements: str) -> None:
    async with open_database(database_url) as database:
        for statement in statements:
            await database.write(Connection.execute, text(statement))


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_newer_schema_is_one_sentence_for_every_command(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    await _spoil(shop, "UPDATE alembic_version SET version_num = '9999'")
    for words in (("migrate",), ("report", "nps"), ("totals", "--rebuild")):
        _told(otklik(tmp_path, *words, DATABASE__URL=shop), 2, "made for a newer program")


async def test_totals_are_compared_and_rebuilt(otklik: Terminal, shop: str, tmp_path: Path) -> None:
    fine = (0, "The totals are equal to a recount.\n", "")
    assert otklik(tmp_path, "totals", "--check", DATABASE__URL=shop) == fine
    await _spoil(shop, "UPDATE score_days SET n = 77 WHERE score = 10 AND touchpoint = 'зал'")
    wrong = otklik(tmp_path, "totals", "--check", DATABASE__URL=shop)
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err.split() == ["score_days", "2026-09-05", "nps", "score", "зал", "new", "10", "30", "77"]
    assert otklik(tmp_path, "totals", "--rebuild", DATABASE__URL=shop) == fine
    assert otklik(tmp_path, "totals", DATABASE__URL=shop) == fine


async def test_a_database_that_somebody_changed_by_hand_is_a_sentence_that_quotes_nothing(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    await _spoil(shop, "ALTER TABLE score_days RENAME TO canary")
    said = otklik(tmp_path, "totals", DATABASE__URL=shop)
    assert said.code == 1
    assert "does not work" in said.sentence


async def test_an_error_that_nobody_foresaw_quotes_nothing(
    otklik: Terminal, shop: str, tmp_path: Path
) -> None:
    await _spoil(shop, "INSERT INTO settings (name, value) VALUES ('timezone', 'canary')")
    said = otklik(tmp_path, "report", "nps", DATABASE__URL=shop)
    assert said.code == 1
    assert "the process ends by an error" in said.sentence


# The bot ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "нет telegram.token"), ("en", "telegram.token is missing")]
)
def test_without_a_token_the_bot_says_where_to_get_one(
    otklik: Terminal, tmp_path: Path, language: str, word: str
) -> None:
    (tmp_path / "config.toml").touch()
    _told(otklik(tmp_path, "run", language=language, TELEGRAM__TOKEN=""), 2, word)


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_taken_port_is_one_sentence(otklik: Terminal, tmp_path: Path, taken: str) -> None:
    said = otklik(tmp_path, "run", HTTP__LISTEN=taken, TELEGRAM__API_URL=f"http://{taken}", language="ru")
    _told(said, 2, "Адрес из http.listen занят")


async def test_a_token_that_telegram_does_not_know_is_one_sentence(otklik: Terminal, tmp_path: Path) -> None:
    async with Playground() as telegram:
        where = {"HTTP__LISTEN": "127.0.0.1:0", "TELEGRAM__API_URL": telegram.url}
        said = await asyncio.to_thread(otklik, tmp_path, "run", **where)
    assert said.code == 2
    doubt, sentence = said.err.splitlines()
    assert "telegram cannot be reached" in doubt
    assert sentence.startswith("Telegram does not know this token (“Unauthorized")


def test_the_bot_on_a_server_that_is_not_migrated_is_one_sentence(
    otklik: Terminal, tmp_path: Path, postgres_url: str
) -> None:
    """One that is away is waited for: tests/e2e/test_store_away.py."""
    where = {"DATABASE__URL": postgres_url, "HTTP__LISTEN": "127.0.0.1:0"}
    _told(otklik(tmp_path, "run", **where), 2, "otklik migrate")


# Start-up -----------------------------------------------------------------------------------------

QUIETLY = """
import sys
from bot.__main__ import main
for words in ("check", "migrate", "report nps", "totals", "nonsense"):
    sys.argv = ["otklik", *words.split()]
    try:
        main()
    except SystemExit:
        pass
    loaded = {"aiogram", "aiohttp", "pandas", "apscheduler"} & sys.modules.keys()
    assert not loaded, (words, loaded)
"""


def test_the_module_can_be_run_and_tells_how_it_ended(tmp_path: Path) -> None:
    """Also without the token, which stands among the arguments of nothing."""
    command = [sys.executable, "-m", "bot"]
    done = subprocess.run(
        [*command, "check"],
        cwd=tmp_path,
        env=environment("ru"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "Всё в порядке.\n", "")
    refused = environment("en", TELEGRAM__TOKEN=TOKEN + " canary")
    wrong = subprocess.run([*command, "check"], cwd=tmp_path, env=refused, capture_output=True, check=False)
    assert wrong.returncode == 2
    assert b"canary" not in wrong.stderr


def test_commands_without_telegram_load_no_telegram(tmp_path: Path) -> None:
    """aiogram alone takes two seconds to import."""
    subprocess.run([sys.executable, "-c", QUIETLY], cwd=tmp_path, env=environment(), check=True, timeout=60)
    assert (tmp_path / "otklik.db").exists()
    assert ROOT not in tmp_path.parents
