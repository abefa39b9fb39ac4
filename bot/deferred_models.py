"""aiogram's models, each built at its first use instead of all of them at the import.

Ours meets a few dozen of aiogram's six hundred models, and building them all takes two seconds and 100 MiB.
aiogram marks its types as deferred, but at the end of its import it rebuilds each of them, because only then
the names in their annotations are known. Here that last step only keeps those names for later.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_build = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]  # of whichever class it is given


def import_aiogram() -> None:
    """Import aiogram without building its models; does nothing where it is imported already."""
    if "aiogram" in sys.modules:
        return
    with _deferring() as names:
        from aiogram.client.context_controller import BotContextController

    def build_with_names(model: type[BaseModel], **options: Any) -> bool | None:
        built: bool | None = _build(model, **{"_types_namespace": names} | options)
        return built

    _replace_model_rebuild(BotContextController, build_with_names)


def build_usual_models() -> None:
    """Build what nearly every update needs: then no customer waits for it, and `gc.freeze` covers it."""
    from aiogram.methods import EditMessageText, SendMessage
    from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message

    events = (Message, CallbackQuery, ChatMemberUpdated)  # in this order: a tap holds a message
    for model in (*events, InlineKeyboardMarkup, SendMessage, EditMessageText):
        model.model_rebuild()


@contextmanager
def _deferring() -> Iterator[Mapping[str, Any]]:
    """No model is built within; the names that it would have been built with are gathered."""
    names: dict[str, Any] = {}

    def gather(model: type[BaseModel], *, _types_namespace: Mapping[str, Any]) -> None:
        names.update(_types_namespace)

    BaseModel.model_config["defer_build"] = True
    _replace_model_rebuild(BaseModel, gather)
    try:
        yield names
    finally:
        _replace_model_rebuild(BaseModel, _build)
        del BaseModel.model_config["defer_build"]


def _replace_model_rebuild(model: type[BaseModel], function: Any) -> None:
    model.model_rebuild = classmethod(function)  # type: ignore[assignment, method-assign]
