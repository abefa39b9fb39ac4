// The sections below the first: each a figure, then tables.

const whereWords = (state) => (state.touchpoint === null ? "" : ` · ${placeName(state.touchpoint)}`);

function NpsSection({ state, theme }) {
  const row = wholeOf(state, "nps");
  const isShown = row !== null && isKnown(row.nps) && !isHidden(row.n);
  return html`<${NpsFigure} row=${row} />
    ${isShown && html`<${Table} name="distribution" caption=${t("page-distribution") + whereWords(state)} columns=${[
      { title: t("page-score"), cell: (one) => one.title, words: true },
      { title: t("page-people"), cell: (one) => counted(one.n, row.n) },
      { title: t("page-share"), cell: (one) => percent(one.share / 100) },
    ]} rows=${distributionOf(row)} />`}
    ${isShown && isKnown(row.response_rate) && html`<${Note}>${t("page-response", {
      share: percent(row.response_rate), of: number(row.delivered) })}<//>`}
    <${NpsBranches} state=${state} />
    <${Trend} kind="nps" state=${state} theme=${theme} />
    <${Recovery} state=${state} />`;
}

// Shares are whole and together 100, by the largest remainder; of equal ones in the way that agrees with the NPS.
function distributionOf(row) {
  const parts = [["page-promoters", row.promoters], ["page-passives", row.passives], ["page-detractors", row.detractors]];
  const exact = parts.map(([, n]) => (100 * n) / row.n);
  const floors = exact.map(Math.floor);
  const left = 100 - floors.reduce((sum, one) => sum + one, 0);
  const ways = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [0, 1, 2].map((place) => (bits >> place) & 1))
    .filter((more) => more.reduce((sum, one) => sum + one, 0) === left)
    .map((more) => floors.map((floor, place) => floor + more[place]));
  const off = (way) => exact.reduce((sum, one, place) => sum + (one - way[place]) ** 2, 0);
  const apart = (way) => Math.abs(way[0] - way[2] - Math.sign(row.nps) * Math.round(Math.abs(row.nps)));
  ways.sort((one, other) => (Math.abs(off(one) - off(other)) > 1e-9 ? off(one) - off(other) : apart(one) - apart(other)));
  return parts.map(([title, n], place) => ({ title: t(title), n, share: ways[0][place] }));
}

function NpsBranches({ state }) {
  const isShown = (row) => isKnown(row.nps) && !isHidden(row.n);
  const rows = groupsOf(state, "nps").map((row) => ({ ...row, isChosen: row.group === state.touchpoint }));
  if (!rows.length) return html`<${Missing}>${t("page-no-branches")}<//>`;
  const isBelow = (row) => row.differs === true && row.nps < row.rest_nps;
  rows.sort((one, other) => isShown(other) - isShown(one) || isBelow(other) - isBelow(one)
    || one.nps - other.nps || other.n - one.n);
  return html`<${Table} name="branches" caption=${t("page-branches-nps")} columns=${[
    { title: t("page-branch"), cell: (row) => html`<${Place} state=${state} place=${row.group} />`, words: true },
    { title: "NPS", cell: (row) => isShown(row)
      ? withInterval(signed(row.nps), signed(row.low), signed(row.high)) : npsMissing(row) },
    { title: t("page-scale"), cell: (row) => isShown(row) && html`<${Whisker} value=${row.nps} low=${row.low} high=${row.high} />`, words: true },
    { title: t("page-people"), cell: (row) => number(row.n) },
    { title: t("page-rest"), cell: (row) => besideTheRest(row), words: true },
    { title: t("page-was"), cell: (row) => isKnown(row.previous.nps) && !isHidden(row.previous.n)
      ? signed(row.previous.nps) : t("page-unknown") },
    { title: t("page-change"), cell: (row) => npsVerdict(row), words: true },
  ]} rows=${rows} /><${Unlisted} />`;
}

// Several branches are held against their rest at once, which the reports allow for.
function besideTheRest(row) {
  if (!isKnown(row.differs)) return t("page-unknown");
  if (!row.differs) return t("page-alike");
  const isHigher = row.nps > row.rest_nps;
  return html`<span class="verdict ${isHigher ? "good" : "bad"}">${t(isHigher ? "page-higher" : "page-lower")}</span>`;
}

function npsVerdict(row) {
  if (!isKnown(row.significant)) return t("page-unknown");
  if (isFew(Math.min(row.n, row.previous.n))) return t("page-few-short");
  if (!row.significant) return t("page-no-change");
  return html`<span class="verdict ${row.change > 0 ? "good" : "bad"}">${t(row.change > 0 ? "page-rose" : "page-fell")}</span>`;
}

