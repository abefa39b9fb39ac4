"""From the payloads of those systems to orders; what is forged or replayed changes nothing."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.jobs.hook_fetch import HOOK_FETCH
from bot.web.api.request import LARGEST
from storage import api_keys
from storage.states import KeyUse
from storage.tables import customers, jobs, orders
from surveys.hooks.catalogue import built_in
from surveys.hooks.hook import Fetch
from surveys.hooks.payload import HookPayload, from_form
from tests.bot.web.api.conftest import Answer, Program

_ORDERS = select(orders.c.external_id, orders.c.amount_minor, orders.c.currency, orders.c.status)
WOOCOMMERCE = {
    "id": 4750,
    "number": "4750",
    "status": "completed",
    "currency": "RUB",
    "date_created": "2026-10-11T16:54:40",
    "date_created_gmt": "2026-10-11T13:54:40",
    "total": "4252.00",
    "customer_id": 0,
    "billing": {"first_name": "Анна", "last_name": "Ким", "phone": "8 916 123-45-67"},
    "coupon_lines": [],
}
SHOPIFY = {
    "id": 820982911946154508,
    "name": "#9999",
    "cancelled_at": None,
    "created_at": "2026-10-11T10:30:00-05:00",
    "currency": "RUB",
    "current_total_price": "398.00",
    "total_price": "403.00",
    "financial_status": "paid",
    "phone": None,
    "customer": {"id": 115310627314723954, "first_name": "John"},
    "discount_codes": [{"code": "SPRING", "amount": "5.00"}],
    "line_items": [{"id": 1, "price": "403.00"}],
}


def signed(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


async def woo(program: Program, secret: str, body: bytes, topic: str = "order.created") -> Answer:
    headers = {
        "Content-Type": "application/json",
        "X-WC-Webhook-Signature": signed(body, secret),
        "X-WC-Webhook-Topic": topic,
    }
    return await program.ask("POST", "/api/v1/hooks/woocommerce", data=BytesIO(body), headers=headers)


@pytest.fixture
async def secret(program: Program) -> str:
    return await program.key("woo", KeyUse.HOOK, "woocommerce", readable=True)


async def test_an_order_of_woocommerce_is_in_the_report(program: Program, secret: str) -> None:
    answer = await woo(program, secret, json.dumps(WOOCOMMERCE).encode())
    assert (answer.status, answer.body["accepted"]) == (200, 1)
    assert await program.rows(_ORDERS) == [("4750", 425200, None, "completed")]
    report = await program.report("complaints?from=2026-10-01&to=2026-11-01")
    assert report.body["rows"][0]["orders"] == 1
    refunded = json.dumps(WOOCOMMERCE | {"status": "refunded"}).encode()
    assert (await woo(program, secret, refunded, "order.updated")).body["accepted"] == 1
    assert await program.rows(_ORDERS) == [("4750", 425200, None, "cancelled")]
    await woo(program, secret, json.dumps(WOOCOMMERCE | {"id": 4751}).encode())
    report = await program.report("complaints?from=2026-10-01&to=2026-11-01")
    assert report.body["rows"][0]["orders"] == 1


async def test_a_replayed_request_changes_nothing(program: Program, secret: str) -> None:
    first, second = (json.dumps(WOOCOMMERCE | {"total": total}).encode() for total in ("1", "2"))
    await woo(program, secret, first)
    await woo(program, secret, second, "order.updated")
    replayed = await woo(program, secret, first)
    assert replayed.body == {"accepted": 0, "duplicates": 1, "refused": []}
    assert await program.rows(select(orders.c.amount_minor)) == [(200,)]


async def test_a_forged_or_malformed_or_oversized_one_is_refused(program: Program, secret: str) -> None:
    body = json.dumps(WOOCOMMERCE).encode()
    assert (await woo(program, "another", body)).status == 401
    for headers in ({}, {"X-WC-Webhook-Signature": "é"}):
        answer = await program.ask("POST", "/api/v1/hooks/woocommerce", data=body, headers=headers)
        assert answer.status == 401
    assert (await woo(program, secret, b"{")).status == 400
    assert (await woo(program, secret, b" " * (LARGEST + 1))).status == 413
    assert (await program.ask("POST", "/api/v1/hooks/nobody")).status == 404
    lacking = json.dumps({"id": 1}).encode()
    assert (await woo(program, secret, lacking)).status == 422
    assert await program.rows(_ORDERS) == []


async def test_a_key_of_another_hook_or_of_the_api_opens_nothing(program: Program) -> None:
    for token in (await program.key("a"), await program.key("b", KeyUse.HOOK, "insales")):
        headers = {"X-Otklik-Key": token}
        answer = await program.ask("POST", "/api/v1/hooks/retailcrm", json={"order_id": "1"}, headers=headers)
        assert answer.status == 401


async def test_a_ping_and_what_is_of_no_interest_are_answered_well(program: Program, secret: str) -> None:
    ping = await program.ask("POST", "/api/v1/hooks/woocommerce", data={"webhook_id": "3"})
    assert ping.status == 200
    answer = await woo(program, secret, b'{"id": 1}', "product.updated")
    assert (answer.status, answer.body["accepted"]) == (200, 0)


async def test_shopify(program: Program) -> None:
    token = await program.key("shopify", KeyUse.HOOK, "shopify", readable=True)

    async def tell(topic: str, **values: Any) -> Answer:
        body = json.dumps(SHOPIFY | values).encode()
        headers = {"X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": signed(body, token)}
        return await program.ask("POST", "/api/v1/hooks/shopify", data=body, headers=headers)

    assert (await tell("orders/create")).body["accepted"] == 1
    assert await program.rows(_ORDERS) == [("820982911946154508", 39800, None, "paid")]
    cancelled = await tell("orders/cancelled", cancelled_at="2026-10-12T10:00:00-05:00")
    assert cancelled.body["accepted"] == 1
    assert [row[3] for row in await program.rows(_ORDERS)] == ["cancelled"]


async def test_insales(program: Program) -> None:
    token = await program.key("insales", KeyUse.HOOK, "insales")
    order = {
        "id": 1234567,
        "number": 1001,
        "created_at": "2026-10-11T12:00:00.000+03:00",
        "total_price": 1990.5,
        "currency_code": "RUR",
        "fulfillment_status": "new",
        "client": {"id": 77, "name": "Анна", "phone": "+79161234567"},
        "delivery_title": "Самовывоз",
    }
    answer = await program.ask("POST", f"/api/v1/hooks/insales?key={token}", json=order)
    assert answer.body["accepted"] == 1
    assert await program.rows(_ORDERS) == [("1234567", 199050, None, "new")]


async def test_retailcrm(program: Program) -> None:
    token = await program.key("crm", KeyUse.HOOK, "retailcrm")
    order = {"order_id": "77A", "customer_id": "5", "ordered_at": "2026-10-11 12:00:00", "amount": "500"}
    headers = {"X-Otklik-Key": token}
    for status, stored in (("new", "new"), ("cancel-other", "cancelled"), ("new", "new")):
        told = await program.ask(
            "POST", "/api/v1/hooks/retailcrm", json=order | {"status": status}, headers=headers
        )
        assert told.body["accepted"] == 1
        assert [row[3] for row in await program.rows(_ORDERS)] == [stored]


async def test_amocrm_tells_contacts_in_a_form(program: Program) -> None:
    token = await program.key("amo", KeyUse.HOOK, "amocrm")
    form = {
        "contacts[update][0][id]": "5",
        "contacts[update][0][name]": "Анна Ким",
        "contacts[update][0][type]": "contact",
        "contacts[update][0][created_at]": "1760000000",
        "contacts[update][0][custom_fields][0][code]": "PHONE",
        "contacts[update][0][custom_fields][0][values][0][value]": "8 916 123 45 67",
        "account[subdomain]": "shop",
    }
    answer = await program.ask("POST", f"/api/v1/hooks/amocrm?key={token}", data=form)
    assert answer.body == {"accepted": 1, "duplicates": 0, "refused": []}
    assert await program.rows(select(customers.c.name)) == [("Анна Ким",)]


@pytest.fixture
async def other_side(unused_tcp_port_factory: Callable[[], int]) -> AsyncIterator[dict[str, Any]]:
    """A system of the company's, with what it hands over by path and who asked."""
    port = unused_tcp_port_factory()
    side: dict[str, Any] = {"url": f"http://127.0.0.1:{port}/", "asked": []}

    async def hand_over(request: web.Request) -> web.Response:
        side["asked"].append((request.path_qs, request.headers.get("Authorization")))
        return web.json_response(side["things"][request.path])

    application = web.Application()
    application.router.add_get("/{path:.*}", hand_over)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield side
    await runner.cleanup()


