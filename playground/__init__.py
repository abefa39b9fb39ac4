"""A Bot API server on loopback: the demo, and the tests' Telegram."""

from playground.chats import Chat, Group, Topic
from playground.faults import Fault, Rule
from playground.messages import Message
from playground.people import Person
from playground.server import Playground
from playground.stage import StripItem
from playground.updates import Update

__all__ = [
    "Chat",
    "Fault",
    "Group",
    "Message",
    "Person",
    "Playground",
    "Rule",
    "StripItem",
    "Topic",
    "Update",
]
