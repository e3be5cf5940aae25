// What did the client ask, and what was it answered? The journal as a table, newest first, with the findings beside.

import { badge, h, rows, write } from "./elements.js";
import { bytes, count, seconds, statusKind } from "./words.js";

const STEP = 50; // entries that are shown at first, and with each "more"

/** Return the place of a journal: { element, tell, show }. */
export function journal() {
  const told = { entries: [], rules: new Map(), start: 0, many: false };
  let shown = STEP;
  const clients = h("p", { class: "soft" });
  const body = h("tbody", {});
  const more = h("button", { type: "button", hidden: true, onclick: () => grow(shown + STEP) }, "Show earlier ones");
  const table = h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": "Entries of the journal" },
    h(
      "table",
      { class: "journal" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          HEAD.map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      body,
    ),
  );
  const element = h(
    "section",
    { class: "card", "aria-labelledby": "journal" },
    h("h2", { id: "journal" }, "Journal"),
    clients,
    table,
    more,
  );
  return { element, tell, show };

  function tell({ entries, dropped }, rules) {
    told.entries = entries;
    told.start = entries[0]?.at ?? 0;
    told.rules = faulty(rules);
    const agents = [...new Set(entries.map((entry) => entry.user_agent).filter(Boolean))];
    const gone = dropped ? `; the first ${dropped} are no longer kept` : "";
    const by = agents.length ? `, by ${agents.slice(0, 3).join(" and ")}${agents.length > 3 ? " and others" : ""}` : "";
    write(
      clients,
      entries.length
        ? `${count(entries.length, "request")}${by}${gone}. Times count from the first.`
        : "No request yet.",
    );
    draw();
  }

  function draw() {
    const latest = told.entries.slice(-shown).reverse();
    rows(body, latest, { key: ({ n }) => n, make: rowOf, tell: tellRow });
    more.hidden = told.entries.length <= shown;
    table.hidden = !latest.length;
  }

  function grow(to) {
    shown = to;
    draw();
  }

  /** Show an entry, and put the focus on it. */
  function show(number) {
    const place = told.entries.findIndex(({ n }) => n === number);
    if (place < 0) return;
    grow(Math.max(shown, told.entries.length - place));
    const row = body.children[told.entries.length - 1 - place];
    row.scrollIntoView({ block: "center" });
    row.focus();
  }

  function rowOf(entry) {
    const asked = h("span", { class: "asked" }, `${entry.method} ${entry.path}${entry.query ? `?${entry.query}` : ""}`);
    const cells = [h("td", { class: "number" }), h("td"), h("td"), h("td"), h("td", {}, asked)];
    return h("tr", { tabindex: "-1" }, h("th", { scope: "row" }, String(entry.n)), cells);
  }

  function tellRow(row, entry) {
    const rules = told.rules.get(entry.n) ?? [];
    const text = JSON.stringify([entry, rules, told.start]);
    if (row.dataset.told === text) return;
    row.dataset.told = text;
    row.classList.toggle("at-fault", rules.length > 0);
    const [, at, answer, wait, findings] = row.children;
    write(at, seconds(Math.round((entry.at - told.start) * 1000) / 1000));
    answer.replaceChildren(...answered(entry));
    write(wait, waited(entry));
    findings.replaceChildren(...rules.map((id) => badge("bad", id)));
  }
}

const HEAD = ["No.", "At", "Answer", "Announced wait", "Findings", "Request"];

/** Return for each entry the rules that failed because of it. */
function faulty(rules) {
  const found = new Map();
  for (const { id, result, entries } of rules) {
    if (result === "fail") for (const entry of entries) found.set(entry, [...(found.get(entry) ?? []), id]);
  }
  return found;
}

function answered({ status, issue, fault, gone, attempt, bytes: size, answered_at: at }) {
  const parts = [issue, fault, gone ? "the client had left" : "", size ? bytes(size) : ""];
  const word = status ?? (at === null ? "under way" : "no status");
  const again = attempt > 1 ? `attempt ${attempt}` : "";
  const rest = [...parts, again].filter(Boolean).join(", ");
  return [
    h("span", { class: `told ${statusKind(status)}` }, String(word)),
    rest ? h("span", { class: "soft" }, ` ${rest}`) : "",
  ];
}

function waited({ wait, spelling, retry_after: lines }) {
  if (wait !== null && spelling !== "epoch")
    return spelling === "both" ? seconds(wait) : `${seconds(wait)} (${spelling})`;
  return (lines ?? []).join(", ") || spelling || "";
}
