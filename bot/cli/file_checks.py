"""`otklik check`: every fault of the files that a company may write, with what would be right."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.config.errors import ConfigFault
from bot.config.schema import TokenUse, load
from surveys.catalogue import files
from surveys.language.interface_text import InterfaceText
from texts import check


def faults(path: Path | None, env: Mapping[str, str]) -> Sequence[InterfaceText]:
    """Everything that is wrong with the configuration, survey and text files; empty where nothing is."""
    try:
        config = load(path, env, TokenUse.OPTIONAL)
    except ConfigFault as fault:
        return fault.texts
    found = files.check(files.BUILT_IN)
    if config.surveys.directory is not None:
        found += files.check(config.surveys.directory)
    if config.texts.directory is not None:
        found += check.faults(config.texts.directory)
    return [fault.text for fault in found]