async def run_jobs(program: Program) -> None:
    """The job that was ordered, as the runner works it."""
    harness = program.harness
    ordered = await program.rows(select(jobs.c.args).where(jobs.c.kind == HOOK_FETCH.name))
    for (args,) in ordered:
        finish = await HOOK_FETCH.run(harness.parts.job_context, args)
        assert finish is not None
        await harness.database.write(finish)


async def test_bitrix24_points_to_a_deal_which_is_fetched(
    program: Program, other_side: dict[str, Any]
) -> None:
    harness = program.harness
    given = f"{other_side['url']}rest/1/secret/"
    token = await program.key("b24", KeyUse.HOOK, "bitrix24")
    await harness.database.write(
        _add_fetch_key, harness.ids.next(), "bitrix24", given, harness.fake_clock.now
    )
    deal = {"ID": "6675", "CONTACT_ID": "9", "DATE_CREATE": "2026-10-11T12:00:00+03:00"}
    deal |= {"OPPORTUNITY": "1500.00", "CURRENCY_ID": "RUB", "STAGE_ID": "WON", "SOURCE_ID": "CALL"}
    other_side["things"] = {"/rest/1/secret/crm.deal.get.json": {"result": deal}}
    form = {
        "event": "ONCRMDEALADD",
        "data[FIELDS][ID]": "6675",
        "ts": "1736424182",
        "auth[domain]": "shop.bitrix24.ru",
        "auth[application_token]": token,
    }
    answer = await program.ask("POST", "/api/v1/hooks/bitrix24", data=form)
    assert (answer.status, answer.body["accepted"]) == (200, 1)
    await run_jobs(program)
    assert [path for path, _ in other_side["asked"]] == ["/rest/1/secret/crm.deal.get.json?id=6675"]
    assert await program.rows(_ORDERS) == [("6675", 150000, None, "WON")]
    form["auth[application_token]"] = "forged"
    assert (await program.ask("POST", "/api/v1/hooks/bitrix24", data=form)).status == 401


