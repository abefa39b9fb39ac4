"""What the commands share: the option for the configuration and the exit codes."""

from pathlib import Path

import click

FAILED = 1
WRONG_INPUT = 2

config_option = click.option(
    "--config",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
)