const Unlisted = () => (DATA.unlisted
  ? html`<${Note}>${t("page-unlisted", { n: number(DATA.unlisted) })}<//>` : null);

// Complaints ------------------------------------------------------------------------------------------

function ComplaintsSection({ state }) {
  const row = wholeOf(state, "complaints");
  const categories = rowsOf(found(state, "complaints", "category", { touchpoint: state.touchpoint }))
    .filter((one) => isKnown(one.group) && one.cases);
  const branches = groupsOf(state, "complaints").map((one) => ({ ...one, isChosen: one.group === state.touchpoint }));
  const most = Math.max(...categories.map((one) => one.cases), 0);
  const rate = (one) => (isKnown(one.per_100_orders)
    ? withInterval(number(one.per_100_orders, 1), number(one.per_100_orders_low, 1), number(one.per_100_orders_high, 1))
    : t("page-unknown"));
  return html`<${ComplaintsFigure} row=${row} />
    ${row !== null && html`<${Handling} row=${row} caption=${t(row.working_hours ? "page-handling-working" : "page-handling") + whereWords(state)} />`}
    ${categories.length > 0 && html`<${Table} name="categories" caption=${t("page-categories") + whereWords(state)} columns=${[
      { title: t("page-category"), cell: (one) => label("category", one.group), words: true },
      { title: t("page-complaints"), cell: (one) => counted(one.cases, most) },
      { title: t("page-per-100"), cell: rate },
      { title: t("page-waiting"), cell: (one) => number(one.open_unanswered) },
    ]} rows=${categories} />`}
    ${branches.length > 0 && html`<${Table} name="complaint-branches" caption=${t("page-branches-complaints")} columns=${[
      { title: t("page-branch"), cell: (one) => html`<${Place} state=${state} place=${one.group} />`, words: true },
      { title: t("page-complaints"), cell: (one) => number(one.cases) },
      { title: t("page-per-100"), cell: rate },
      { title: t("page-was"), cell: (one) => orUnknown(one.previous?.per_100_orders, (value) => number(value, 1)) },
      { title: t("page-waiting"), cell: (one) => number(one.open_unanswered) },
    ]} rows=${branches} /><${Unlisted} />`}`;
}

function Handling({ row, caption }) {
  const facts = [
    ["page-first-reply", orUnknown(row.first_response_median_s, duration)],
    ["page-first-reply-p90", orUnknown(row.first_response_p90_s, duration)],
    ["page-solution", orUnknown(row.resolve_median_s, duration)],
    ["page-reopened", orUnknown(row.reopened)],
    ["page-waiting", orUnknown(row.open_unanswered)],
    ["page-complainants", orUnknown(row.complainants)],
  ];
  return html`<${FactTable} name="handling" caption=${caption} facts=${facts} />`;
}

const FactTable = ({ name, caption, facts }) => html`<table class="pairs" data-table=${name}>
  <caption>${caption}</caption><tbody>${facts.map(([title, value]) => html`
    <tr><th scope="row">${t(title)}</th><td class="number">${value}</td></tr>`)}</tbody></table>`;

// Leaving ---------------------------------------------------------------------------------------------

const shareOf = (row) => (isKnown(row.share_low)
  ? withInterval(percent(row.share), bareShare(row.share_low), bareShare(row.share_high))
  : orUnknown(row.share, percent));

// Reasons that too few named are one row, as in the chat: nothing is told of any of them.
function shownReasons(whole, reasons) {
  const own = reasons.filter((row) => !isSecret(row));
  if (own.length === reasons.length) return own;
  const without = (name) => own.reduce((left, row) => left - (row[name] ?? 0), whole[name]);
  const customers = without("customers");
  const rest = { isRest: true, customers, share: customers / whole.customers, share_low: null,
    money: isKnown(whole.money) ? without("money") : null };
  return [...own, rest];
}

