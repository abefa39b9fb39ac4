"""The document is whole in itself, does nothing that a customer's text says, and stays small."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reports.page.page_data import PageData, PageDocument
from reports.page.page_file import FOLDER, LARGEST, fitted, inlined
from reports.page.page_texts import PAGE_TEXTS, texts_of
from reports.page.sections import SECTIONS
from tests.harness import app_context
from tests.reports.page.company import HOSTILE, NORTH, made_page

CONTEXT = app_context().report_context
VENDORED = {
    "htm-preact-3.1.1.js": "62c4ffea400078c0eda7f435b22726b4961ebdf74c8506f188e92bec41d8ac51",
    "uplot-1.6.32.js": "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
    "uplot-1.6.32.css": "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
}
SCRIPTS = "".join(file.read_text(encoding="utf-8") for file in sorted((FOLDER / "script").glob("*.js")))


class _Elements(HTMLParser):
    """The texts of elements, and the attributes of all of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.attributes: list[tuple[str, str, str]] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        self.texts.setdefault(tag, []).append("")
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open][-1] += data


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return made_page(tmp_path_factory.mktemp("company")).decode()


def test_no_text_ends_the_script_or_begins_a_comment() -> None:
    for text in (HOSTILE, "<!-- <script>", "]]>", "\u2028\u2029&amp;", "\\u003c/script>"):
        written = inlined({text: [text]})
        assert not re.search("[<>&\u2028\u2029]", written)
        assert json.loads(written) == {text: [text]}


def test_a_hostile_name_stands_in_the_data_and_nowhere_as_markup(page: str) -> None:
    elements = _Elements(page)
    data, _ = elements.texts["script"]
    assert json.loads(data)["touchpoints"] == [HOSTILE, NORTH]
    assert len(re.findall("<script", page)) == 2
    assert page.count("</script>") == 2
    assert "<!--" not in page


def test_the_policy_allows_the_one_script_and_the_one_style_and_no_address(page: str) -> None:
    elements = _Elements(page)
    policy = next(
        value for tag, name, value in elements.attributes if tag == "meta" and "default-src" in value
    )
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    for kind, text in (("script", elements.texts["script"][1]), ("style", elements.texts["style"][0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert allowed[f"{kind}-src"] == f"'sha256-{digest}'"
    assert {name for _, name, _ in elements.attributes} & {
        "src",
        "href",
        "style",
        "srcset",
        "onload",
    } == set()
    assert "url(" not in elements.texts["style"][0]


def test_whose_browser_runs_no_script_reads_the_reports_as_text(page: str) -> None:
    fallback = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "NPS" in fallback
    assert "<script" not in fallback


def test_many_touchpoints_make_no_large_page() -> None:
    names = [f"{number} {'Ж' * 90}" for number in range(32)]
    rows = [{"group": name, "nps": 50.0, "n": 40} for name in (None, *names)]
    found = {"report": "nps", "rows": rows}
    documents = [
        PageDocument("nps", "touchpoint", "30d", "before", place, found, len(rows))
        for place in (None, *names[:6])
    ]
    facts = {"language": "en", "business": HOSTILE, "texts": texts_of(CONTEXT.texts, "en")}
    data = PageData(facts, names, documents, [])
    whole = fitted(data)
    smaller = fitted(data, len(whole) - 1)
    sizes = {}
    for page in (whole, smaller):
        left = json.loads(_Elements(page.decode()).texts["script"][0])
        sizes[len(left["touchpoints"]), left["unlisted"]] = [
            len(one["document"]["rows"]) for one in left["documents"]
        ]
    assert sizes == {(6, 0): [33] * 7, (6, 16): [17] * 7}
    assert len(fitted(data, 1)) < len(smaller) < LARGEST


def test_every_text_that_the_script_says_is_given_to_it_and_none_is_left_over() -> None:
    said = set(re.findall(r'"(page-[a-z0-9-]+)"', SCRIPTS)) | {section.title for section in SECTIONS}
    # The script puts the rest together: from a period, a comparison, an arm or a class of reasons.
    made = {name for name in PAGE_TEXTS if re.match("page-(period|against)-", name)}
    made |= {f"page-{name}" for name in ("treated", "holdout", "avoidable", "natural", "involuntary")}
    assert said | made | {"page-no-script"} == set(PAGE_TEXTS)
    assert not re.search("[а-яё]", SCRIPTS, re.IGNORECASE)


def test_what_others_wrote_is_as_they_wrote_it_with_its_licence() -> None:
    folder = FOLDER / "vendor"
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.*s*")}
    assert {name: value for name, value in found.items() if not name.endswith(".txt")} == VENDORED
    notice = (Path(__file__).parents[3] / "NOTICE").read_text(encoding="utf-8")
    for name, digest in VENDORED.items():
        assert f"reports/page/vendor/{name}" in notice
        assert digest in notice
    for name in ("htm", "preact", "uplot"):
        assert "Copyright" in (folder / f"{name}-LICENSE.txt").read_text(encoding="utf-8")
