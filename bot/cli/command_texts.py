"""The help of each command, in the language of the terminal: what stands in the code is for developers."""

from collections.abc import Iterable, Iterator, Sequence

import click

from bot.cli.choices import DeferredChoice
from bot.cli.terminal import in_words
from surveys.language.interface_text import InterfaceText


def speak(command: click.Command) -> None:
    """Let a command and those below it show help and usage in the language of the terminal."""
    command.context_class = TerminalContext
    for below in _below(command):
        speak(below)


def help_text_ids(command: click.Command, path: Sequence[str] = ()) -> Iterator[str]:
    """The ids of all texts that the help of a command and of those below it is made of."""
    yield _id("command", path)
    for param in command.params:
        if isinstance(param, click.Option):
            yield _option_id(param, path)
        if _is_named(param):
            yield _value_id(param, path)
    for below in _below(command):
        yield from help_text_ids(below, (*path, below.name or ""))


def value_name(param: click.Parameter, context: click.Context | None) -> str:
    """What a word of a command stands for; empty where it has no name here."""
    return _words(_value_id(param, _path(context))) if context is not None else ""


class TerminalFormatter(click.HelpFormatter):
    """Headings in the language of the terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{_words('help-usage')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_words(f"help-heading-{heading.split(maxsplit=1)[0].casefold()}"))


class TerminalContext(click.Context):
    """Words the command before anything of it is shown; the process ends after that."""

    formatter_class = TerminalFormatter

    def get_usage(self) -> str:
        _word(self)
        return super().get_usage()

    def get_help(self) -> str:
        _word(self)
        return super().get_help()


def _word(context: click.Context) -> None:
    command, path = context.command, _path(context)
    command.options_metavar = _words("help-options")
    command.help = _words(_id("command", path), command.help)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _words("help-subcommand")
    for param in command.get_params(context):
        if isinstance(param, click.Option):
            param.help = _words(_option_id(param, path), param.help)
        if _is_named(param) and not isinstance(param.type, click.Choice | DeferredChoice):
            param.metavar = _words(_value_id(param, path), param.metavar)
    for below in _below(command):
        below.short_help = _words(_id("command", (*path, below.name or "")), below.short_help or below.help)


def _path(context: click.Context) -> list[str]:
    """The words after `otklik` that lead to the command."""
    return [*_path(context.parent), context.command.name or ""] if context.parent else []


def _below(command: click.Command) -> Iterable[click.Command]:
    return command.commands.values() if isinstance(command, click.Group) else ()


def _id(kind: str, path: Sequence[str]) -> str:
    return "-".join(["help", kind, *path])


def _option_id(option: click.Option, path: Sequence[str]) -> str:
    """Options that every command has, or many, are worded once."""
    return _id("option", _param_path(option, path))


def _value_id(param: click.Parameter, path: Sequence[str]) -> str:
    return _id("value", _param_path(param, path))


def _param_path(param: click.Parameter, path: Sequence[str]) -> list[str]:
    name = max(param.opts, key=len).lstrip("-")
    return [name] if name in {"help", "version", "config"} else [*path, name]


def _is_named(param: click.Parameter) -> bool:
    """Whether a value belongs to it that help calls by a name."""
    if isinstance(param, click.Option):
        return not param.is_flag and not isinstance(param.type, click.Choice | DeferredChoice)
    return True


def _words(text_id: str, otherwise: str | None = None) -> str:
    """The words of a text; a command from another program may have none here and says its own."""
    try:
        return in_words(InterfaceText(text_id))
    except KeyError:
        return otherwise or ""
