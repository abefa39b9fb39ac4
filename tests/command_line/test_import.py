"""`otklik import` as a shop uses it, with a shop's own orders."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.command_line.terminal import Terminal

LOG = "lifetimes/datasets/CDNOW_sample.txt"
HEAD = "order_id;customer_id;ordered_at;amount"


@pytest.fixture
def shop(otklik: Terminal, tmp_path: Path) -> Path:
    """A folder with a database of its own."""
    assert otklik(tmp_path, "migrate").code == 0
    return tmp_path


def _rows(shop: Path, statement: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(shop / "otklik.db")) as connection:
        return connection.execute(statement).fetchall()


def _purchases() -> Iterator[tuple[str, str, int]]:
    """Customer, day and cents of each line of the public log of a shop for records, 1997 to 1998."""
    found = find_spec("lifetimes")
    assert found is not None
    assert found.origin is not None
    for line in (Path(found.origin).parents[1] / LOG).read_text().splitlines():
        customer, _, day, _, amount = line.split()
        yield customer, day, round(float(amount) * 100)


def test_a_public_log_of_orders_is_equal_to_itself_however_often_it_is_imported(
    otklik: Terminal, shop: Path
) -> None:
    """It has no ids of orders: each is built of the customer, the day and what it is that day."""
    bought = list(_purchases())
    nth: Counter[tuple[str, str]] = Counter()
    lines = ["customer_id;ordered_at;nth;amount"]
    for customer, day, cents in bought:
        nth[customer, day] += 1
        date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        lines.append(f"{customer};{date};{nth[customer, day]};{cents // 100},{cents % 100:02}")
    (shop / "cdnow.csv").write_text("\n".join(lines))
    command = "import", "orders", "cdnow.csv", "--order-id-from", "customer_id,ordered_at,nth"
    assert otklik(shop, *command, "--dry-run").out == (
        "It would be: 6919 new, 0 changed, 0 unchanged, 0 refused. Nothing was written.\n"
    )
    assert otklik(shop, *command).out == "Import 1: 6919 new, 0 changed, 0 unchanged, 0 refused.\n"
    sums = "SELECT count(DISTINCT customer_id), count(*), sum(amount_minor) FROM orders"
    people = len({customer for customer, _, _ in bought})
    own = [(people, len(bought), sum(cents for _, _, cents in bought))]
    assert people == 2357
    assert _rows(shop, sums) == own
    assert otklik(shop, *command).out == "Import 2: 0 new, 0 changed, 6919 unchanged, 0 refused.\n"
    assert _rows(shop, sums) == own
    assert otklik(shop, "totals", "--check").code == 0


def test_refused_lines_are_told_and_lie_beside_the_file_with_their_reasons(
    otklik: Terminal, shop: Path
) -> None:
    lines = [HEAD, "A1;1;2026-10-01;100", "A2;1;вчера;100", "A3;;2026-10-01;100", "A4;=1+1;2026-10-01;много"]
    (shop / "orders.csv").write_text("\n".join(lines))
    said = otklik(shop, "import", "orders", "orders.csv")
    assert (said.code, said.out) == (2, "Import 1: 1 new, 0 changed, 0 unchanged, 3 refused.\n")
    assert [line.split(":")[0] for line in said.err.splitlines()[:3]] == [
        f"orders.csv, line {line}" for line in (3, 4, 5)
    ]
    beside = shop / "orders.refused.csv"
    kept = beside.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in kept] == ["3", "4", "5"]
    assert "'=1+1" in kept[2]
    assert beside.stat().st_mode & 0o777 == 0o600


def test_a_mistaken_import_is_taken_back_by_its_number(otklik: Terminal, shop: Path) -> None:
    (shop / "orders.csv").write_text(f"{HEAD}\nA1;1;2026-10-01;100")
    otklik(shop, "import", "orders", "orders.csv")
    other = otklik(shop, "import", "customers", "--undo", "1")
    assert other.sentence == (
        "Import 1 is of orders; nothing was taken back. If you mean it: otklik import orders --undo 1"
    )
    assert (other.code, _rows(shop, "SELECT count(*) FROM orders")) == (2, [(1,)])
    assert otklik(shop, "import", "orders", "--undo", "1").out == "Import 1 was taken back.\n"
    assert _rows(shop, "SELECT count(*) FROM orders") == [(0,)]
    assert otklik(shop, "import", "--undo", "1").code == 2
    assert otklik(shop, "import", "--undo", "7").sentence == "There is no import 7."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say what to import and from where: otklik import orders FILE."),
        (
            ("orders", "gone.csv"),
            "gone.csv: the file cannot be read (No such file or directory). Check its name.",
        ),
        (("orders", "."), ".: the file cannot be read (Is a directory). Check its name."),
    ],
)
def test_what_cannot_be_imported_is_told_in_a_sentence(
    otklik: Terminal, shop: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    said = otklik(shop, "import", *arguments)
    assert (said.code, said.err.splitlines()[-1]) == (2, sentence)


def test_a_file_that_lacks_a_column_is_refused_before_anything_is_written(
    otklik: Terminal, shop: Path
) -> None:
    (shop / "orders.csv").write_text("order_id;amount\nA1;100")
    said = otklik(shop, "import", "orders", "orders.csv")
    assert said.code == 2
    assert "ordered_at; customer_id / phone" in said.sentence
    assert _rows(shop, "SELECT count(*) FROM imports") == [(0,)]
