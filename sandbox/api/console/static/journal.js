// What did the client ask, and what was it answered? The journal as a table, newest first, with the findings beside.

import { badge, h, rows, table, write } from "./elements.js";
import { bytes, count, number, seconds, statusKind } from "./words.js";

const STEP = 50; // entries that are shown at first, and with each "more"

/** Return the place of a journal: { element, tell, show }. */
export function journal() {
  const told = { entries: [], rules: new Map(), start: 0 };
  let shown = STEP;
  const clients = h("p", { class: "soft" });
  const body = h("tbody", {});
  const more = h("button", { type: "button", hidden: true, onclick: () => grow(shown + STEP) }, "Show earlier ones");
  const list = table("Entries of the journal", "journal", HEADS, body);
  const element = h(
    "section",
    { class: "card", "aria-labelledby": "journal" },
    h("h2", { id: "journal" }, "Journal"),
    clients,
    list,
    more,
  );
  return { element, tell, show };

  function tell({ entries, dropped }, rules) {
    told.entries = entries;
    told.start = entries[0]?.at ?? 0;
    told.rules = faulty(rules);
    write(clients, inShort(entries, dropped));
    draw();
  }

  function draw() {
    const latest = told.entries.slice(-shown).reverse();
    rows(body, latest, { key: ({ n }) => n, make: rowOf, tell: tellRow });
    more.hidden = told.entries.length <= shown;
    list.hidden = !latest.length;
  }

  function grow(to) {
    shown = to;
    draw();
  }

  /** Show an entry, and put the focus on it. */
  function show(wanted) {
    const place = told.entries.findIndex(({ n }) => n === wanted);
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

const HEADS = ["No.", "At", "Answer", "Announced wait", "Findings", "Request"];

function inShort(entries, dropped) {
  if (!entries.length) return "No request yet.";
  const agents = [...new Set(entries.map((entry) => entry.user_agent).filter(Boolean))];
  const others = agents.length > 3 ? " and others" : "";
  const by = agents.length ? `, by ${agents.slice(0, 3).join(" and ")}${others}` : "";
  const gone = dropped ? `; the first ${number(dropped)} are no longer kept` : "";
  return `${count(entries.length, "request")}${by}${gone}. Times count from the first.`;
}

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
  if (wait === null || spelling === "epoch") return (lines ?? []).join(", ") || (spelling ?? "");
  return spelling === "both" ? seconds(wait) : `${seconds(wait)} (${spelling})`;
}
