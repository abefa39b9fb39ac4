// A number month by month with its target and what managers did: a picture, and the same as a table.

const ACTIONS_SHOWN = 6;
const coloured = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// What a trend is of. Values are in the unit of the axis; `ends` are as far as it may reach.
const TRENDS = {
  nps: {
    title: (state) => t("page-trend", { where: placeName(state.touchpoint) }),
    picture: "page-trend-picture",
    column: "NPS",
    people: "page-people",
    ends: [-100, 100],
    step: 10,
    target: DATA.targets.nps,
    write: (value) => signed(value),
    monthOf: (state, key) => {
      const row = wholeOf(state, "nps", key);
      const isShown = row !== null && isKnown(row.nps) && !isHidden(row.n);
      const [value, low, high] = isShown ? [row.nps, row.low, row.high] : [null, null, null];
      return { value, low, high, n: row?.n ?? 0, missing: npsMissing(row) };
    },
  },
  churn: {
    title: () => t("page-trend-churn"),
    picture: "page-trend-churn-picture",
    column: t("page-card-left"),
    people: "page-there",
    ends: [0, 100],
    step: 2,
    target: isKnown(DATA.targets.churn) ? 100 * DATA.targets.churn : null,
    write: (value) => percent(value / 100),
    monthOf: (state, key) => {
      const row = rowsOf(found(state, "churn", null, { period: key }))[0];
      const isWhole = !isKnown(row?.leaving_since) || row.leaving_since <= key;
      const isShown = isWhole && isKnown(row?.churn) && !isHidden(row.started);
      const [value, low, high] = isShown
        ? [row.churn, row.churn_low, row.churn_high].map((share) => 100 * share) : [null, null, null];
      return { value, low, high, n: row?.started ?? 0, missing: isHidden(row?.started ?? 0) ? hiddenWords() : t("page-unknown") };
    },
  },
};

const monthsOf = (kind, state) => DATA.months.map((month) => ({ ...month, ...TRENDS[kind].monthOf(state, month.key) }));

// The latest things that managers noted as done, each with its number and its place on the axis of months.
function actionsOf(kind) {
  const done = DATA.months.flatMap((month, place) => {
    const one = DATA.documents.find((known) => known.report === kind && known.period === month.key);
    return (one?.document.actions ?? []).map((action) => ({ ...action, at: place - 0.5 + (dayOf(action) - 0.5) / 31 }));
  });
  return done.slice(-ACTIONS_SHOWN).map((action, place) => ({ ...action, number: place + 1 }));
}

const dayOf = (action) => Number(action.day.slice(8));
const dayWords = (action) => new Intl.DateTimeFormat(DATA.language, { day: "numeric", month: "short", timeZone: "UTC" })
  .format(new Date(action.day));

// Lines of the target and of what was done, over the numbers.
function drawMarks(chart, trend, actions) {
  const { ctx, bbox } = chart;
  const sharp = devicePixelRatio;
  const line = (color, ...ends) => {
    ctx.strokeStyle = color;
    ctx.beginPath();
    ctx.moveTo(ends[0], ends[1]);
    ctx.lineTo(ends[2], ends[3]);
    ctx.stroke();
  };
  ctx.save();
  ctx.lineWidth = sharp;
  ctx.setLineDash([5 * sharp, 4 * sharp]);
  if (isKnown(trend.target)) {
    const y = chart.valToPos(trend.target, "y", true);
    line(coloured("--good"), bbox.left, y, bbox.left + bbox.width, y);
  }
  ctx.font = `${12 * sharp}px system-ui, sans-serif`;
  ctx.textAlign = "center";
  for (const action of actions) {
    const x = chart.valToPos(action.at, "x", true);
    line(coloured("--quiet"), x, bbox.top + 16 * sharp, x, bbox.top + bbox.height);
    ctx.fillStyle = coloured("--ink");
    ctx.fillText(String(action.number), x, bbox.top + 11 * sharp);
  }
  ctx.restore();
}

