"""Forty files as companies send them, and what becomes of each: the table of docs/import.md."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from surveys.records.records import RecordKind

HERE = Path(__file__).parent
ORDERS, CUSTOMERS = RecordKind.ORDERS, RecordKind.CUSTOMERS


@dataclass(frozen=True, slots=True)
class MessyFile:
    """A file with its name, and what is expected of it in short lines: a record or the refusal of a line."""

    name: str
    content: bytes
    expected: Sequence[str]
    kind: RecordKind = ORDERS
    order_id_from: tuple[str, ...] = ()


def text(words: str, encoding: str = "utf-8", mark: bytes = b"") -> bytes:
    return mark + words.strip("\n").replace("\n", "\r\n").encode(encoding) + "\r\n".encode(encoding)


def workbook(*rows: Sequence[Any], prepare: Callable[[Any], None] | None = None) -> bytes:
    """An XLSX of these rows; datetimes are days."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm"})
    if prepare is not None:
        prepare(book)
    page = book.add_worksheet("Заказы")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def open_document(*rows: Sequence[str]) -> bytes:
    """An ODS of these rows, all text."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{spaces}:office:1.0"'
        f' xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Лист1">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


HEADER = "Номер заказа;Дата;Сумма заказа;Телефон"
PLAIN = f"{HEADER}\n001;01.10.2026;1 234,50;8 (916) 123-45-67"
ONE = ["2 001 2026-09-30T21:00 1234.50 +79161234567"]
PHONE = "+79161234567"


def _empty_cover(book: Any) -> None:
    book.add_worksheet("Обложка").write(0, 0, "Отчёт")
    hidden = book.add_worksheet("Справочник")
    hidden.write_row(0, 0, ["Номер", "Дата"])
    hidden.write_row(1, 0, ["X", "01.01.2020"])
    hidden.hide()


FILES = [
    MessyFile("01-utf8.csv", text(PLAIN), ONE),
    MessyFile("02-utf8-with-mark.csv", text(PLAIN, mark=b"\xef\xbb\xbf"), ONE),
    MessyFile("03-cp1251-from-1c.csv", text(PLAIN, "cp1251"), ONE),
    MessyFile("04-utf16.txt", text(PLAIN.replace(";", "\t"), "utf-16-le", b"\xff\xfe"), ONE),
    MessyFile("05-utf16-without-mark.txt", text(PLAIN.replace(";", "\t"), "utf-16-le"), ONE),
    MessyFile("06-cp866-from-dos.csv", text(PLAIN, "cp866"), ONE),
    MessyFile(
        "07-commas-and-quotes.csv",
        text(f'order_id,ordered_at,amount,phone\n"A,1",2026-10-01T10:00:00+03:00,"1,234.50","{PHONE}"'),
        ["2 A,1 2026-10-01T07:00 1234.50 +79161234567"],
    ),
    MessyFile("08-sep-line.csv", text(f"sep=;\n{PLAIN}"), [ONE[0].replace("2 ", "3 ", 1)]),
    MessyFile(
        "09-title-above-header.csv",
        text(f"ООО «Ромашка»;;;\nОтчёт о продажах за октябрь 2026;;;\n;;;\n{PLAIN}"),
        [ONE[0].replace("2 ", "5 ", 1)],
    ),
    MessyFile(
        "10-totals-and-empty-lines.csv",
        text(f"{PLAIN}\n;;;\n\n002;02.10.2026;5,00;{PHONE}\nИтого;;1 239,50;\nВсего записей: 2;;;"),
        [*ONE, "5 002 2026-10-01T21:00 5.00 +79161234567"],
    ),
    MessyFile(
        "11-duplicate-headers.csv",
        text(f"{HEADER};Телефон\n1;01.10.2026;10;{PHONE};\n2;01.10.2026;10;{PHONE};+79167654321"),
        ["2 1 2026-09-30T21:00 10.00 +79161234567", "line 3: record-two-columns"],
    ),
    MessyFile(
        "12-formulas.csv",
        text(f'{HEADER}\n="0017";01.10.2026;10;{PHONE}\n18;01.10.2026;=C2*2;{PHONE}\n19;01.10.2026;#ЗНАЧ!;1'),
        [
            "2 0017 2026-09-30T21:00 10.00 +79161234567",
            "line 3: record-formula",
            "line 4: record-formula-error",
        ],
    ),
    MessyFile(
        "13-spoilt-ids.csv",
        text(f"{HEADER}\n1.23E+11;01.10.2026;10;{PHONE}\n1,2E+12;01.10.2026;10;{PHONE}"),
        ["line 2: record-spoilt-id", "line 3: record-spoilt-id"],
    ),
    MessyFile(
        "14-number-signs-and-zeros.csv",
        text(f"{HEADER}\n№A1;01.10.2026;10;{PHONE}\n# 0042;01.10.2026;10;{PHONE}"),
        [
            "2 A1 2026-09-30T21:00 10.00 +79161234567",
            "3 0042 2026-09-30T21:00 10.00 +79161234567",
        ],
    ),
    MessyFile(
        "15-amounts-of-all-kinds.csv",
        text(
            f"{HEADER}\n1;01.10.2026;1000 руб;{PHONE}\n2;01.10.2026;1 234,50 ₽;{PHONE}\n"
            f"3;01.10.2026;1.234,50;{PHONE}\n4;01.10.2026;1'234.50;{PHONE}\n5;01.10.2026;дорого;{PHONE}\n"
            f"6;01.10.2026;;{PHONE}"
        ),
        [
            "2 1 2026-09-30T21:00 1000.00 +79161234567",
            "3 2 2026-09-30T21:00 1234.50 +79161234567",
            "4 3 2026-09-30T21:00 1234.50 +79161234567",
            "5 4 2026-09-30T21:00 1234.50 +79161234567",
            "line 6: record-no-amount",
            "line 7: record-empty-amount",
        ],
    ),
    MessyFile(
        "16-thousands-or-fraction.csv",
        text(f'id,date,total,phone\n1,2026-10-01,"1,234",{PHONE}\n2,2026-10-01,5,{PHONE}'),
        [
            "asked: decimal-mark 1,234",
            "line 2: record-two-amounts",
            "3 2 2026-09-30T21:00 5.00 +79161234567",
        ],
    ),
    MessyFile(
        "17-thousands-proven.csv",
        text(f'id,date,total,phone\n1,2026-10-01,"1,234",{PHONE}\n2,2026-10-01,"2,000.50",{PHONE}'),
        ["2 1 2026-09-30T21:00 1234.00 +79161234567", "3 2 2026-09-30T21:00 2000.50 +79161234567"],
    ),
    MessyFile(
        "18-day-or-month.csv",
        text(f"id;date;total;phone\n1;03/04/2026;5;{PHONE}\n2;04/04/2026;5;{PHONE}"),
        [
            "asked: day-order 03/04/2026",
            "line 2: record-two-days",
            "3 2 2026-04-03T21:00 5.00 +79161234567",
        ],
    ),
    MessyFile(
        "19-day-proven.csv",
        text(f"id;date;total;phone\n1;03/04/2026;5;{PHONE}\n2;25/04/2026;5;{PHONE}"),
        ["2 1 2026-04-02T21:00 5.00 +79161234567", "3 2 2026-04-24T21:00 5.00 +79161234567"],
    ),
    MessyFile(
        "20-two-kinds-of-days.csv",
        text(f"id;date;total;phone\n1;04/25/2026;5;{PHONE}\n2;25/04/2026;5;{PHONE}\n3;01/02/2026;5;{PHONE}"),
        [
            "asked: day-order 01/02/2026",
            "2 1 2026-04-24T21:00 5.00 +79161234567",
            "3 2 2026-04-24T21:00 5.00 +79161234567",
            "line 4: record-two-days",
        ],
    ),
    MessyFile(
        "21-days-of-all-kinds.csv",
        text(
            f"id;date;total;phone\n1;1.10.26 9:05;5;{PHONE}\n2;2026-10-01 12:00:00 +0500;5;{PHONE}\n"
            f"3;3 октября 2026 г.;5;{PHONE}\n4;Oct 4, 2026 2:30 PM;5;{PHONE}\n5;46300,5;5;{PHONE}\n"
            f"6;20261006;5;{PHONE}\n7;1791270000;5;{PHONE}\n8;31.02.2026;5;{PHONE}\n9;0000-00-00;5;{PHONE}"
        ),
        [
            "2 1 2026-10-01T06:05 5.00 +79161234567",
            "3 2 2026-10-01T07:00 5.00 +79161234567",
            "4 3 2026-10-02T21:00 5.00 +79161234567",
            "5 4 2026-10-04T11:30 5.00 +79161234567",
            "6 5 2026-10-05T09:00 5.00 +79161234567",
            "7 6 2026-10-05T21:00 5.00 +79161234567",
            "8 7 2026-10-06T07:00 5.00 +79161234567",
            "line 9: record-no-day",
            "line 10: record-empty-day",
        ],
    ),
    MessyFile(
        "22-phones-of-all-kinds.csv",
        text(
            f"{HEADER}\n1;01.10.2026;5;8 916 123 45 67\n2;01.10.2026;5;9161234567\n"
            "3;01.10.2026;5;тел.: +7(916)1234567 доб. 5\n4;01.10.2026;5;7,91612E+10\n5;01.10.2026;5;12345\n"
            "6;01.10.2026;5;+7 916 123-45-67, +7 495 123-45-67\n7;01.10.2026;5;+49 30 901820\n8;01.10.2026;5;"
        ),
        [
            "2 1 2026-09-30T21:00 5.00 +79161234567",
            "3 2 2026-09-30T21:00 5.00 +79161234567",
            "4 3 2026-09-30T21:00 5.00 +79161234567",
            "line 5: record-spoilt-id",
            "line 6: record-no-phone",
            "7 6 2026-09-30T21:00 5.00 +79161234567",
            "8 7 2026-09-30T21:00 5.00 +4930901820",
            "line 9: record-nobody",
        ],
    ),
    MessyFile(
        "23-statuses.csv",
        text(
            f"{HEADER};Статус\n1;01.10.2026;5;{PHONE};Выполнен\n2;01.10.2026;5;{PHONE};Отменён\n"
            f"3;01.10.2026;-5;{PHONE};Возврат товара\n4;01.10.2026;5;{PHONE};Не отменён\n"
            f"5;01.10.2026;-5;{PHONE};Выполнен\n6;01.10.2026;5;{PHONE};partially_refunded"
        ),
        [
            "2 1 2026-09-30T21:00 5.00 +79161234567 Выполнен",
            "3 2 2026-09-30T21:00 5.00 +79161234567 cancelled",
            "4 3 2026-09-30T21:00 -5.00 +79161234567 cancelled",
            "5 4 2026-09-30T21:00 5.00 +79161234567 Не отменён",
            "line 6: record-negative-amount",
            "7 6 2026-09-30T21:00 5.00 +79161234567 partially_refunded",
        ],
    ),
    MessyFile(
        "24-other-currencies.csv",
        text(
            f"{HEADER};Валюта\n1;01.10.2026;5;{PHONE};USD\n2;01.10.2026;5 €;{PHONE};\n"
            f"3;01.10.2026;5;{PHONE};руб.\n"
            f"4;01.10.2026;5 $;{PHONE};EUR"
        ),
        [
            "2 1 2026-09-30T21:00 5.00 USD +79161234567",
            "3 2 2026-09-30T21:00 5.00 EUR +79161234567",
            "4 3 2026-09-30T21:00 5.00 +79161234567",
            "line 5: record-two-currencies",
        ],
    ),
    MessyFile(
        "25-currency-in-header.csv",
        text(f"№ заказа;Дата заказа;Сумма, $;Моб. телефон\n1;01.10.2026;5;{PHONE}"),
        ["2 1 2026-09-30T21:00 5.00 USD +79161234567"],
    ),
    MessyFile(
        "26-shopify-orders.csv",
        text(
            "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Lineitem price,Phone,Id\n"
            f"#1001,a@b.c,paid,RUB,30.00,2026-10-03 14:22:11 +0300,Mug,10.00,{PHONE},555\n"
            "#1001,,,,,,Cup,20.00,,\n"
            f"#1002,a@b.c,refunded,RUB,7.00,2026-10-03 15:00:00 +0300,Mug,7.00,{PHONE},556"
        ),
        [
            "2 1001 2026-10-03T11:22 30.00 +79161234567 paid",
            "4 1002 2026-10-03T12:00 7.00 +79161234567 cancelled",
        ],
    ),
    MessyFile(
        "27-woocommerce-orders.csv",
        text(
            "Order Number,Order Status,Order Date,Order Total Amount,Phone (Billing),Item Name,Coupon Code\n"
            f"77,wc-completed,2026-10-03 10:00:00,30,{PHONE},Mug,AUTUMN\n"
            f"77,wc-completed,2026-10-03 10:00:00,30,{PHONE},Cup,AUTUMN"
        ),
        ["2 77 2026-10-03T07:00 30.00 +79161234567 wc-completed"],
    ),
    MessyFile(
        "28-metrika-orders.csv",
        text(
            "id,create_date_time,client_uniq_id,client_ids,emails,phones,order_status,revenue,cost\n"
            f"M1,2026-10-03 10:00:00,c7,,,{PHONE},PAID,1500.00,900.00\n"
            "M2,2026-10-03 11:00:00,c7,,,,CANCELLED,10.00,5.00"
        ),
        [
            "2 M1 2026-10-03T07:00 1500.00 c7 +79161234567 PAID",
            "3 M2 2026-10-03T08:00 10.00 c7 cancelled",
        ],
    ),
    MessyFile(
        "29-moysklad-orders.xlsx",
        workbook(
            ["Заказы покупателей"],
            [],
            ["№", "Время", "Контрагент", "Телефон контрагента", "Сумма", "Валюта", "Статус"],
            ["00012", datetime(2026, 10, 3, 10, 15), "Иванов", "89161234567", 1500.5, "руб", "Доставлен"],  # noqa: DTZ001  # a sheet has no zone
        ),
        ["4 00012 2026-10-03T07:15 1500.50 +79161234567 Доставлен"],
    ),
    MessyFile(
        "30-retailcrm-orders.csv",
        text(
            "Номер;Дата и время;Сумма;Телефон;Статус заказа;Магазин;Способ оформления\n"
            f"15A;03.10.2026 10:00;1500;{PHONE};cancel-other;Сайт;Корзина"
        ),
        ["2 15A 2026-10-03T07:00 1500.00 +79161234567 cancelled"],
    ),
    MessyFile(
        "31-1c-lines-of-orders.csv",
        text(
            "Номер документа;Дата;Номенклатура;Сумма строки;Телефон\n"
            f"ЦБ-1;01.10.2026 0:00:00;Кофе;150,00;{PHONE}\n;;Чай;100,00;\n"
            f"ЦБ-2;02.10.2026 0:00:00;Чай;100;{PHONE}",
            "cp1251",
        ),
        [
            "2 ЦБ-1 2026-09-30T21:00 250.00 +79161234567",
            "4 ЦБ-2 2026-10-01T21:00 100.00 +79161234567",
        ],
    ),
    MessyFile(
        "32-whose-sum-is-it.csv",
        text(f"Заказ;Дата;Товар;Сумма;Телефон\n1;01.10.2026;Кофе;150;{PHONE}\n1;01.10.2026;Чай;150;{PHONE}"),
        ["line 2: record-amount-over-lines", "line 3: record-amount-over-lines"],
    ),
    MessyFile(
        "33-workbook-types.xlsx",
        workbook(
            ["Номер заказа", "Дата", "Сумма заказа", "Телефон"],
            [1001, datetime(2026, 10, 1, 12), 10, 79161234567],  # noqa: DTZ001  # a sheet has no zone
            ["007", 46296.5, "1 234,50 ₽", "8 916 123-45-67"],
            [1.2345678901234567e17, 46296.5, 1, "89161234567"],
            [datetime(2026, 2, 1), 46296.5, 1, "89161234567"],  # noqa: DTZ001  # a sheet has no zone
        ),
        [
            "2 1001 2026-10-01T09:00 10.00 +79161234567",
            "3 007 2026-10-01T09:00 1234.50 +79161234567",
            "line 4: record-spoilt-id",
            "line 5: record-id-became-day",
        ],
    ),
    MessyFile(
        "34-cover-and-hidden-sheet.xlsx",
        workbook(HEADER.split(";"), ["1", "01.10.2026", 5, PHONE], prepare=_empty_cover),
        ["2 1 2026-09-30T21:00 5.00 +79161234567"],
    ),
    MessyFile(
        "35-days-spoilt-by-spreadsheet.xlsx",
        workbook(
            HEADER.split(";"),
            ["1", datetime(2026, 3, 4), 5, PHONE],  # noqa: DTZ001  # a sheet has no zone
            ["2", "25/04/2026", 5, PHONE],
        ),
        ["file: import-spoilt-days"],
    ),
    MessyFile("36-old-workbook.xls", (HERE / "old_workbook.xls").read_bytes(), ONE),
    MessyFile("37-open-document.ods", open_document(*(row.split(";") for row in PLAIN.split("\n"))), ONE),
    MessyFile(
        "38-page-called-xls.xls",
        b"<html><table><tr><td>1</td></tr></table></html>",
        ["file: import-web-page"],
    ),
    MessyFile(
        "39-no-order-ids.csv",
        text(
            "Клиент ID;Дата;Сумма\nc1;01.10.2026;5\nc1;01.10.2026;6\nc2;02.10.2026;7",
        ),
        [
            "2 c1-01.10.2026 2026-09-30T21:00 5.00 c1",
            "3 c1-01.10.2026-2 2026-09-30T21:00 6.00 c1",
            "4 c2-02.10.2026 2026-10-01T21:00 7.00 c2",
        ],
        order_id_from=("Клиент ID", "Дата"),
    ),
    MessyFile(
        "40-customers-from-1c.csv",
        text(
            "Код;Наименование;Телефон;Группа;Дата регистрации;Менеджер\n"
            "000012;ИП Иванов;8(916)123-45-67;VIP;01.02.1999;Петрова\n;Без кода;;;;\n000013;Пётр;;;;",
            "cp1251",
        ),
        [
            "2 000012 +79161234567 ИП Иванов VIP 1999-01-31T21:00 Менеджер=Петрова",
            "line 3: record-nobody",
            "4 000013 Пётр",
        ],
        CUSTOMERS,
    ),
]
