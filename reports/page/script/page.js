// The page: choices at the top, sections below; what is chosen stands behind the # of the address.

function Choice({ name, title, options, value, onChoose }) {
  return html`<label>${title}
    <select name=${name} value=${value} onChange=${(event) => onChoose(event.target.value)}>
      ${options.map(([key, words]) => html`<option value=${key} selected=${key === value}>${words}</option>`)}
    </select></label>`;
}

const THEMES = [["", "page-theme-auto"], ["light", "page-theme-light"], ["dark", "page-theme-dark"]];

function Choices({ state, theme, setTheme }) {
  const period = DATA.periods.find((one) => one.key === state.period);
  return html`<form class="choices" onSubmit=${(event) => event.preventDefault()}>
    <${Choice} name="period" title=${t("page-period")} value=${state.period}
      options=${DATA.periods.map((one) => [one.key, t(`page-period-${one.key}`)])}
      onChoose=${(key) => choose(state, { period: key, section: "" })} />
    <${Choice} name="against" title=${t("page-against")} value=${state.against}
      options=${Object.keys(period.against).map((key) => [key, t(`page-against-${key}`)])}
      onChoose=${(key) => choose(state, { against: key, section: "" })} />
    ${DATA.touchpoints.length > 0 && html`<${Choice} name="touchpoint" title=${t("page-branch")} value=${state.touchpoint ?? ""}
      options=${[["", t("page-everywhere")], ...DATA.touchpoints.map((place) => [place, placeName(place)])]}
      onChoose=${(key) => choose(state, { touchpoint: key, section: "" })} />`}
    <${Choice} name="theme" title=${t("page-theme")} value=${theme}
      options=${THEMES.map(([key, words]) => [key, t(words)])} onChoose=${setTheme} />
  </form>
  <p class="days" aria-live="polite">${t("page-days-shown", { days: period.days, before: period.against[state.against] })}
    ${" · "}${placeName(state.touchpoint)}</p>`;
}

function Page() {
  const [state, setState] = useState(chosen());
  const [theme, setTheme] = useState("");
  useEffect(() => {
    const follow = () => setState(chosen());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    const heading = state.section && document.getElementById(`${state.section}-heading`);
    if (!heading) return;
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  }, [state]);
  useEffect(() => {
    const usual = () => setTheme(theme);
    const printed = () => setTheme("light");
    addEventListener("beforeprint", printed);
    addEventListener("afterprint", usual);
    return () => {
      removeEventListener("beforeprint", printed);
      removeEventListener("afterprint", usual);
    };
  }, []);
  document.documentElement.dataset.theme = theme;
  return html`<header>
      <h1>${t("page-title")} <span>${DATA.business}</span></h1>
      <${Choices} state=${state} theme=${theme} setTheme=${setTheme} />
      <nav aria-label=${t("page-sections")}><ul>${DATA.sections.map((section) => html`
        <li><a href=${addressOf({ ...state, section: section.name })}>${section.title}</a></li>`)}</ul></nav>
    </header>
    <main>${DATA.sections.map((section) => html`
      <section key=${section.name} data-section=${section.name} aria-labelledby="${section.name}-heading">
        <h2 id="${section.name}-heading" tabindex="-1">${section.title}</h2>
        <${VIEWS[section.name] ?? PlainSection} state=${state} section=${section} theme=${theme} />
      </section>`)}
    </main>
    <footer><p>${t("page-foot", { made: DATA.made, zone: DATA.timezone })}</p>
      <p>${t("page-how", { n: DATA.limits.hidden, few: DATA.limits.few })}</p></footer>`;
}

render(html`<${Page} />`, document.getElementById("page"));
