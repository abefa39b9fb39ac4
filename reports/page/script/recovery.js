// Who of those who scored low are content again: of the whole company, and as things are now.

function Recovery({ state }) {
  const row = rowsOf(found({ ...state, against: "before" }, "nps", "touchpoint"))[0];
  if (!row) return null;
  if (!isKnown(row.recovery)) return html`<${Missing}>${t("page-recovery-too-many")}<//>`;
  const groups = [["page-recovery-with-case", row.recovery.with_case], ["page-recovery-without-case", row.recovery.without_case]];
  const rows = groups.filter(([, one]) => one.n > 0).map(([title, one]) => ({ ...one, title }));
  if (!rows.length) return null;
  const share = (one) => {
    if (isSecret(one)) return hiddenWords();
    return isKnown(one.share)
      ? withInterval(percent(one.share), bareShare(one.low), bareShare(one.high)) : t("page-unknown");
  };
  return html`<${Table} name="recovery" caption=${t("page-recovery")} columns=${[
    { title: t("page-recovery-group"), cell: (one) => t(one.title), words: true },
    { title: t("page-recovery-share"), cell: share },
    { title: t("page-recovery-again"), cell: (one) => number(one.asked_again) },
    { title: t("page-recovery-waiting"), cell: (one) => number(one.n - one.asked_again) },
    { title: t("page-recovery-days"), cell: (one) => orUnknown(one.median_days) },
  ]} rows=${rows} />
  ${state.touchpoint !== null && html`<${Note}>${t("page-whole-company")}<//>`}`;
}
