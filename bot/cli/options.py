"""What the commands share: the option for the configuration, exit codes, sentences for a terminal."""

import os
from pathlib import Path

import click

from bot.config.errors import spoken
from surveys.language.text import Text

FAILED = 1
WRONG_INPUT = 2

config_option = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    help="The configuration file; config.toml without it.",
)


def in_words(russian: str, english: str) -> str:
    """In the language of the terminal."""
    return Text(russian, english).render(spoken(os.environ))
