"""What each system sends of one order, as it documents it, and how it proves who it is."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

PHONE = "8 916 123-45-67"
MOYSKLAD = "https://api.moysklad.ru/api/remap/1.2/entity/"


@dataclass(frozen=True)
class Sent:
    """One request."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class System:
    """A system that tells of an order: `send` makes its request from the secret, a total and a moment."""

    hook: str
    send: Callable[[str, "State"], Sent]
    is_signature: bool = False
    hands_over: Callable[["State"], tuple[str, Any]] | None = None
    """The path and the content of what it only points to, once it is fetched."""
    unreadable: bytes = b"{"
    lacking: bytes | None = b'{"id": 1}'
    """A sound body without what an order needs; None where the body does not say the order itself."""


@dataclass(frozen=True)
class State:
    """The order at a moment of 11 October 2026, in UTC."""

    total: int = 500
    minute: int = 10
    is_cancelled: bool = False

    @property
    def at(self) -> str:
        return f"2026-10-11T09:{self.minute:02}:00"


def signed(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _woocommerce(secret: str, state: State) -> Sent:
    body = _json(
        {
            "id": 4750,
            "number": "4750",
            "status": "refunded" if state.is_cancelled else "completed",
            "currency": "RUB",
            "date_created": "2026-10-11T12:00:00",
            "date_created_gmt": "2026-10-11T09:00:00",
            "date_modified_gmt": state.at,
            "total": f"{state.total}.00",
            "customer_id": 26,
            "billing": {"first_name": "Анна", "last_name": "Ким", "phone": PHONE},
            "coupon_lines": [],
        }
    )
    headers = {"X-WC-Webhook-Topic": "order.updated", "X-WC-Webhook-Signature": signed(body, secret)}
    return Sent(body, headers)


def _shopify(secret: str, state: State) -> Sent:
    body = _json(
        {
            "id": 820982911946154508,
            "name": "#9999",
            "cancelled_at": f"{state.at}Z" if state.is_cancelled else None,
            "created_at": "2026-10-11T05:00:00-04:00",
            "updated_at": f"{state.at}Z",
            "currency": "RUB",
            "current_total_price": f"{state.total}.00",
            "total_price": f"{state.total}.00",
            "financial_status": "paid",
            "phone": None,
            "customer": {"id": 115310627314723954, "first_name": "Анна", "phone": "+79161234567"},
            "discount_codes": [{"code": "SPRING", "amount": "5.00"}],
        }
    )
    return Sent(body, {"X-Shopify-Topic": "orders/updated", "X-Shopify-Hmac-Sha256": signed(body, secret)})


def _insales(secret: str, state: State) -> Sent:
    order = {
        "id": 1234567,
        "number": 1001,
        "created_at": "2026-10-11T12:00:00.000+03:00",
        "updated_at": f"{state.at}.000+00:00",
        "total_price": float(state.total),
        "currency_code": "RUR",
        "fulfillment_status": "cancelled" if state.is_cancelled else "new",
        "client": {"id": 77, "name": "Анна", "phone": "+79161234567"},
        "delivery_title": "Самовывоз",
    }
    return Sent(_json(order), query=f"?key={secret}")


def _retailcrm(secret: str, state: State) -> Sent:
    order = {
        "order_id": "77A",
        "customer_id": "5",
        "phone": PHONE,
        "ordered_at": "2026-10-11 12:00:00",
        "updated_at": f"{state.at}Z",
        "amount": str(state.total),
        "status": "cancel-other" if state.is_cancelled else "new",
    }
    return Sent(_json(order), {"X-Otklik-Key": secret})


def _amocrm(secret: str, state: State) -> Sent:
    form = {
        "leads[status][0][id]": "901",
        "leads[status][0][status_id]": "143" if state.is_cancelled else "142",
        "leads[status][0][pipeline_id]": "7",
        "account[subdomain]": "shop",
        "account[id]": "1",
    }
    return Sent(urlencode(form).encode(), query=f"?key={secret}")


def _lead(state: State) -> tuple[str, Any]:
    lead = {
        "id": 901,
        "price": state.total,
        "status_id": 143 if state.is_cancelled else 142,
        "created_at": 1791709200,
        "updated_at": 1791709200 + state.minute * 60,
        "_embedded": {"contacts": [{"id": 4, "is_main": False}, {"id": 5, "is_main": True}]},
    }
    return "/api/v4/leads/901", lead


def _bitrix24(secret: str, _: State) -> Sent:
    form = {
        "event": "ONCRMDEALUPDATE",
        "data[FIELDS][ID]": "6675",
        "ts": "1736424182",
        "auth[domain]": "shop.bitrix24.ru",
        "auth[application_token]": secret,
    }
    return Sent(urlencode(form).encode())


def _deal(state: State) -> tuple[str, Any]:
    deal = {
        "ID": "6675",
        "CONTACT_ID": "9",
        "DATE_CREATE": "2026-10-11T12:00:00+03:00",
        "DATE_MODIFY": f"{state.at}+00:00",
        "OPPORTUNITY": f"{state.total}.00",
        "CURRENCY_ID": "RUB",
        "STAGE_ID": "LOSE" if state.is_cancelled else "WON",
        "SOURCE_ID": "CALL",
    }
    return "/rest/1/secret/crm.deal.get.json", {"result": deal}


def _moysklad(secret: str, state: State) -> Sent:
    meta = {"type": "customerorder", "href": f"{MOYSKLAD}customerorder/5c1"}
    action = "DELETE" if state.is_cancelled else "UPDATE"
    return Sent(_json({"events": [{"meta": meta, "action": action}]}), query=f"?key={secret}")


def _customer_order(state: State) -> tuple[str, Any]:
    order = {
        "meta": {"href": f"{MOYSKLAD}customerorder/5c1", "type": "customerorder"},
        "id": "5c1",
        "moment": "2026-10-11 12:00:00.000",
        "updated": f"2026-10-11 12:{state.minute:02}:00.000",
        "sum": state.total * 100.0,
        "agent": {"meta": {"href": f"{MOYSKLAD}counterparty/77", "type": "counterparty"}},
    }
    return "/api/remap/1.2/entity/customerorder/5c1", order


SYSTEMS = {
    system.hook: system
    for system in (
        System("woocommerce", _woocommerce, is_signature=True),
        System("shopify", _shopify, is_signature=True),
        System("insales", _insales),
        System("retailcrm", _retailcrm, lacking=b'{"order_id": "1"}'),
        System("amocrm", _amocrm, hands_over=_lead, unreadable=b"\xff", lacking=None),
        System("bitrix24", _bitrix24, hands_over=_deal, unreadable=b"\xff", lacking=None),
        System("moysklad", _moysklad, hands_over=_customer_order, lacking=None),
    )
}