function LeavingSection({ state, theme }) {
  const whole = wholeOf(state, "churn");
  const reasons = shownReasons(whole, rowsOf(found(state, "churn", "touchpoint")).filter((row) =>
    isKnown(row.reason) && (row.group ?? null) === state.touchpoint));
  const most = Math.max(...reasons.filter((row) => !row.isRest).map((row) => row.customers), 0);
  const branches = groupsOf(state, "churn").map((row) => ({ ...row, isChosen: row.group === state.touchpoint }));
  return html`<${ChurnFigure} row=${whole} />
    ${whole !== null && html`<${Note}>${t("page-told", {
      n: number(whole.answered), of: number(whole.sessions) })}<//>`}
    ${reasons.length === 0 || isSecret(whole) || isHidden(whole?.answered ?? 0)
      ? html`<${Missing}>${t(whole?.customers ? "page-reasons-hidden" : "page-no-reasons", { n: DATA.limits.hidden })}<//>`
      : html`<${Table} name="reasons" caption=${t("page-reasons") + whereWords(state)} columns=${[
        { title: t("page-reason"), cell: (row) => row.isRest ? t("page-rest-reasons") : label("reason", row.reason), words: true },
        { title: t("page-kind"), cell: (row) => row.isRest ? UNKNOWN_SIGN : t(`page-${row.class}`), words: true },
        { title: t("page-people"), cell: (row) => row.isRest ? number(row.customers) : counted(row.customers, most) },
        { title: t("page-share-of", { n: number(whole.customers) }), cell: (row) => shareOf(row) },
        { title: t("page-of-shown"), cell: (row) => row.isRest ? UNKNOWN_SIGN : orUnknown(row.shown) },
        { title: t("page-money"), cell: (row) => orUnknown(row.money, money) },
      ]} rows=${reasons} />`}
    <${Trend} kind="churn" state=${state} theme=${theme} />
    ${state.touchpoint !== null && html`<${Note}>${t("page-whole-company")}<//>`}
    ${branches.length > 0 && html`<${Table} name="churn-branches" caption=${t("page-branches-churn")} columns=${[
      { title: t("page-branch"), cell: (row) => html`<${Place} state=${state} place=${row.group} />`, words: true },
      { title: t("page-card-left"), cell: (row) => isKnown(row.churn)
        ? withInterval(percent(row.churn), bareShare(row.churn_low), bareShare(row.churn_high)) : t("page-unknown") },
      { title: t("page-people"), cell: (row) => isSecret(row) || isHidden(row.customers) ? hiddenWords() : number(row.customers) },
    ]} rows=${branches} />`}`;
}

// Win-back --------------------------------------------------------------------------------------------

// A line for each reason: its people who were invited beside those who were left alone.
function wavesOf(rows) {
  const names = [...new Set(rows.filter((row) => isKnown(row.arm)).map((row) => row.campaign))];
  return names.map((name) => {
    const [treated, holdout] = ["treated", "holdout"].map((arm) =>
      rows.find((row) => row.campaign === name && row.arm === arm));
    return { name, treated, holdout, n: Math.min(treated?.assigned ?? 0, holdout?.assigned ?? 0) };
  }).filter((wave) => wave.treated?.assigned || wave.holdout?.assigned);
}

function armCell(wave, arm) {
  const row = wave[arm];
  if (isSecret(row) || wave.n < DATA.limits.hidden) return hiddenWords();
  return html`${t("page-returned-of", { n: orUnknown(row.returned), of: number(row.assigned) })}
    <span class="range"> (${orUnknown(row.rate, percent)})</span>`;
}

function WinbackSection({ state }) {
  const rows = rowsOf(found(state, "winback", null));
  const whole = rows[0];
  const waves = wavesOf(rows);
  return html`<${WinbackFigure} state=${state} />
    ${state.touchpoint !== null && html`<${Note}>${t("page-whole-company")}<//>`}
    ${waves.length > 0 && html`<${Table} name="arms" caption=${t("page-arms")} columns=${[
      { title: t("page-reason"), cell: (wave) => isKnown(wave.name) ? label("reason", wave.name) : t("page-all"), words: true },
      { title: t("page-treated"), cell: (wave) => armCell(wave, "treated") },
      { title: t("page-holdout"), cell: (wave) => armCell(wave, "holdout") },
    ]} rows=${waves} />
    <${FactTable} name="winback-facts" caption=${t("page-winback-facts")} facts=${[
      ["page-delivered", orUnknown(whole.delivered)],
      ["page-unsubscribed", orUnknown(whole.unsubscribed)],
      ["page-offers-used", orUnknown(whole.offers_used)],
      ["page-cost-each", orUnknown(whole.cost_per_incremental, money)],
    ]} />`}`;
}

// Reports that have no view of their own here are shown as they are.
function PlainSection({ state, section }) {
  return section.sources.map((source) => {
    const one = found(state, source.report, source.by, { touchpoint: state.touchpoint })
      ?? found(state, source.report, source.by);
    if (!one) return html`<${Missing}>${t("page-nothing")}<//>`;
    const isOfAll = state.touchpoint !== null && one.touchpoint === null;
    return html`${isOfAll && html`<${Note}>${t("page-whole-company")}<//>`}
      <${OWN[source.report] ?? PlainTable} one=${one} caption=${section.title} state=${state} />`;
  });
}

const VIEWS = {
  today: Today, nps: NpsSection, complaints: ComplaintsSection, leaving: LeavingSection, winback: WinbackSection,
};
