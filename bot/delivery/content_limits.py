"""JSON from outside, bounded before it is parsed: the parser follows brackets on the stack.

So are its values, before anything is made of them: what no database can hold would keep all that is written
together with it from being written.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, TypeGuard

DEEPEST: Final = 64
"""Levels of brackets. An answer of Telegram's has a dozen."""

_TOO_LARGE: Final = 2**63
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_OPENING: Final = (b"[", b"{")
_TOKENS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
"""Strings, also one that never ends, and brackets outside of them."""


def from_json(content: bytes) -> Any:
    """The value, with null in place of what is nested more than 64 levels deep; ValueError for no JSON."""
    if content.count(b"[") + content.count(b"{") > DEEPEST:
        content = b"".join(_shallow(content))
    return json.loads(content)


def is_id(value: Any) -> TypeGuard[int]:
    """Whether it is a whole number that any database can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _TOO_LARGE


def storable_text(text: str) -> str:
    """The text without characters that no database can hold."""
    return _UNSTORABLE.sub("", text)


def _shallow(content: bytes) -> Iterator[bytes]:
    depth, begun = 0, 0
    for token in _TOKENS.finditer(content):
        if token[0] in _OPENING:
            depth += 1
            if depth == DEEPEST + 1:
                yield content[begun : token.start()] + b"null"
        elif token[0] in (b"]", b"}"):
            if depth == DEEPEST + 1:
                begun = token.end()
            depth -= 1
    if depth <= DEEPEST:
        yield content[begun:]
