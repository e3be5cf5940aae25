// What does a query find, and why? A builder on the one side, the answer and the explanation beside each other.

import { answer } from "./answer.js";
import { builder } from "./builder.js";
import { tokenOf } from "./composer.js";
import { h, fill } from "./elements.js";
import { explanation } from "./explanation.js";
import { overview, patients } from "./overview.js";
import { fhir } from "./server.js";

const EVERYBODY = "aat_test_ready~~console";
const MADE_UP = /^[pa]at_test_/; // such a token is no secret, and may stand in the address

let capabilities = null;

/** Draw the search. */
export async function search({ place, parameters, signal }) {
  document.title = "Search - procedure-sandbox";
  const { personas, off } = await overview();
  capabilities ??= await table();
  const people = personas.length ? personas.map(({ name }) => name) : (await patients(signal)).map(({ id }) => id);
  if (signal.aborted) return;
  const tokens = new Map([
    ...people.map((name) => [name, tokenOf("ready", name, "console")]),
    ["everybody", EVERYBODY],
  ]);
  const wanted = {
    as: parameters.get("as") ?? people[0] ?? "everybody",
    q: parameters.get("q") ?? "Procedure?",
    id: parameters.get("id") ?? "",
  };
  const who = chooser(wanted, tokens);
  const built = builder(capabilities, wanted.q, who.elements, run);
  const found = answer(turn);
  const why = explanation(off, wanted.id, (id) => {
    wanted.id = id;
    run();
  });
  fill(
    place,
    h("h1", { tabindex: "-1" }, "Search"),
    h("div", { class: "card builder" }, built.element),
    h("div", { class: "columns search" }, found.element, why.element),
  );
  if (parameters.has("q")) asked(history.replaceState);

  async function run() {
    await asked(history.pushState);
  }

  /** Ask, and keep what was asked in the address: a new one is a step that the browser can go back. */
  async function asked(keep) {
    wanted.q = built.query();
    const token = who.token();
    const kept = new URLSearchParams({
      as: MADE_UP.test(wanted.as) || tokens.has(wanted.as) ? wanted.as : "",
      q: wanted.q,
    });
    if (wanted.id) kept.set("id", wanted.id);
    if (location.hash !== `#/search?${kept}`) keep.call(history, null, "", `#/search?${kept}`);
    await Promise.all([found.ask(wanted.q, token, signal), why.ask(wanted.q, token, signal)]);
  }

  /** Show another page of the answer; the explanation is that of all pages. */
  async function turn(query) {
    await found.ask(query, who.token(), signal);
  }
}

/** Return the types of the sandbox, from its CapabilityStatement: name -> { parameters, includes, back }. */
async function table() {
  const { json } = await fhir("metadata", "");
  const types = new Map();
  for (const { type, searchParam, searchInclude, searchRevInclude } of json?.rest?.[0]?.resource ?? []) {
    types.set(type, { parameters: searchParam ?? [], includes: searchInclude ?? [], back: searchRevInclude ?? [] });
  }
  return types;
}

/** Return the choice of whose eyes to search with: { elements, token }. */
function chooser(wanted, tokens) {
  const listed = tokens.has(wanted.as);
  const other = h("input", {
    id: "other-token",
    value: listed ? "" : wanted.as,
    size: 34,
    spellcheck: "false",
    autocomplete: "off",
  });
  const field = h("span", { class: "field", hidden: listed }, h("label", { for: "other-token" }, "Token"), other);
  const names = [...tokens.keys()].map((name) => h("option", { value: name, selected: name === wanted.as }, name));
  const select = h(
    "select",
    { id: "as", onchange: change },
    names,
    h("option", { value: "", selected: !listed }, "another token …"),
  );
  other.addEventListener("input", () => (wanted.as = other.value.trim()));
  const elements = [h("span", { class: "field" }, h("label", { for: "as" }, "Search as"), select), field];
  return { elements, token: () => tokens.get(wanted.as) ?? wanted.as };

  function change() {
    field.hidden = select.value !== "";
    wanted.as = select.value || other.value.trim();
    if (!field.hidden) other.focus();
  }
}
