"""A company's file of offers: what it says, and every fault told by its place."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from surveys.catalogue.files import load_reasons
from surveys.language.text import Text
from surveys.offers.catalogue import OfferFileErrors, check, load
from surveys.offers.offer import NO_OFFERS, Offer
from texts.catalogue import terminal_texts

ROOT = Path(__file__).parents[3]
REASONS = load_reasons()
GOOD = """
[[offers]]
id = "ten"
words = { ru = "Скидка", en = "Discount" }
days = 14
codes = ["A-1", "A-2"]
"""
OTHER = GOOD.replace("ten", "two").replace("A-", "B-")


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "offers.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_of_the_document_is_a_file_without_a_fault(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "offers.md").read_text(encoding="utf-8")
    example = re.findall(r"```toml\n(.*?)```", document, re.DOTALL)[1]
    ten, delivery = load(written(tmp_path, example), REASONS)
    assert (ten.codes[0], ten.cost_minor, ten.most, ten.per_year) == ("BACK-7Q2M", 30_000, 3, 1)
    assert (delivery.pattern, delivery.most, delivery.valid_for.days) == ("FREE-######", 500, 30)


def test_the_offer_of_a_reason_comes_with_its_fallback(tmp_path: Path) -> None:
    text = GOOD + 'reasons = ["PRICE_HIGH"]\nfallback = "two"\n' + OTHER
    found = load(written(tmp_path, text), REASONS)
    assert [offer.id for offer in found.for_reason("PRICE_HIGH")] == ["ten", "two"]
    assert found.for_reason("MOVED") == found.for_reason(None) == ()


def test_without_a_file_there_are_no_offers() -> None:
    assert load(None, REASONS) is NO_OFFERS


@pytest.mark.parametrize(
    ("text", "key", "text_id"),
    [
        ("", "offers", "file-missing-key"),
        ("offers = []", "offers", "file-empty-list"),
        ("[[offers", "line 1", "file-not-toml"),
        (GOOD.replace('id = "ten"', 'id = "Ten offers"'), "offers.Ten offers.id", "file-bad-id"),
        (GOOD.replace("days = 14", "days = 0"), "offers.ten.days", "file-too-small"),
        (GOOD.replace(', en = "Discount"', ""), "offers.ten.words.en", "file-missing-language"),
        (GOOD + "limit = 3", "offers.ten.limit", "file-unknown-key"),
        (GOOD + 'pattern = "FREE-######"', "offers.ten", "offer-codes-or-pattern"),
        (GOOD.replace('codes = ["A-1", "A-2"]', ""), "offers.ten", "offer-codes-or-pattern"),
        (
            GOOD.replace('codes = ["A-1", "A-2"]', 'pattern = "F-#####"'),
            "offers.ten.pattern",
            "offer-bad-pattern",
        ),
        (GOOD.replace("A-2", "код"), "offers.ten.codes.2", "offer-bad-code"),
        (GOOD.replace("A-2", "a-1"), "offers.ten.codes", "offer-code-twice"),
        (GOOD + OTHER.replace("B-1", "A-1"), "offers.ten.codes", "offer-code-twice"),
        (GOOD + OTHER.replace("two", "ten"), "offers.ten.id", "offer-twice"),
        (GOOD + 'reasons = ["PRICY"]', "offers.ten.reasons", "offer-unknown-reason"),
        (GOOD + 'fallback = "ten"', "offers.ten.fallback", "offer-unknown-fallback"),
        (
            GOOD + 'reasons = ["MOVED"]\n' + OTHER + 'reasons = ["MOVED"]',
            "offers.ten.reasons",
            "offer-reason-twice",
        ),
    ],
)
def test_a_fault_is_told_by_its_place_and_refuses_the_file(
    tmp_path: Path, text: str, key: str, text_id: str
) -> None:
    file = written(tmp_path, text)
    faults = {fault.key: fault.remedy for fault in check(file, REASONS)}
    assert key in faults
    assert faults[key].id == text_id
    with pytest.raises(OfferFileErrors) as refused:
        load(file, REASONS)
    for fault in refused.value.faults:
        for language in ("ru", "en"):
            assert str(file) in terminal_texts().render(language, fault.text)


def test_what_is_given_at_most_is_the_smaller_of_stock_and_codes() -> None:
    assert an_offer(codes=("A-1", "A-2"), stock=5).most == 2
    assert an_offer(pattern="######").most is None
    assert an_offer(pattern="######", stock=0).most == 0


def an_offer(**given: object) -> Offer:
    return Offer("ten", Text("Скидка", "Discount"), timedelta(days=14), **given)  # type: ignore[arg-type]  # any field
