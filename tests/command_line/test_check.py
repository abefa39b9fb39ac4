"""`otklik check`: every fault of a company's files at once, with what would be right."""

from pathlib import Path

import pytest

from tests.command_line.terminal import Terminal
from tests.surveys.mistakes import MISTAKES, Mistake
from tests.surveys.samples import SMALL

TOLD = {
    "language.toml": MISTAKES["no English"],
    "unreachable.toml": MISTAKES["a question that no branch reaches"],
    "loop.toml": MISTAKES["a loop without an exit"],
    "button.toml": MISTAKES["an id that no button can carry"],
    "nowhere.toml": MISTAKES["a branch to nowhere"],
    "uncounted.toml": MISTAKES["a score without its role"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's folder: its own surveys and texts, without a fault."""
    for name in ("surveys", "texts"):
        (tmp_path / name).mkdir()
    _write(tmp_path / "surveys/small.toml", SMALL)
    _write(tmp_path / "texts/ru.ftl", "help-asked = Вот что я умею: /help\n")
    _write(tmp_path / "config.toml", '[surveys]\ndirectory = "surveys"\n[texts]\ndirectory = "texts"\n')
    return tmp_path


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")


def _spoil(file: Path, mistake: Mistake) -> None:
    """The sample with this mistake and an id of its own."""
    assert mistake.old in SMALL
    spoilt = SMALL.replace(mistake.old, mistake.new, 1)
    _write(file, spoilt.replace('id = "small"', f'id = "{file.stem}"', 1))


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "Всё в порядке.\n"), ("en", "Everything is in order.\n")]
)
def test_a_folder_without_faults_is_in_order(
    otklik: Terminal, folder: Path, language: str, word: str
) -> None:
    assert otklik(folder, "check", language=language) == (0, word, "")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_fault_of_surveys_and_texts_names_file_key_and_remedy(
    otklik: Terminal, folder: Path, language: str
) -> None:
    for name, mistake in TOLD.items():
        _spoil(folder / "surveys" / name, mistake)
    _write(folder / "surveys/syntax.toml", 'id = "syntax"\nversion = = 1\n')
    _write(
        folder / "texts/ru.ftl",
        "help-asked = Привет, { $naem }!\nне читается\nno-such-text = а\nhelp = { -brand }, { UPPER(1) }\n"
        "start =\n    .title = а\n",
    )
    (folder / "texts/en.ftl").write_bytes("help-asked = Что?\n".encode("cp1251"))
    _write(folder / "texts/de.ftl", "help-asked = Was?\n")

    said = otklik(folder, "check", language=language)
    assert (said.code, said.out) == (2, "")
    lines = said.err.splitlines()
    for name, mistake in TOLD.items():
        [line] = [line for line in lines if line.startswith(f"surveys/{name}: {mistake.key}: ")]
        assert (mistake.ru if language == "ru" else mistake.en) in line
    for beginning, russian, english in (
        ("surveys/syntax.toml: line 2: ", "это не TOML", "this is not TOML"),
        ("texts/ru.ftl: help-asked: ", "подстановки naem здесь нет", "no placeholder naem here"),
        ("texts/ru.ftl: line 2: ", "строка не читается", "cannot be read"),
        ("texts/ru.ftl: no-such-text: ", "такого текста нет", "no such text"),
        ("texts/ru.ftl: help: ", "-brand, UPPER() ничего не значит", "-brand, UPPER() means nothing"),
        ("texts/ru.ftl: start: ", "нет слов", "has no words"),
        ("texts/en.ftl: ", "UTF-8", "UTF-8"),
        ("texts/de.ftl: ", "ru.ftl или en.ftl", "ru.ftl or en.ftl"),
    ):
        [line] = [line for line in lines if line.startswith(beginning)]
        assert (russian if language == "ru" else english) in line
    assert len(lines) == len(TOLD) + 8


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ["имени businness нет", "business.timezone не подходит", 'например "Europe/Moscow"']),
        ("en", ["nothing is called businness", "business.timezone must be", 'such as "Europe/Moscow"']),
    ],
)
def test_every_fault_of_the_configuration_names_file_key_and_remedy(
    otklik: Terminal, folder: Path, language: str, words: list[str]
) -> None:
    _write(folder / "shop.toml", '[businness]\nname = "canary"\n[business]\ntimezone = "canary"\n')
    said = otklik(folder, "check", "--config", "shop.toml", language=language)
    assert (said.code, said.out) == (2, "")
    for word in words:
        assert word in said.err
    assert all(line.startswith("shop.toml: ") for line in said.err.splitlines())


@pytest.mark.parametrize(("language", "word"), [("ru", "такого файла нет"), ("en", "no such file")])
def test_a_configuration_that_is_not_there_is_one_sentence(
    otklik: Terminal, folder: Path, language: str, word: str
) -> None:
    said = otklik(folder, "check", "--config", "nowhere.toml", language=language)
    assert said.code == 2
    assert word in said.sentence


def test_a_folder_that_is_not_there_is_one_sentence(otklik: Terminal, folder: Path) -> None:
    said = otklik(folder, "check", TEXTS__DIRECTORY="nowhere")
    assert said.code == 2
    assert "texts.directory must be" in said.sentence


@pytest.mark.parametrize(
    "words", ["sslmode=require", "sslmode=verify-full&connect_timeout=5&application_name=shop"]
)
def test_the_words_of_libpq_in_an_address_are_in_order(otklik: Terminal, folder: Path, words: str) -> None:
    said = otklik(folder, "check", DATABASE__URL=f"postgresql://boris:canary@127.0.0.1:1/otklik?{words}")
    assert "after the question mark" not in said.sentence
    assert "OTKLIK_DATABASE__URL" not in said.sentence


@pytest.mark.parametrize("command", ["check", "migrate", "run"])
@pytest.mark.parametrize(
    ("words", "names"), [("pgbouncer=true", "pgbouncer"), ("sslmode=canary", "verify-full")]
)
def test_words_that_cannot_be_kept_are_one_sentence(
    otklik: Terminal, folder: Path, command: str, words: str, names: str
) -> None:
    said = otklik(
        folder,
        command,
        TELEGRAM__TOKEN="1:canary_canary_canary_canary_canary",
        DATABASE__URL=f"postgresql://boris:canary@host/otklik?{words}",
    )
    assert said.code == 2
    assert names in said.sentence
