# What both the bot in the chat and the command line say.

# The company's files: what is wrong with a line

import-empty = { $file }: there is no line with anything in it.
import-no-text = { $file }: neither a table nor text in a known encoding; save the file as CSV (UTF-8) or XLSX.
import-broken-quotes = { $file }, line { $line }: a quote is opened and never closed; mend the line or save the file as CSV again.
import-unreadable = { $file }: the file cannot be opened; see that it exists and that this user may read it.
import-web-page = { $file }: a web page or XML inside, not a table; open the file in Excel or LibreOffice and save it as XLSX or CSV.
import-too-large = { $file }: the workbook has more than { $most } filled cells, too many to be read at once; save the sheet as CSV, which has no limit.
import-damaged = { $file }: the workbook is damaged or has no sheets; save it again as XLSX or CSV.
import-locked = { $file }: the workbook is locked by a password; save it without one.
import-spoilt-days = { $file }, line { $line }: the spreadsheet read a part of the days the other way round and left { $value } as text; export the file again without saving it in a spreadsheet.
record-formula = Column “{ $column }”: { $value } is a formula; its value is needed, so save the table as values.
record-formula-error = Column “{ $column }”: an error { $value } stands where a value should; mend the formula and save the file again.
record-id-became-day = Column “{ $column }”: the spreadsheet made a day of the number ({ $value }); make it a text column and enter the number again.
record-spoilt-id = Column “{ $column }”: the spreadsheet spoilt the number ({ $value }); export the file again without opening it in a spreadsheet, or make it a text column.
record-long-id = Column “{ $column }”: { $value } is longer than { $most } characters and hardly a number; look at the column.
record-no-amount = Column “{ $column }”: { $value } is no amount; a number is needed, such as 1234.50.
record-two-amounts = Column “{ $column }”: { $value } may be thousands or a fraction; write 1234.00 or 1.23.
record-no-day = Column “{ $column }”: { $value } is no day; it has to be 2026-12-31 or 31.12.2026.
record-two-days = Column “{ $column }”: { $value } may be two different days; say what comes first, the day or the month.
record-no-phone = Column “{ $column }”: there is no such phone: { $value }; it has to have a country code, such as +7 916 123-45-67.
record-no-currency = Column “{ $column }”: there is no currency { $value }; its code is needed, such as RUB.
record-no-zone = Column “{ $column }”: there is no time zone { $value }; it has to be a name such as Europe/Moscow.
record-two-columns = Columns of one name, “{ $column }”, say different things (also { $value }); keep one or rename the other.
record-two-currencies = Two currencies in one line: { $value }; keep one.
record-nobody = Nobody knows whose line this is: neither a customer's number nor a phone; enter one of them.
record-no-order-id = The order has no number; enter it or build it from other columns.
record-empty-day = The order has no day; enter it, such as 2026-12-31.
record-empty-amount = The order has no amount; enter it, 0 for one that was free.
record-negative-amount = The amount is below zero ({ $value }) and the status does not say that it was returned; enter the status “returned” or mend the amount.
record-order-twice = Order { $value } stands on several lines with different days; give them different numbers.
record-amount-over-lines = Order { $value } stands on several lines, and it is not clear whether “{ $column }” is to be added up; call the column “Order total” or “Line total”.
record-phone-taken = The phone { $phone } belongs to another customer already. See whether they are one person.
record-forgotten = This customer asked us to erase their data, so this row is not loaded.
record-unreadable = The field "{ $field }" is empty or has characters that cannot be stored.
record-too-long = The field "{ $field }" has more than { $longest } characters. Shorten it.
record-too-large = The number in the field "{ $field }" is too large.
event-no-object = An event is a JSON object with id and type.
event-no-type = The field “type” has to be one of: { $types }.
event-missing = The field “{ $field }” is missing.
event-wrong-value = The field “{ $field }” has a wrong value; what it may be is told in /api/v1/openapi.json.
event-unknown-order = There is no order { $order }; send order.created first.

# Links to surveys

link-word = That is not understood: { $word }. A link can name one survey, and touchpoint:, segment:, order:, customer:, days: once each.
link-survey = The name of a survey is needed: { $surveys }.
link-days = A link is valid for a whole number of days, 1 to { $most }.
link-long = A touchpoint or a segment has { $most } characters at most.
link-customer = There is no customer { $customer }; check the number by which your system knows them.
link-order = There is no order { $order }; check the number, or import the orders first.
link-contradiction = Order { $order } is not customer { $customer }'s; name the order alone.
report-unknown-touchpoint = The report { $report } has no touchpoint “{ $touchpoint }”.
