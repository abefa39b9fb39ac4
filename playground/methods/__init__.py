"""The methods of the Bot API, grouped as its documentation groups them."""

from playground.methods import chats, commands, editing, media, profile, receiving, sending, topics
from playground.methods.registry import METHODS, Method

__all__ = [
    "METHODS",
    "Method",
    "chats",
    "commands",
    "editing",
    "media",
    "profile",
    "receiving",
    "sending",
    "topics",
]