async def test_moysklad_points_to_what_changed_which_is_fetched_with_a_token(
    program: Program, other_side: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    harness, url = program.harness, f"{other_side['url']}entity/"
    fetch = Fetch(url="{meta.href}", within=url, when={"action": "!DELETE"})
    local = built_in()["moysklad"].model_copy(update={"fetch": fetch})
    monkeypatch.setitem(harness.parts.contexts.current.hooks, "moysklad", local)
    token = await program.key("ms", KeyUse.HOOK, "moysklad")
    await harness.database.write(
        _add_fetch_key, harness.ids.next(), "moysklad", "their-token", harness.fake_clock.now
    )
    other_side["things"] = {
        "/entity/customerorder/5c1": {
            "meta": {"href": f"{url}customerorder/5c1", "type": "customerorder"},
            "id": "5c1",
            "moment": "2026-10-11 12:00:00.000",
            "sum": 1234500.0,
            "agent": {"meta": {"href": f"{url}counterparty/77", "type": "counterparty"}},
        }
    }
    meta = {"type": "customerorder", "href": f"{url}customerorder/5c1"}
    body = {"events": [{"meta": meta, "action": "CREATE", "accountId": "a"}]}
    answer = await program.ask("POST", f"/api/v1/hooks/moysklad?key={token}", json=body)
    assert (answer.status, answer.body["accepted"]) == (200, 1)
    await run_jobs(program)
    assert other_side["asked"] == [("/entity/customerorder/5c1", "Bearer their-token")]
    assert await program.rows(_ORDERS) == [("5c1", 1234500, None, None)]


def _add_fetch_key(connection: Any, key_id: int, hook: str, token: str, now: Any) -> None:
    assert api_keys.add(connection, key_id, f"{hook}-fetch", KeyUse.FETCH, hook, token, now, readable=True)


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/api/remap/1.2/entity/customerorder/1",
        "https://api.moysklad.ru.evil.example/api/remap/1.2/entity/1",
        "https://api.moysklad.ru/api/remap/1.2/entity/../../../1",
    ],
)
def test_a_pointer_leads_nowhere_else(href: str) -> None:
    fetch = built_in()["moysklad"].fetch
    assert fetch is not None
    assert fetch.address(HookPayload({"meta": {"href": href}}, {}, {}), "token") is None


def test_a_form_is_nested_tables() -> None:
    body = urlencode({"a[b][0][id]": "1", "a[b][1][id]": "2", "c[]": "x", "d": "é"})
    assert from_form(body) == {"a": {"b": {"0": {"id": "1"}, "1": {"id": "2"}}}, "c": {"0": "x"}, "d": "é"}