function chartOf(box, trend, months, actions) {
  const pick = (name) => months.map((one) => one[name]);
  const font = "12px system-ui, sans-serif";
  const axis = { stroke: coloured("--quiet"), font, grid: { stroke: coloured("--line") }, ticks: { show: false } };
  const line = coloured("--accent");
  const limit = { stroke: "transparent", points: { show: false } };
  const wide = Math.max(2, Math.ceil(months.length / Math.max(2, Math.floor(box.clientWidth / 85))));
  return new uPlot({
    width: box.clientWidth,
    height: 240,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.5, months.length - 0.5] }, y: { range: (_, low, high) => reach(trend, low, high) } },
    axes: [
      { ...axis, grid: { show: false }, splits: () => months.map((_, place) => place),
        values: () => months.map((one, place) => (place % (box.clientWidth < 700 ? wide : 1) ? "" : one.label)) },
      { ...axis, size: 52, values: (_, all) => all.map((one) => trend.write(one)) },
    ],
    series: [
      {},
      { ...limit },
      { ...limit },
      { stroke: line, width: 2, points: { show: true, size: 7, fill: line, stroke: line } },
    ],
    bands: [{ series: [2, 1], fill: coloured("--band") }],
    hooks: { draw: [(chart) => drawMarks(chart, trend, actions)] },
  }, [months.map((_, place) => place), pick("low"), pick("high"), pick("value")], box);
}

// As far as the numbers and the target, with half a step around.
function reach({ ends: [least, most], step, target }, low, high) {
  if (low === null) return [least, most];
  const [lowest, highest] = [Math.min(low, target ?? low), Math.max(high, target ?? high)];
  return [Math.max(least, Math.floor(lowest / step) * step - step / 2),
    Math.min(most, Math.ceil(highest / step) * step + step / 2)];
}

function Trend({ kind, state, theme }) {
  const box = useRef(null);
  const trend = TRENDS[kind];
  const months = monthsOf(kind, state);
  const actions = actionsOf(kind);
  const isShown = months.filter((one) => one.value !== null).length >= 2;
  useEffect(() => {
    if (!isShown) return undefined;
    let chart = chartOf(box.current, trend, months, actions);
    const redraw = () => {
      chart.destroy();
      chart = chartOf(box.current, trend, months, actions);
    };
    addEventListener("resize", redraw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    return () => {
      removeEventListener("resize", redraw);
      matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", redraw);
      chart.destroy();
    };
  }, [state.touchpoint, theme]);
  if (!isShown) return html`<${Missing}>${t("page-no-trend")}<//>`;
  return html`<figure class="trend" data-trend=${kind}>
    <figcaption>${trend.title(state)}</figcaption>
    <div class="chart" ref=${box} role="img" aria-label=${t(trend.picture)}></div>
    ${isKnown(trend.target) && html`<${Note}>${t("page-target", { value: trend.write(trend.target) })}<//>`}
    ${actions.length > 0 && html`<p class="note">${t("page-actions")}</p><ol class="actions">${actions.map((action) => html`
      <li>${dayWords(action)}: ${action.text}</li>`)}</ol>`}
    <details><summary>${t("page-trend-table")}</summary>
      <${Table} name="trend-${kind}" caption=${trend.title(state)} columns=${[
        { title: t("page-month"), cell: (one) => one.running ? `${one.label}, ${t("page-running")}` : one.label },
        { title: trend.column, cell: (one) => one.value !== null ? trend.write(one.value) : one.missing },
        { title: t("page-range"), cell: (one) => one.value !== null
          ? `${trend.write(one.low)}…${trend.write(one.high)}` : UNKNOWN_SIGN },
        { title: t(trend.people), cell: (one) => number(one.n) },
      ]} rows=${months} />
    </details>
  </figure>`;
}
