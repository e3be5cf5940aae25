// Who is asking at this moment? All sessions, newest first, page by page, as they change.

import { badge, copyLine, fill, h, rows, write } from "./elements.js";
import { live } from "./live.js";
import { overview } from "./overview.js";
import { address, admin } from "./server.js";
import { offNotice, tokenOf } from "./start.js";
import { count, seconds, stateWord, statusKind } from "./words.js";

const PAGE = 25; // sessions on one page

/** Draw the list. */
export async function sessions({ place, parameters, signal, connection, refused }) {
  document.title = "Sessions - procedure-sandbox";
  const { off, personas } = await overview();
  if (off) {
    fill(place, h("h1", { tabindex: "-1" }, "Sessions"), offNotice());
    return;
  }
  const wanted = { from: Number(parameters.get("from")) || 0, label: parameters.get("label") ?? "" };
  const filter = h("input", {
    id: "filter",
    type: "search",
    value: wanted.label,
    size: 18,
    spellcheck: "false",
    autocomplete: "off",
    oninput: chosen,
  });
  const total = h("p", { class: "soft total", "aria-live": "polite" });
  const body = h("tbody", {});
  const empty = h("div", { class: "card empty", hidden: true });
  const back = h("button", { type: "button", onclick: () => turn(-PAGE) }, "Newer");
  const on = h("button", { type: "button", onclick: () => turn(PAGE) }, "Older");
  const table = h(
    "div",
    { class: "scroll card", role: "region", tabindex: "0", "aria-label": "Sessions" },
    h(
      "table",
      { class: "sessions" },
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
  const again = live(ask, (error) => (error?.status === 401 ? refused(error) : connection(error, true)), signal);
  fill(
    place,
    h("h1", { tabindex: "-1" }, "Sessions"),
    h(
      "p",
      { class: "lead" },
      "A session begins with a token's first request. Open one to see its retry timeline and to steer it.",
    ),
    h(
      "div",
      { class: "line" },
      h("span", { class: "field" }, h("label", { for: "filter" }, "Label begins with"), filter),
      total,
    ),
    table,
    empty,
    h("nav", { class: "pager", "aria-label": "Pages of sessions" }, back, on),
  );

  async function ask() {
    const query = new URLSearchParams({ count: PAGE, offset: wanted.from, "label-prefix": wanted.label });
    const found = await admin(`/sessions?${query}`, { signal });
    if (wanted.from && wanted.from >= found.total)
      wanted.from = Math.max(0, (Math.ceil(found.total / PAGE) - 1) * PAGE);
    rows(body, found.sessions, { key: (row) => row.session, make: rowOf, tell: tellRow });
    const first = found.total ? found.offset + 1 : 0;
    write(
      total,
      `${count(found.total, "session")}${found.total > PAGE ? `, ${first} to ${first + found.sessions.length - 1}` : ""}`,
    );
    table.hidden = !found.sessions.length;
    empty.hidden = found.sessions.length > 0;
    if (!empty.hidden && empty.dataset.about !== wanted.label) {
      empty.dataset.about = wanted.label;
      fill(empty, wanted.label ? noneOf(wanted.label) : none(personas));
    }
    back.disabled = wanted.from === 0;
    on.disabled = found.offset + found.sessions.length >= found.total;
  }

  function chosen() {
    wanted.label = filter.value;
    wanted.from = 0;
    kept();
  }

  function turn(by) {
    wanted.from = Math.max(0, wanted.from + by);
    kept();
  }

  function kept() {
    const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
    history.replaceState(null, "", `#/sessions${query.size ? `?${query}` : ""}`);
    again();
  }
}

const HEAD = ["Session", "Patient", "Scenario", "State", "Requests", "Last answer"];

function rowOf({ session, label, patient, scenario }) {
  const link = h("a", { href: `#/sessions/${encodeURIComponent(session)}` }, label || session.slice(0, 10));
  const cells = [link, patient ?? "every patient", scenario, h("span"), h("span", { class: "number" }), h("span")];
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, cells[0]),
    cells.slice(1).map((cell) => h("td", {}, cell)),
  );
}

function tellRow(row, session) {
  const [, , , state, requests, last] = row.children;
  const [kind, word] = stateWord(session.sync.state);
  const text = `${word}${session.clock.frozen ? " frozen" : ""}`;
  if (state.textContent !== text)
    fill(state, badge(kind, word), session.clock.frozen ? [" ", badge("frozen", "frozen")] : "");
  write(requests, String(session.requests));
  const said = session.last;
  const answer = said
    ? [said.status ?? "under way", said.issue, said.wait === null ? "" : `wait ${seconds(said.wait)}`]
    : ["none yet"];
  const words = answer.filter(Boolean).join(" · ");
  if (last.textContent !== words)
    fill(last, h("span", { class: `told ${said ? statusKind(said.status) : "calm"}` }, words));
}

function none(personas) {
  const token = tokenOf("syncing-45s", personas[0]?.name ?? "<Patient id>", "first");
  const line = `curl -si -H 'Authorization: Bearer ${token}' '${address("fhir/Procedure?_count=3")}'`;
  return [
    h("p", {}, "No client has asked yet. This line is one, and meets a sync of 45 seconds:"),
    copyLine("Copy curl", "a first request", line),
  ];
}

function noneOf(label) {
  return h("p", {}, `No session has a label that begins with “${label}”.`);
}
