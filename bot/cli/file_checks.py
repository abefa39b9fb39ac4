"""`otklik check`: every fault of files that a company may write, and of those on the disk, with a remedy."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.fields import is_public
from bot.config.file_rights import is_open_to_others
from bot.config.schema import SECRETS, Config, file_of
from storage.engines import sqlite
from surveys.catalogue import files
from surveys.hooks import catalogue as hook_files
from surveys.journeys import catalogue as journey_files
from surveys.language.interface_text import InterfaceText
from surveys.offers import catalogue as offer_files
from surveys.questions.file_error import FileError
from texts import check

_SHORTEST_SECRET = 16
_PARTS_OF_DATABASE = ("", "-wal", "-shm")


def faults(path: Path | None, env: Mapping[str, str], config: Config) -> Iterator[InterfaceText]:
    """Everything that is wrong with what a valid configuration names; nothing where all is right."""
    if (file := file_of(path, env)) is not None:
        yield from _open_configuration(file)
    yield from _open_database(config.database.url.get_secret_value())
    yield from _webhook(config)
    found = files.check(files.BUILT_IN)
    if (surveys := config.surveys.directory) is not None:
        found += [*_nothing_in(surveys, "*.toml", "folder-without-surveys"), *files.check(surveys)]
    if (texts := config.texts.directory) is not None:
        found += [*_nothing_in(texts, "*.ftl", "folder-without-texts"), *check.faults(texts)]
    if (hooks := config.hooks.directory) is not None:
        found += [*_nothing_in(hooks, "*.toml", "folder-without-hooks"), *hook_files.check(hooks)]
    if (offers := config.offers.file) is not None:
        found += offer_files.check(offers, files.reasons_of(config.surveys.directory))
    if (journeys := config.journeys.directory) is not None:
        found += _nothing_in(journeys, "*.toml", "folder-without-journeys")
        if not found:
            offered = offer_files.load(config.offers.file, files.reasons_of(config.surveys.directory))
            known = [one.id for one in offered]
            catalogue = files.load(config.surveys.directory)
            found += journey_files.check(journeys, catalogue, known, config.links.by_name)
    yield from (fault.text for fault in found)


def _open_configuration(file: Path) -> Iterator[InterfaceText]:
    if not is_open_to_others(file):
        return
    tables = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    secrets = [key for key in SECRETS if _is_secret(key, _value(tables, key))]
    if secrets:
        yield InterfaceText("config-open-file", place=file, keys=", ".join(secrets))


def _value(tables: Mapping[str, Mapping[str, object]], key: str) -> object:
    section, _, name = key.partition(".")
    return tables.get(section, {}).get(name)


def _is_secret(key: str, value: object) -> bool:
    """An address is a secret only with a password in it."""
    is_address = key.rpartition(".")[2] in {"url", "proxy"}
    return bool(value) and (not is_address or "@" in str(value))


def _open_database(url: str) -> Iterator[InterfaceText]:
    if not url.startswith("sqlite"):
        return
    file = sqlite.file_of(url)
    for part in (file.with_name(file.name + end) for end in _PARTS_OF_DATABASE):
        if part.is_file() and is_open_to_others(part):
            yield InterfaceText("database-open-file", place=part)


def _webhook(config: Config) -> Iterator[InterfaceText]:
    telegram = config.telegram
    if telegram.mode != "webhook" or telegram.webhook_url is None or telegram.webhook_secret is None:
        return
    address = urlsplit(telegram.webhook_url)
    if address.scheme != "https" and is_public(address.hostname or ""):
        yield InterfaceText("config-webhook-readable", key="telegram.webhook_url")
    if len(telegram.webhook_secret.get_secret_value()) < _SHORTEST_SECRET:
        yield InterfaceText("config-webhook-guessable", key="telegram.webhook_secret", least=_SHORTEST_SECRET)


def _nothing_in(directory: Path, pattern: str, text_id: str) -> Iterator[FileError]:
    if not any(directory.glob(pattern)):
        yield FileError(directory, "", InterfaceText(text_id))
