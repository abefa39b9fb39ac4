"use strict";
// What stands on the page, what is chosen of it, and how numbers and names are written.

const DATA = JSON.parse(document.getElementById("data").textContent);
const { html, render, useEffect, useRef, useState } = htmPreact;
const UNKNOWN_SIGN = "–";
const MINUS = "\u2212";

const t = (id, values = {}) =>
  (DATA.texts[id] ?? id).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

const label = (kind, code) => DATA.labels[`${kind}:${code}`] ?? DATA.labels[`reason:${code}`] ?? String(code);
function placeName(place) {
  if (place === DATA.nameless) return t("page-nameless");
  return place === null ? t("page-everywhere") : label("touchpoint", place);
}

// Numbers ---------------------------------------------------------------------------------------------

function number(value, digits = 0) {
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // Beyond nine decimals is what a multiplication leaves over: 57.49999999999999 is 57.5, as in the chat.
  const written = new Intl.NumberFormat(DATA.language, shown).format(Math.abs(Number(value.toFixed(9))));
  return value < 0 && /[1-9]/.test(written) ? MINUS + written : written;
}

function signed(value, digits = 0) {
  const written = number(value, digits);
  return value > 0 && /[1-9]/.test(written) ? `+${written}` : written;
}

const digitsOf = (share) => {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
};
const bareShare = (share) => number(100 * share, digitsOf(share).maximumFractionDigits);
// With the sign of the language: 52% or 52 %.
const percent = (share) => new Intl.NumberFormat(DATA.language, { style: "percent", ...digitsOf(share) })
  .format(Number(share.toFixed(11)));
const points = (share) => signed(100 * share, 1);
const money = (amount) => `${number(amount)}\u00a0${DATA.currency}`;

function duration(seconds) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const hours = Math.round(seconds / 3600);
  if (minutes < 60) return t("page-minutes", { n: number(minutes) });
  return hours < 48 ? t("page-hours", { n: number(hours) }) : t("page-days", { n: number(seconds / 86400) });
}

const isKnown = (value) => value !== null && value !== undefined;
const orUnknown = (value, write = number) => (isKnown(value) ? write(value) : t("page-unknown"));

// What is chosen --------------------------------------------------------------------------------------

function chosen() {
  const words = new URLSearchParams(location.hash.slice(1));
  const period = DATA.periods.find((one) => one.key === words.get("period")) ?? DATA.periods[0];
  const against = words.get("against") in period.against ? words.get("against") : "before";
  const place = words.get("touchpoint");
  const touchpoint = DATA.touchpoints.includes(place) ? place : null;
  return { period: period.key, against, touchpoint, section: words.get("section") ?? "" };
}

function addressOf(state) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) if (value) words.set(name, value);
  return `#${words}`;
}

const choose = (state, change) => { location.hash = addressOf({ ...state, ...change }); };

// Documents -------------------------------------------------------------------------------------------

function found(state, report, by, { period = state.period, touchpoint = null } = {}) {
  const fits = DATA.documents.filter((one) =>
    one.report === report && one.by === by && one.period === period && one.touchpoint === touchpoint);
  return fits.find((one) => one.comparison === state.against)
    ?? fits.find((one) => one.comparison === "before") ?? null;
}

const rowsOf = (one) => one?.document.rows ?? [];
const hasReport = (name) => DATA.documents.some((one) => one.report === name);

// The row of the touchpoint that is chosen, in a document whose rows are by touchpoint.
function wholeOf(state, report, period = state.period) {
  const rows = rowsOf(found(state, report, "touchpoint", { period }));
  return rows.find((row) => (row.group ?? null) === state.touchpoint && !isKnown(row.reason)) ?? null;
}

const groupsOf = (state, report) =>
  rowsOf(found(state, report, "touchpoint")).filter((row) => isKnown(row.group) && !isKnown(row.reason));
