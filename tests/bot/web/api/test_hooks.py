"""From the payloads of those systems to orders; what is forged or replayed changes nothing."""

import json
from io import BytesIO
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from bot.web.api.request import LARGEST
from storage.states import KeyUse
from storage.tables import customers, orders
from surveys.hooks.catalogue import built_in
from surveys.hooks.payload import HookPayload, from_form
from tests.bot.web.api.conftest import Answer, Program
from tests.bot.web.api.hook_samples import signed

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


@pytest.mark.parametrize("topic", ["customers/redact", "customers/delete", "customers/data_request"])
async def test_shopify_tells_whom_to_forget(program: Program, topic: str) -> None:
    await program.tell({"id": "1", "type": "customer.upserted", "customer_id": 207119551, "name": "Анна"})
    token = await program.key("shopify", KeyUse.HOOK, "shopify", readable=True)
    named = {"id": 207119551, "email": "anna@example.com", "phone": "+79161234567"}
    told = named if topic == "customers/delete" else {"shop_id": 954889, "customer": named}
    body = json.dumps(told | {"orders_to_redact": [299938]}).encode()
    headers = {"X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": signed(body, token)}
    answer = await program.ask("POST", "/api/v1/hooks/shopify", data=body, headers=headers)
    is_forgotten = topic != "customers/data_request"
    assert (answer.status, answer.body["accepted"]) == (200, is_forgotten)
    assert await program.rows(select(customers.c.name)) == [(None if is_forgotten else "Анна",)]


async def test_woocommerce_tells_whom_to_forget(program: Program, secret: str) -> None:
    await program.tell({"id": "1", "type": "customer.upserted", "customer_id": 25, "name": "Анна"})
    assert (await woo(program, secret, b'{"id": 25}', "customer.deleted")).body["accepted"] == 1
    assert await program.rows(select(customers.c.name)) == [(None,)]


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
