"""Results of a campaign: what is known, with n and interval, and nothing is better that may be chance."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.manager import campaign_funnel
from handlers.shared.app_context import AppContext
from storage.outreach.campaign_counts import CampaignProgress
from storage.rows import Campaign
from surveys.catalogue.files import load
from surveys.language.languages import Language
from surveys.outreach.campaigns import CampaignKind, CampaignState
from surveys.outreach.holdout import Arm
from surveys.statistics.campaign_results import CampaignFunnel, CampaignGoal, CampaignResults
from surveys.statistics.winback_report import OfferOutcome
from texts.catalogue import Texts

NOW = datetime(2026, 11, 2, tzinfo=UTC)
APP = AppContext(
    business="Подсолнух", zone=ZoneInfo("Europe/Moscow"), owner_ids=frozenset(), catalogue=load(),
    texts=Texts(), language=Language.RU,
)  # fmt: skip
SPRING = Campaign(
    1, 1, NOW, 0.1, 0.02, 0.01, name="Весна", kind=CampaignKind.PROMOTION, state=CampaignState.DONE,
    started_at=NOW, words={"ru": "A"}, words_b={"ru": "B"},
)  # fmt: skip
OFFERS = OfferOutcome(shown=2890, taken=7, used=120, expired=2000, cost_minor=3_600_00)
FIRST = CampaignFunnel(assigned=1400, delivered=1390, returned=130, settled=1400, succeeded=130)
SECOND = CampaignFunnel(assigned=1480, delivered=1440, returned=90, settled=1480, succeeded=90)
HOLDOUT = CampaignFunnel(assigned=330, returned=12, settled=330, succeeded=12)
RESULTS = CampaignResults(
    CampaignGoal.ORDER, timedelta(days=30),
    {Arm.TREATED: FIRST, Arm.VARIANT: SECOND, Arm.HOLDOUT: HOLDOUT}, offers=OFFERS, settled_offers=OFFERS,
)  # fmt: skip


def said(results: CampaignResults, language: str = "ru") -> str:
    screen = campaign_funnel.screen(APP, SPRING, CampaignProgress(), results, language, NOW)
    return screen.text.replace("\N{NO-BREAK SPACE}", " ")


def test_texts_stand_side_by_side_and_against_the_control_group() -> None:
    told = said(RESULTS)
    assert "Заказали: текст A — 9,3 % (130 из 1 400), текст B — 6,1 % (90 из 1 480)" in told
    assert "Разница +3,2 п. п. (от +1,3 до +5,2): текст A лучше" in told
    assert "контрольная группа — 3,6 % (12 из 330)" in told
    assert "Разница +2,4 п. п. (от −0,4 до +4,5): может быть случайностью" in told
    assert "нужно ещё примерно" in told
    assert "Предложения: показано 2 890 · заказали с кодом 120 · истекло 2 000" in told
    assert "Каждый такой клиент обошёлся в 31 ₽" in told
    assert "text A is better" in said(RESULTS, "en")


@pytest.mark.parametrize(("first", "second", "better"), [(130, 90, "A"), (60, 130, "B"), (90, 91, None)])
def test_a_text_is_better_only_where_that_is_proven(first: int, second: int, better: str | None) -> None:
    arms = {Arm.TREATED: replace(FIRST, succeeded=first), Arm.VARIANT: replace(SECOND, succeeded=second)}
    told = said(replace(RESULTS, arms=arms))
    assert [letter for letter in "AB" if f"текст {letter} лучше" in told] == ([better] if better else [])
    assert "Контрольной группы не было" in told


def test_a_campaign_after_which_fewer_ordered_did_not_work() -> None:
    arms = {Arm.TREATED: replace(FIRST, succeeded=20), Arm.HOLDOUT: replace(HOLDOUT, succeeded=33)}
    told = said(replace(RESULTS, arms=arms))
    assert "без рассылки заказывали чаще" in told
    assert "Благодаря рассылке" not in told


def test_what_is_not_known_yet_or_at_all_is_said_so() -> None:
    waiting = {arm: replace(one, settled=0, succeeded=0) for arm, one in RESULTS.arms.items()}
    assert said(replace(RESULTS, arms=waiting)).endswith(
        "Сравнивать рано: у каждого есть 30 дней после сообщения."
    )
    unseen = said(replace(RESULTS, knows_orders=False))
    assert "Заказы: с начала рассылки ни одного в данных нет" in unseen
    assert "/import" in unseen
    assert "Разница" not in unseen
