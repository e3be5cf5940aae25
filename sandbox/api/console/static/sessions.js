// Who is asking at this moment? All sessions, newest first, page by page, as they change.

import { tokenOf } from "./composer.js";
import { badge, copyLine, fill, h, rows, table, write } from "./elements.js";
import { live } from "./live.js";
import { overview } from "./overview.js";
import { address, admin } from "./server.js";
import { offNotice } from "./start.js";
import { count, number, seconds, stateWord, statusKind } from "./words.js";

const PAGE = 25; // sessions on one page

/** Draw the list. */
export async function sessions({ place, parameters, signal, connection, refused }) {
  document.title = "Sessions - procedure-sandbox";
  const { off, personas } = await overview();
  if (off) {
    fill(place, h("h1", { tabindex: "-1" }, "Sessions"), offNotice());
    return;
  }
  const wanted = {
    from: Math.max(0, Math.trunc(Number(parameters.get("from"))) || 0),
    label: parameters.get("label") ?? "",
  };
  const filter = h("input", {
    id: "filter",
    type: "search",
    value: wanted.label,
    size: 18,
    spellcheck: "false",
    autocomplete: "off",
    oninput: chosen,
  });
  const total = h("p", { class: "soft total" });
  const body = h("tbody", {});
  const empty = h("div", { class: "card empty", hidden: true });
  const back = h("button", { type: "button", onclick: () => turn(-PAGE) }, "Newer");
  const on = h("button", { type: "button", onclick: () => turn(PAGE) }, "Older");
  const list = table("Sessions", "sessions", HEADS, body);
  list.classList.add("card");
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
    list,
    empty,
    h("nav", { class: "pager", "aria-label": "Pages of sessions" }, back, on),
  );

  async function ask() {
    const query = new URLSearchParams({ count: PAGE, offset: wanted.from, "label-prefix": wanted.label });
    const found = await admin(`/sessions?${query}`, { signal });
    if (wanted.from && wanted.from >= found.total) wanted.from = lastPage(found.total);
    rows(body, found.sessions, { key: (row) => row.session, make: rowOf, tell: tellRow });
    const first = found.total ? found.offset + 1 : 0;
    write(
      total,
      `${count(found.total, "session")}${found.total > PAGE ? `, ${first} to ${first + found.sessions.length - 1}` : ""}`,
    );
    list.hidden = !found.sessions.length;
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

function lastPage(total) {
  return Math.max(0, (Math.ceil(total / PAGE) - 1) * PAGE);
}

const HEADS = ["Session", "State", "Last answer", "Requests", "Scenario", "Patient"];

function rowOf({ session, label, patient, scenario }) {
  const link = h("a", { href: `#/sessions/${encodeURIComponent(session)}` }, label || session.slice(0, 10));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, link),
    h("td"),
    h("td"),
    h("td", { class: "number" }),
    h("td", {}, scenario),
    h("td", {}, patient ?? "every patient"),
  );
}

function tellRow(row, { sync, clock, requests, last }) {
  const [, state, answer, asked] = row.children;
  const [kind, word] = stateWord(sync.state);
  const words = lastAnswer(last);
  write(asked, number(requests));
  if (state.textContent !== (clock.frozen ? `${word} frozen` : word)) {
    fill(state, badge(kind, word), clock.frozen && [" ", badge("frozen", "frozen")]);
  }
  if (answer.textContent !== words) {
    fill(answer, h("span", { class: `told ${last ? statusKind(last.status) : "calm"}` }, words));
  }
}

function lastAnswer(last) {
  if (last === null) return "none yet";
  const wait = last.wait === null ? "" : `wait ${seconds(last.wait)}`;
  return [last.status ?? "under way", last.issue, wait].filter(Boolean).join(" · ");
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
