// A table of orders as a shop's system writes it, of the last days, with one line that no day is in.

import { word } from "./words.js";

const ORDERS = 120;
const DAYS = 14;
const DAY_MS = 86400000;

export function sampleOrders() {
  const lines = [word("orderColumns"), ...Array.from({ length: ORDERS }, (_, index) => order(index)), `S-${ORDERS + 1};31.02.2026;500,00;+79160000001;`];
  return new File(["\ufeff", `${lines.join("\r\n")}\r\n`], "orders.csv", { type: "text/csv" });
}

function order(index) {
  const day = new Date(Date.now() - (1 + (index % DAYS)) * DAY_MS);
  const written = [day.getDate(), day.getMonth() + 1].map((number) => String(number).padStart(2, "0"));
  const amount = `${1 + (index % 3)} ${String(200 + ((index * 37) % 700))},50`;
  return `S-${index + 1};${written.join(".")}.${day.getFullYear()};${amount};+7916${String(1000000 + index).slice(-7)};${word(index % 2 ? "delivery" : "shop")}`;
}
