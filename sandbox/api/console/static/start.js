// What is loaded, and how does a client begin? Personas with their tokens, a curl line for each, and what there is.

import { composer, tokenOf } from "./composer.js";
import { copyButton, copyLine, fill, h, write } from "./elements.js";
import { morePersonas, overview, PAGE, patients } from "./overview.js";
import { address } from "./server.js";
import { count, number } from "./words.js";

/** Draw the start. */
export async function start({ place, parameters, signal }) {
  document.title = "Start - procedure-sandbox";
  const { health, personas, scenarios, off } = await overview({ fresh: true });
  const people = personas.length ? personas : (await patients(signal)).map(asPersona);
  if (signal.aborted) return;
  const wanted = { scenario: parameters.get("scenario") ?? "ready", label: parameters.get("label") ?? "" };
  const cards = people.map((person) => card(person));
  const list = h(
    "ul",
    { class: "cards" },
    cards.map(({ item }) => item),
  );
  const more = h("button", { type: "button", hidden: off || people.length < PAGE, onclick: grow }, "Show more");
  fill(
    place,
    h("h1", { tabindex: "-1" }, "Point your client here"),
    h(
      "p",
      { class: "lead" },
      "A FHIR server with synthetic patients that misbehaves on purpose. The token says how: it is made up, and needs no call. ",
      "What a client does with it is seen under ",
      h("a", { href: "#/sessions" }, "Sessions"),
      ".",
    ),
    copyLine("Copy", "the address of the FHIR API", address("fhir")),
    off ? offNotice() : null,
    h(
      "div",
      { class: "columns start" },
      h(
        "section",
        { "aria-labelledby": "personas" },
        h("h2", { id: "personas" }, personas.length ? "Personas" : "Patients"),
        composer(wanted, scenarios, retold),
        people.length ? [list, more] : nobody(),
      ),
      loaded(health),
    ),
  );
  retold();

  async function grow() {
    const added = (await morePersonas(cards.length)).map((person) => card(person));
    for (const one of added) one.tell(wanted);
    cards.push(...added);
    list.append(...added.map(({ item }) => item));
    more.hidden = added.length < PAGE;
  }

  /** Write the tokens that the scenario and the label make, and keep both in the address. */
  function retold() {
    for (const { tell } of cards) tell(wanted);
    const kept = new URLSearchParams(Object.entries(wanted).filter(([name, value]) => value && value !== "ready"));
    history.replaceState(null, "", `#/${kept.size ? `?${kept}` : ""}`);
  }
}

function asPersona({ id, name }) {
  return { name: id, patient: name || id, about: "", resources: null };
}

function card(person) {
  const token = copyLine("Copy token", `the token of ${person.name}`, "");
  const curl = copyLine("Copy curl", `a curl line with the token of ${person.name}`, "");
  const link = h("a", {}, `Search as ${person.name}`);
  const item = h(
    "li",
    { class: "card persona" },
    h("h3", {}, person.name, " ", h("span", { class: "soft" }, person.patient)),
    person.about ? h("p", {}, person.about) : null,
    person.resources ? h("p", { class: "soft" }, mostOf(person.resources)) : null,
    token,
    curl,
    h("p", {}, link),
  );
  return { item, tell };

  function tell({ scenario, label }) {
    const made = tokenOf(scenario, person.name, label);
    write(token.querySelector("code"), made);
    write(
      curl.querySelector("code"),
      `curl -s -H 'Authorization: Bearer ${made}' '${address("fhir/Procedure?_count=3")}'`,
    );
    const seeing = tokenOf(scenario, person.name, label || "console"); // no session of a client is disturbed
    link.href = `#/search?${new URLSearchParams({ as: seeing, q: "Procedure?" })}`;
  }
}

/** Return the three types of which somebody has most, and how many there are in all. */
function mostOf(resources) {
  const counts = Object.entries(resources).sort(([, one], [, other]) => other - one);
  const total = counts.reduce((sum, [, value]) => sum + value, 0);
  const most = counts.slice(0, 3).map(([type, value]) => `${number(value)} ${type}`);
  return `${most.join(", ")}; ${count(total, "resource")} in all`;
}

function loaded({ version, seed, resources }) {
  const counts = Object.entries(resources).sort(([, one], [, other]) => other - one);
  const total = counts.reduce((sum, [, value]) => sum + value, 0);
  return h(
    "section",
    { class: "card loaded", "aria-labelledby": "loaded" },
    h("h2", { id: "loaded" }, "What is loaded"),
    h("p", {}, `${count(total, "resource")} of ${count(counts.length, "type")}; seed ${seed}, version ${version}.`),
    counts.length
      ? h(
          "table",
          { class: "counts" },
          h("caption", { class: "off-screen" }, "Resources by type"),
          h("tbody", {}, counts.map(typeRow)),
        )
      : h(
          "p",
          { class: "empty" },
          "Nothing. Start the sandbox with --fixtures, or add resources by POST /_sandbox/resources.",
        ),
  );
}

function typeRow([type, value]) {
  const link = h("a", { href: `#/search?${new URLSearchParams({ as: "everybody", q: `${type}?` })}` }, type);
  return h("tr", {}, h("th", { scope: "row" }, link), h("td", { class: "number" }, number(value)));
}

function nobody() {
  const token = "pat_test_ready~<Patient id>";
  return h(
    "div",
    { class: "card empty" },
    h("p", {}, "There is no Patient yet. Once there is one, a token names it by its id:"),
    h(
      "p",
      {},
      h("code", {}, token),
      " ",
      copyButton("Copy", "the form of a token", () => token),
    ),
  );
}

/** Return what is to be said where the admin API was switched off. */
export function offNotice() {
  return h(
    "div",
    { class: "notice" },
    h(
      "p",
      {},
      "The admin API is switched off (SANDBOX_ADMIN=off): this page shows no personas, sessions or explanations.",
    ),
    h("p", { class: "hint" }, "Searches work as ever. Start the sandbox without that setting to see the rest."),
  );
}
