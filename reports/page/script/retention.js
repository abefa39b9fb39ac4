// Who comes back: cohorts as a table whose cells are shaded by their share, and the base from start to end.

const MONTHS_SHOWN = 12;

const monthName = (day) => DATA.months.find((one) => one.key === day)?.label ?? day.slice(0, 7);

function cohortsOf(rows) {
  const names = [...new Set(rows.map((row) => row.cohort))].slice(-MONTHS_SHOWN);
  return names.map((name) => {
    const own = rows.filter((row) => row.cohort === name);
    return { name, n: own[0].n, months: new Map(own.map((row) => [row.month, row])) };
  });
}

function shaded(row) {
  if (row === undefined) return "";
  if (!isKnown(row.share)) return hiddenBelow(row);
  const words = bareShare(row.share) + (row.partial ? "…" : "");
  return html`<span class="heat" style=${{ "--heat": row.share }}
    title=${isKnown(row.low) ? `${bareShare(row.low)}…${bareShare(row.high)}` : ""}>${words}</span>`;
}

const hiddenBelow = (row) => (row.n ? t("page-hidden-here") : UNKNOWN_SIGN);

function Cohorts({ rows, state }) {
  const cohorts = cohortsOf(rows);
  if (!cohorts.length) return html`<${Missing}>${t("page-nothing")}<//>`;
  const later = [...new Set(rows.map((row) => row.month))].filter((month) => month > 0 && month <= MONTHS_SHOWN);
  later.sort((one, other) => one - other);
  if (!later.length) {
    return html`<${Missing}>${t("page-cohorts-short")} <${Longer} state=${state} section="retention" /><//>`;
  }
  return html`<${Table} name="cohorts" caption=${t("page-cohorts")} columns=${[
    { title: t("page-cohort"), cell: (one) => monthName(one.name), words: true },
    { title: t("page-people"), cell: (one) => number(one.n) },
    ...later.map((month) => ({ title: number(month), cell: (one) => shaded(one.months.get(month)) })),
  ]} rows=${cohorts} /><${Note}>${t("page-cohorts-note")}<//>`;
}

function RetentionTable({ one, state }) {
  const [whole, ...rows] = rowsOf(one);
  if (!whole) return null;
  const withLimits = (value, low, high) => (isKnown(value)
    ? withInterval(percent(value), bareShare(low), bareShare(high)) : t("page-unknown"));
  return html`<${FactTable} name="retention" caption=${t("page-purchases")} facts=${[
    ["page-customers", orUnknown(whole.customers)],
    ["page-repeat", withLimits(whole.repeat_rate, whole.repeat_low, whole.repeat_high)],
    ["page-frequency", orUnknown(whole.frequency, (value) => number(value, 1))],
    ["page-average-order", orUnknown(whole.average_order, money)],
    ["page-kept", withLimits(whole.retention, whole.retention_low, whole.retention_high)],
    ["page-clv", orUnknown(whole.clv, money)],
    ["page-silent", orUnknown(whole.silent)],
  ]} />
  ${isKnown(whole.clv_formula) && html`<${Note}>${t("page-formula", { formula: whole.clv_formula })}<//>`}
  <${Cohorts} rows=${rows.filter((row) => isKnown(row.cohort))} state=${state} />`;
}

const BRIDGE = [
  ["page-base-start", "start"], ["page-base-new", "new"], ["page-base-returned", "returned"],
  ["page-base-avoidable", "lost_avoidable"], ["page-base-natural", "lost_natural"],
  ["page-base-involuntary", "lost_involuntary"], ["page-base-unknown", "lost_unknown"], ["page-base-end", "end"],
];

function BaseBridge({ one }) {
  const [row] = rowsOf(one);
  if (!row) return null;
  const facts = BRIDGE.map(([title, name]) => [title, orUnknown(row[name])]);
  return html`<${FactTable} name="base" caption=${t("page-base")} facts=${facts} />`;
}

function WordsTable({ one }) {
  const rows = rowsOf(one).filter((row) => row.theme);
  rows.sort((one, other) => (other.displeased ?? 0) - (one.displeased ?? 0));
  if (!rows.length) return html`<${Missing}>${t("page-nothing")}<//>`;
  return html`<${Table} name="themes" caption=${t("page-words")} columns=${[
    { title: t("page-category"), cell: (row) => label("theme", row.theme), words: true },
    { title: t("page-people"), cell: (row) => isKnown(row.n) ? number(row.n) : hiddenWords() },
    { title: t("page-share"), cell: shareOfTheme },
    { title: t("page-displeased"), cell: (row) => orUnknown(row.displeased) },
    { title: t("page-was"), cell: (row) => orUnknown(row.previous_n) },
    { title: t("page-change"), cell: (row) => t(row.significant ? (row.change > 0 ? "page-rose" : "page-fell")
      : isKnown(row.significant) ? "page-no-change" : "page-unknown"), words: true },
  ]} rows=${rows} />
  ${rows.filter((row) => row.quotes.length).map((row) => html`<h3>${label("theme", row.theme)}</h3>
    ${row.quotes.map((quote) => html`<blockquote>${quote.words}</blockquote>`)}`)}`;
}

const shareOfTheme = (row) => (isKnown(row.share)
  ? withInterval(percent(row.share), bareShare(row.low), bareShare(row.high)) : UNKNOWN_SIGN);

const OWN = { base: BaseBridge, retention: RetentionTable, words: WordsTable };

