// The pieces that sections are made of: numbers with what they are worth, tables, bars.

const isHidden = (n) => n > 0 && n < DATA.limits.hidden;
const isSecret = (row) => row?.hidden === true;
const hiddenWords = () => t("page-hidden", { n: DATA.limits.hidden });
const isFew = (n) => n < DATA.limits.few;

// `was` is { value, low, high, n } of the other period, written; null where it is unknown.
function Before({ was, verdict, isRise, isGood }) {
  if (was === null) return html`<p class="before">${t("page-before-unknown")}</p>`;
  const before = t(was.low === null ? "page-before-bare" : "page-before", was);
  if (verdict === "unknown") return html`<p class="before">${before}</p>`;
  const isProven = verdict === "significant";
  const words = isProven ? t(isRise ? "page-rose" : "page-fell") : t("page-no-change");
  return html`<p class="before"><span class="verdict ${isProven ? (isGood ? "good" : "bad") : ""}">${words}</span>
    ${" · "}${before}</p>`;
}

function Figure({ value, unit, low, high, n, children }) {
  return html`<div class="figure">
    <p class="value">${value}${unit && html` <span class="unit">${unit}</span>`}</p>
    <p class="worth">${isKnown(low) && html`<span>${t("page-interval", { low, high })}</span> · `}${n}</p>
    ${children}
  </div>`;
}

const Missing = ({ children }) => html`<p class="missing">${children}</p>`;
// What takes longer than the chosen period is seen in the longest one.
function Longer({ state, section }) {
  const days = (one) => Number.parseInt(one.key, 10) || 0;
  const longest = DATA.periods.reduce((most, one) => (days(one) > days(most) ? one : most));
  if (state.period === longest.key) return null;
  return html`<a href=${addressOf({ ...state, period: longest.key, section })}>${t("page-longer", {
    days: t(`page-period-${longest.key}`) })}</a>`;
}
const Note = ({ children }) => html`<p class="note">${children}</p>`;

// On a narrow screen a row becomes a card whose cells bear the names of their columns.
function Table({ caption, columns, rows, name }) {
  return html`<table role="table" data-table=${name}>
    <caption>${caption}</caption>
    <thead role="rowgroup"><tr role="row">${columns.map((column) => html`
      <th role="columnheader" scope="col" class=${column.words ? "" : "number"}>${column.title}</th>`)}
    </tr></thead>
    <tbody role="rowgroup">${rows.map((row) => html`<tr role="row" class=${row.isChosen ? "chosen" : ""}>
      ${columns.map((column, place) => place === 0
        ? html`<th role="rowheader" scope="row">${column.cell(row)}</th>`
        : html`<td role="cell" data-title=${column.title}
            class=${column.words ? "" : "number"}>${column.cell(row)}</td>`)}
    </tr>`)}</tbody>
  </table>`;
}

const Bar = ({ part, of }) => html`<span class="bar" aria-hidden="true">
  <span style=${{ width: `${of > 0 ? (100 * part) / of : 0}%` }}></span></span>`;

const counted = (n, of) => html`<span class="barred"><span class="counted">${number(n)}</span> <${Bar} part=${n} of=${of} /></span>`;

// A dot with its whiskers on the scale −100…100.
function Whisker({ value, low, high }) {
  const at = (score) => 100 + score;
  return html`<svg class="whisker" viewBox="-4 0 208 16" aria-hidden="true" focusable="false">
    <line class="axis" x1="0" x2="200" y1="8" y2="8" /><line class="axis" x1="100" x2="100" y1="1" y2="15" />
    <line class="reach" x1=${at(low)} x2=${at(high)} y1="8" y2="8" />
    <circle cx=${at(value)} cy="8" r="5" />
  </svg>`;
}

const withInterval = (value, low, high) => html`${value} <span class="range">(${low}…${high})</span>`;

// A touchpoint's name, as a link that chooses it where it can be chosen.
function Place({ state, place }) {
  if (!DATA.touchpoints.includes(place)) return placeName(place);
  const isChosen = place === state.touchpoint;
  const address = addressOf({ ...state, touchpoint: isChosen ? "" : place, section: "" });
  return html`<a href=${address} aria-current=${isChosen ? "true" : undefined}>${placeName(place)}</a>`;
}

// What a report of another version tells: a row a line, every column under its own name.
const NESTED = (value) => isKnown(value) && typeof value === "object";

function plainCell(value) {
  if (!isKnown(value)) return t("page-unknown");
  if (typeof value === "boolean") return t(value ? "page-yes" : "page-no");
  if (typeof value === "number") return number(value, Number.isInteger(value) ? 0 : 2);
  if (Array.isArray(value)) return value.map(plainCell).join(", ");
  return NESTED(value) ? Object.entries(value).map(([name, one]) => `${name}: ${plainCell(one)}`).join("; ")
    : label("touchpoint", value);
}

function PlainTable({ caption, one }) {
  const rows = rowsOf(one);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (!names.length) return html`<${Missing}>${t("page-nothing")}<//>`;
  const columns = names.map((name) => ({
    title: name.replaceAll("_", " "), cell: (row) => (name in row ? plainCell(row[name]) : UNKNOWN_SIGN) }));
  return html`<${Table} caption=${caption} columns=${columns} rows=${rows} name=${one.report} />
    ${one.rows > rows.length && html`<${Note}>${t("page-cut", { n: number(rows.length), of: number(one.rows) })}<//>`}`;
}
