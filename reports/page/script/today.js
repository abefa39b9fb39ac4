// What is red first, then the four numbers.

function npsMissing(row) {
  if (row === null || !row.n) return t("page-no-answers");
  return t("page-hidden", { n: DATA.limits.hidden });
}

function NpsFigure({ row }) {
  if (row === null || !isKnown(row.nps) || isHidden(row.n)) return html`<${Missing}>${npsMissing(row)}<//>`;
  const was = row.previous;
  const isWasKnown = isKnown(was.nps) && !isHidden(was.n);
  const verdict = isFew(Math.min(row.n, was.n)) ? "unknown" : row.significant ? "significant" : "same";
  return html`<${Figure} value=${signed(row.nps)} low=${signed(row.low)} high=${signed(row.high)}
      n=${t("page-n", { n: number(row.n) })}>
    ${isFew(row.n) && html`<p class="before">${t("page-few")}</p>`}
    <${Before} verdict=${verdict} isRise=${row.change > 0} isGood=${row.change > 0} was=${isWasKnown ? {
      value: signed(was.nps), low: signed(was.low), high: signed(was.high), n: number(was.n) } : null} />
  <//>`;
}

function ComplaintsFigure({ row }) {
  if (row === null) return html`<${Missing}>${t("page-no-complaints")}<//>`;
  if (!isKnown(row.cases)) return html`<${Missing}>${t("page-unknown")}<//>`;
  const was = row.previous ?? {};
  if (!isKnown(row.per_100_orders)) {
    return html`<${Figure} value=${number(row.cases)} unit=${t("page-cases")} n=${t("page-no-orders")}>
      <${Before} verdict="unknown" was=${isKnown(was.cases) ? { value: number(was.cases), low: null } : null} />
    <//>`;
  }
  const verdict = isKnown(row.significant) ? (row.significant ? "significant" : "same") : "unknown";
  const isRise = !isKnown(row.change_ratio) || row.change_ratio > 1;
  return html`<${Figure} value=${number(row.per_100_orders, 1)} unit=${t("page-per-100")}
      low=${number(row.per_100_orders_low, 1)} high=${number(row.per_100_orders_high, 1)}
      n=${t("page-cases-of-orders", { n: number(row.cases), of: number(row.orders) })}>
    <${Before} verdict=${verdict} isRise=${isRise} isGood=${!isRise} was=${isKnown(was.per_100_orders) ? {
      value: number(was.per_100_orders, 1), low: number(was.per_100_orders_low, 1),
      high: number(was.per_100_orders_high, 1), n: number(was.orders) } : null} />
  <//>`;
}

function ChurnFigure({ row }) {
  if (row === null || !isKnown(row.churn)) {
    return html`<${Missing}>${t("page-churn-unknown")}<//>`;
  }
  const was = row.previous ?? {};
  const isEnough = isKnown(was.started) && !isFew(Math.min(row.started, was.started));
  const verdict = isKnown(row.significant) && isEnough ? (row.significant ? "significant" : "same") : "unknown";
  return html`<${Figure} value=${percent(row.churn)} low=${bareShare(row.churn_low)} high=${bareShare(row.churn_high)}
      n=${t("page-lost-of", { n: number(row.lost), of: number(row.started) })}>
    <${Before} verdict=${verdict} isRise=${row.change > 0} isGood=${row.change < 0} was=${isKnown(was.churn) ? {
      value: percent(was.churn), low: bareShare(was.churn_low), high: bareShare(was.churn_high),
      n: number(was.started) } : null} />
  <//>`;
}

// Each arm by itself: together they say nothing of the difference.
function armsReturned(rows) {
  const [treated, holdout] = ["treated", "holdout"].map((arm) =>
    rows.find((one) => one.arm === arm && !isKnown(one.campaign)));
  if (isSecret(treated) || isSecret(holdout)) return hiddenWords();
  return t("page-arms-returned", {
    n: number(treated.returned), of: number(treated.assigned),
    left: number(holdout.returned), alone: number(holdout.assigned) });
}

function WinbackFigure({ state }) {
  const rows = rowsOf(found(state, "winback", null));
  const row = rows[0];
  if (!row || !isKnown(row.uplift)) {
    return html`<${Missing}>${t("page-winback-unknown")} <${Longer} state=${state} section="winback" /><//>`;
  }
  return html`<${Figure} value=${points(row.uplift)} unit=${t("page-points")}
      low=${points(row.low)} high=${points(row.high)}
      n=${armsReturned(rows)}>
    <p class="before">${row.proven ? t("page-proven")
      : t("page-unproven", { n: orUnknown(row.still_needed) })}</p>
  <//>`;
}

// The branch that is hardly by chance below the others, the lowest first.
function worstBranch(state) {
  const below = groupsOf(state, "nps").filter((row) => row.differs === true && row.nps < row.rest_nps);
  return below.sort((one, other) => one.nps - other.nps)[0] ?? null;
}

function mainReason(state) {
  const rows = rowsOf(found(state, "churn", "touchpoint")).filter((row) =>
    (row.group ?? null) === state.touchpoint && row.class === "avoidable" && isKnown(row.customers));
  return rows.sort((one, other) => other.customers - one.customers)[0] ?? null;
}

function Facts({ state }) {
  const waiting = hasReport("complaints") ? wholeOf(state, "complaints") : null;
  const worst = state.touchpoint === null && hasReport("nps") ? worstBranch(state) : null;
  const reason = hasReport("churn") ? mainReason(state) : null;
  const facts = [];
  if (waiting?.open_unanswered) facts.push(html`<li class="red"><strong>${t("page-urgent")}</strong>${" "}
    <a href=${addressOf({ ...state, section: "complaints" })}>${t("page-unanswered", {
      n: number(waiting.open_unanswered), age: duration(waiting.oldest_unanswered_s) })}</a></li>`);
  if (worst) facts.push(html`<li>
    <a href=${addressOf({ ...state, touchpoint: worst.group, section: "nps" })}>${t("page-worst", {
      where: placeName(worst.group), value: signed(worst.nps), low: signed(worst.low),
      high: signed(worst.high), n: number(worst.n) })}</a></li>`);
  if (reason) facts.push(html`<li><a href=${addressOf({ ...state, section: "leaving" })}>${t("page-main-reason", {
    reason: label("reason", reason.reason), n: number(reason.customers) })}</a></li>`);
  return facts.length ? html`<ul class="facts">${facts}</ul>` : html`<p class="note">${t("page-calm")}</p>`;
}

const CARDS = [
  ["nps", "page-card-nps", (state) => html`<${NpsFigure} row=${wholeOf(state, "nps")} />`],
  ["complaints", "page-card-complaints", (state) => html`<${ComplaintsFigure} row=${wholeOf(state, "complaints")} />`],
  ["churn", "page-card-left", (state) => html`<${ChurnFigure} row=${wholeOf(state, "churn")} />`],
  ["winback", "page-card-returned", (state) => html`<${WinbackFigure} state=${state} />
    ${state.touchpoint !== null && html`<p class="before">${t("page-whole-company")}</p>`}`],
];

function Today({ state }) {
  return html`<${Facts} state=${state} />
    <div class="cards">${CARDS.filter(([report]) => hasReport(report)).map(([report, title, figure]) => html`
      <section class="card" data-card=${report}><h3>${t(title)}</h3>${figure(state)}</section>`)}
    </div>`;
}
