"""The page as one HTML document: data, script and style inlined, nothing asked of any address."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from reports.context import ReportContext
from reports.job import PageJob
from reports.page.page_data import PageData, collect
from storage.engines.database import Connection

FOLDER: Final = Path(__file__).parent
LARGEST: Final = 2_000_000
"""In bytes. Of a larger page the less busy touchpoints are left out."""
_SCRIPTS: Final = (
    "vendor/htm-preact-3.1.1.js",
    "vendor/uplot-1.6.32.js",
    *(
        f"script/{name}.js"
        for name in ("data", "parts", "trend", "recovery", "today", "retention", "sections", "page")
    ),
)
_STYLES: Final = ("vendor/uplot-1.6.32.css", "page.css")
_POLICY: Final = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; "
    "base-uri 'none'; form-action 'none'"
)
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def document(connection: Connection, context: ReportContext, job: PageJob) -> bytes:
    """The page for a reader of that language, in UTF-8, of `LARGEST` bytes at most."""
    return fitted(collect(connection, context, job))


def fitted(data: PageData, largest: int = LARGEST) -> bytes:
    """The page with as many touchpoints as it has room for."""
    listed = len(data.touchpoints)
    written = _written(data, listed)
    while len(written) > largest and listed:
        listed //= 2
        written = _written(data, listed)
    return written


def inlined(value: Any) -> str:
    """A value as JSON that ends no element and begins no comment, whatever texts are in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _written(data: PageData, listed: int) -> bytes:
    script, style = _joined(_SCRIPTS), _joined(_STYLES)
    texts = data.facts["texts"]
    return (
        _template()
        .substitute(
            language=data.facts["language"],
            policy=_POLICY.format(script=_hash(script), style=_hash(style)),
            title=escape(f"{texts['page-title']} · {data.facts['business']}"),
            no_script=escape(texts["page-no-script"]),
            fallback="\n".join(f'<div class="words">{words}</div>' for words in data.fallback),
            style=style,
            script=script,
            data=inlined(data.to_json(listed)),
        )
        .encode()
    )


@cache
def _template() -> Template:
    return Template((FOLDER / "page.html").read_text(encoding="utf-8"))


@cache
def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """As a policy of content names the one script or style that it allows."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
