"""What is wrong with the words of a command, said in the language of the terminal."""

import re
from typing import Any

import click

from bot.cli.choices import DeferredChoice
from bot.cli.command_texts import value_name
from bot.cli.terminal import in_words
from surveys.language.interface_text import InterfaceText


def explained(error: click.ClickException) -> str:
    """How the command is called, where help is, and what cannot be understood."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.ctx.get_help()
    lines = [in_words(fault_of(error))]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        lines[:0] = [
            context.get_usage(),
            in_words(InterfaceText("usage-help", command=context.command_path)),
            "",
        ]
    return "\n".join(lines)


def fault_of(error: click.ClickException) -> InterfaceText:
    """What cannot be understood and what could be; what nobody foresaw is said in the library's own words."""
    match error:
        case click.NoSuchOption(option_name=name, possibilities=similar):
            fault = _misplaced(error) or _unknown(("usage-no-option", "usage-no-option-but"), name, similar)
        case click.exceptions.NoSuchCommand(command_name=name, possibilities=similar):
            fault = _unknown(("usage-no-command", "usage-no-command-but"), name, similar)
        case click.BadOptionUsage(option_name=name):
            takes_none = "does not take" in error.message
            fault = InterfaceText("usage-takes-no-value" if takes_none else "usage-needs-value", name=name)
        case click.MissingParameter(param=click.Parameter() as param):
            fault = _missing(param, error.ctx)
        case click.BadParameter(param=click.Parameter() as param):
            fault = InterfaceText(
                "usage-wrong-value", name=_name(param, error.ctx), expected=_expected(param.type, error)
            )
        case _:
            fault = _of_message(error)
    return fault


def _of_message(error: click.ClickException) -> InterfaceText:
    """Faults that the library has no class for."""
    if extra := re.search(r"unexpected extra arguments? \((.*)\)", error.message):
        return InterfaceText("usage-too-much", words=extra[1])
    if error.message == "Missing command.":
        return InterfaceText("usage-no-command-given")
    return InterfaceText("usage-other", message=error.format_message())


def _unknown(text_ids: tuple[str, str], name: str, similar: list[str] | None) -> InterfaceText:
    alone, guessed = text_ids
    if similar:
        return InterfaceText(guessed, name=name, similar=", ".join(similar))
    return InterfaceText(alone, name=name)


def _misplaced(error: click.NoSuchOption) -> InterfaceText | None:
    """An option of a command that stands before the command's name."""
    command = error.ctx.command if error.ctx is not None else None
    if not isinstance(command, click.Group):
        return None
    opts = (opt for below in command.commands.values() for param in below.params for opt in param.opts)
    return InterfaceText("usage-option-later", name=error.option_name) if error.option_name in opts else None


def _missing(param: click.Parameter, context: click.Context | None) -> InterfaceText:
    name = _name(param, context)
    if isinstance(param.type, click.Choice | DeferredChoice):
        return InterfaceText(
            "usage-missing-choice", name=name, choices=", ".join(map(str, param.type.choices))
        )
    return InterfaceText("usage-missing", name=name)


def _name(param: click.Parameter, context: click.Context | None) -> str:
    if isinstance(param, click.Argument):
        return value_name(param, context).strip("[]…") or param.human_readable_name
    return max(param.opts, key=len)


def _expected(kind: click.ParamType[Any], error: click.BadParameter) -> InterfaceText | str:
    match kind:
        case click.DateTime():
            return InterfaceText("usage-expected-day")
        case click.Choice(choices=choices) | DeferredChoice(choices=choices):
            return InterfaceText("usage-expected-choice", choices=", ".join(map(str, choices)))
        case click.types.IntParamType() | click.IntRange():
            return InterfaceText("usage-expected-number")
        case click.Path():
            return InterfaceText("usage-expected-path")
    return error.message
