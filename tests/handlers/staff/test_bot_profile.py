"""The empty chat says what the bot is for, in both languages, unless the company says it itself."""

from dataclasses import replace

from tests.handlers.support_harness import SupportHarness

Field = tuple[str, str]


async def look(support: SupportHarness) -> dict[Field, str]:
    await support.harness.parts.bot_profile.run_once()
    return dict(support.telegram.descriptions)


def calls(support: SupportHarness) -> int:
    return len(support.telegram.calls.of("setMyDescription", "setMyShortDescription"))


async def test_both_languages_have_a_text_that_follows_the_company_and_its_own_text_stays(
    support: SupportHarness,
) -> None:
    contexts = support.harness.contexts
    first = await look(support)
    assert first.keys() == {
        (field, language) for field in ("description", "short_description") for language in ("ru", "en", "")
    }
    assert "Кофейня" in first["description", ""]
    assert first["description", "en"].startswith("Tell “")
    set_once = calls(support)
    assert await look(support) == first
    assert calls(support) == set_once  # nothing changed
    support.telegram.descriptions["description", "ru"] = "Пишите нам в любое время"
    contexts.current = replace(contexts.current, business="Булочная")
    later = await look(support)
    assert later["description", "ru"] == "Пишите нам в любое время"
    assert "Булочная" in later["description", ""]
    assert "Булочная" in later["short_description", "en"]
    contexts.current = replace(contexts.current, business="Ж" * 200)
    assert len((await look(support))["short_description", ""]) <= 120


async def test_a_text_of_the_company_for_all_languages_is_nowhere_replaced(support: SupportHarness) -> None:
    support.telegram.descriptions["description", ""] = "Всё о кофе"
    found = await look(support)
    assert {language: text for (field, language), text in found.items() if field == "description"} == {
        "": "Всё о кофе"
    }
