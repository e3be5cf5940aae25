// What did one client do, and how is it steered? Its state, its retry timeline, its verdict and its journal, live.

import { badge, fill, h, write } from "./elements.js";
import { journal } from "./journal.js";
import { live } from "./live.js";
import { overview } from "./overview.js";
import { admin } from "./server.js";
import { offNotice } from "./start.js";
import { steering } from "./steering.js";
import { timeline } from "./timeline.js";
import { POLICIES, verdict } from "./verdict.js";
import { count, moment, number, seconds, stateWord } from "./words.js";

const NAME = "Name (X-Request-Id)"; // every one of its answers has an X-Request-Id that begins with its name
const REST = 5; // every so many questions, what follows from the time alone is asked for, too, while the clock runs

/** Draw one session. */
export async function session({ place, rest, parameters, signal, connection, refused }) {
  const [name] = rest;
  const path = `/sessions/${encodeURIComponent(name)}`;
  document.title = `Session ${name.slice(0, 10)} - procedure-sandbox`;
  const { off } = await overview();
  if (off) {
    fill(place, h("h1", { tabindex: "-1" }, "Session"), offNotice());
    return;
  }
  const first = await admin(path, { signal });
  const title = first.label || name.slice(0, 10);
  document.title = `${title} - procedure-sandbox`;
  const options = {
    policy: known(parameters.get("policy"), POLICIES),
    clients: known(parameters.get("clients"), ["many", "one"]),
  };
  const facts = factsOf();
  const picture = timeline();
  const ruling = verdict(options, chosen, (entry) => journaled.show(entry));
  const journaled = journal();
  const state = { seen: "", pending: false, rounds: 0 };
  const buttons = steering(path, first, () => {
    state.seen = "";
    return again();
  });
  const again = live(ask, (error) => (error?.status === 401 ? refused(error) : told(error)), signal);
  fill(
    place,
    h("p", { class: "back" }, h("a", { href: "#/sessions" }, "All sessions")),
    h("h1", { tabindex: "-1" }, title),
    facts.element,
    buttons.element,
    picture.element,
    h("div", { class: "columns session" }, ruling.element, journaled.element),
  );

  function told(error) {
    connection(error, true);
    facts.gone(error?.status === 404);
  }

  async function ask() {
    const found = await admin(path, { signal });
    facts.tell(found);
    buttons.tell(found);
    const { requests, last, sync, clock } = found;
    const seen = JSON.stringify([requests, last, sync.state, clock.frozen && clock.now, options]);
    const late = (state.rounds += 1) % REST === 0 && requests > 0 && !clock.frozen;
    if (seen === state.seen && !state.pending && !late) return;
    const query = `?${new URLSearchParams(options)}`;
    const [written, judged] = await Promise.all([
      admin(`${path}/journal`, { signal }),
      admin(`${path}/verdict${query}`, { signal }),
      picture.draw(`${path}/timeline.svg${query}`),
    ]);
    if (signal.aborted) return;
    journaled.tell(written, judged.rules);
    ruling.tell(judged);
    state.seen = seen;
    state.pending = written.entries.some((entry) => entry.answered_at === null);
  }

  function chosen() {
    const kept = new URLSearchParams();
    if (options.policy !== POLICIES[0]) kept.set("policy", options.policy);
    if (options.clients !== "many") kept.set("clients", options.clients);
    history.replaceState(null, "", `#${path}${kept.size ? `?${kept}` : ""}`);
    again();
  }
}

function known(value, words) {
  return words.includes(value) ? value : words[0];
}

/** Return what is known of the session at a glance: { element, tell, gone }. */
function factsOf() {
  const places = Object.fromEntries(
    ["State", "Clock", "Scenario", "Patient", "Requests", NAME].map((name) => [name, h("dd")]),
  );
  const gone = h(
    "p",
    { class: "notice bad", role: "alert", hidden: true },
    "This session was forgotten: by a reset, or because too many others came after it.",
  );
  const list = h(
    "dl",
    { class: "facts" },
    Object.entries(places).map(([name, value]) => h("div", {}, h("dt", {}, name), value)),
  );
  return { element: h("div", {}, gone, list), tell, gone: (is) => (gone.hidden = !is) };

  function tell({ session: name, sync, clock, patient, scenario, requests, plan }) {
    const [kind, word] = stateWord(sync.state);
    const waits = sync.ready_in ? `data in ${seconds(Math.ceil(sync.ready_in))}` : "";
    if (places.State.textContent !== word + waits) {
      fill(places.State, badge(kind, word), h("span", { class: "soft" }, waits));
    }
    const speed = clock.scale ? `${clock.scale} times as fast` : "";
    const runs = clock.frozen ? "frozen" : speed;
    const time = moment(clock.now);
    if (places.Clock.textContent !== time + runs) {
      fill(places.Clock, h("span", { class: "time" }, time), runs && badge("frozen", runs));
    }
    write(places.Patient, patient ?? "every patient");
    write(places.Scenario, scenario);
    if (!places[NAME].firstChild) fill(places[NAME], h("code", {}, name));
    const steps = plan.used || plan.left ? `; ${count(plan.used, "step")} of the plan used` : "";
    write(places.Requests, `${number(requests)}${steps}`);
  }
}
