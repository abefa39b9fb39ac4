// The NPS month by month: a picture, and the same as a table.

const coloured = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function monthsOf(state) {
  return DATA.months.map((month) => {
    const row = wholeOf(state, "nps", month.key);
    const isShown = row !== null && isKnown(row.nps) && !isHidden(row.n);
    return { ...month, row, isShown };
  });
}

function chartOf(box, months) {
  const pick = (name) => months.map((one) => (one.isShown ? one.row[name] : null));
  const font = "12px system-ui, sans-serif";
  const axis = { stroke: coloured("--quiet"), font, grid: { stroke: coloured("--line") }, ticks: { show: false } };
  const line = coloured("--accent");
  const limit = { stroke: "transparent", points: { show: false } };
  const wide = Math.max(2, Math.ceil(months.length / Math.max(2, Math.floor(box.clientWidth / 70))));
  return new uPlot({
    width: box.clientWidth,
    height: 240,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.5, months.length - 0.5] }, y: { range: (_, low, high) => reach(low, high) } },
    axes: [
      { ...axis, grid: { show: false }, splits: () => months.map((_, place) => place),
        values: () => months.map((one, place) => (place % (box.clientWidth < 700 ? wide : 1) ? "" : one.label)) },
      { ...axis, size: 46, values: (_, all) => all.map((one) => signed(one)) },
    ],
    series: [
      {},
      { ...limit },
      { ...limit },
      { stroke: line, width: 2, points: { show: true, size: 7, fill: line, stroke: line } },
    ],
    bands: [{ series: [2, 1], fill: coloured("--band") }],
  }, [months.map((_, place) => place), pick("low"), pick("high"), pick("nps")], box);
}

function reach(low, high) {
  if (low === null) return [-100, 100];
  return [Math.max(-100, Math.floor(low / 10) * 10 - 5), Math.min(100, Math.ceil(high / 10) * 10 + 5)];
}

function Trend({ state, theme }) {
  const box = useRef(null);
  const months = monthsOf(state);
  const shown = months.filter((one) => one.isShown);
  useEffect(() => {
    if (shown.length < 2) return undefined;
    let chart = chartOf(box.current, months);
    const redraw = () => {
      chart.destroy();
      chart = chartOf(box.current, months);
    };
    addEventListener("resize", redraw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    return () => {
      removeEventListener("resize", redraw);
      matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", redraw);
      chart.destroy();
    };
  }, [state.touchpoint, theme]);
  if (shown.length < 2) return html`<${Missing}>${t("page-no-trend")}<//>`;
  return html`<figure class="trend">
    <figcaption>${t("page-trend", { where: placeName(state.touchpoint) })}</figcaption>
    <div class="chart" ref=${box} role="img" aria-label=${t("page-trend-picture")}></div>
    <details><summary>${t("page-trend-table")}</summary>
      <${Table} name="trend" caption=${t("page-trend", { where: placeName(state.touchpoint) })} columns=${[
        { title: t("page-month"), cell: (one) => one.running ? `${one.label}, ${t("page-running")}` : one.label },
        { title: "NPS", cell: (one) => one.isShown ? signed(one.row.nps) : npsMissing(one.row) },
        { title: t("page-range"), cell: (one) => one.isShown
          ? `${signed(one.row.low)}…${signed(one.row.high)}` : UNKNOWN_SIGN },
        { title: t("page-people"), cell: (one) => number(one.row?.n ?? 0) },
      ]} rows=${months} />
    </details>
  </figure>`;
}
