// Which scenario shall a token have, and which label? Chosen from the sandbox's own tables, or written as in a token.

import { h, write } from "./elements.js";

const SCENARIO = /^[A-Za-z0-9.+-]*$/;
const LABEL = /^[A-Za-z0-9._-]{0,64}$/;
const BAD_SCENARIO = "A scenario has letters, digits, hyphens and plus signs alone: syncing-45s+http-date.";
const BAD_LABEL = "A label has up to 64 letters, digits, dots, underscores and hyphens.";
const DEFAULT = "both"; // the spelling of a wait that needs no word
const CUSTOM = ""; // what a selection shows for what is in no table

/** Return the token of a scenario for a patient: the label may be empty. */
export function tokenOf(scenario, patient, label) {
  return `pat_test_${scenario || "ready"}~${patient}${label ? `~${label}` : ""}`;
}

/**
 * Return the fields, filled with what is *wanted*: { scenario, label }. That is changed as they are, if it makes a token,
 * and *changed* is called.
 */
export function composer(wanted, { scenarios, retry_after: spellings }, changed) {
  const about = h("p", { class: "hint", id: "scenario-about", "aria-live": "polite" });
  const text = h("input", { id: "scenario", value: wanted.scenario, size: 24, ...WRITTEN, oninput: told });
  const label = h("input", {
    id: "label",
    value: wanted.label,
    placeholder: "test-17",
    size: 14,
    ...WRITTEN,
    oninput: told,
  });
  const kind = h("select", { id: "kind", onchange: picked }, options(scenarios));
  const spelling = h("select", { id: "spelling", onchange: spelt }, options(spellings));
  const chosen = scenarios.length ? [field("Scenario", kind), field("The wait is announced by", spelling)] : [];
  const fields = h(
    "div",
    { class: "line" },
    chosen,
    field("As written", text),
    field("Label, for a session of its own", label),
  );
  show();
  return h("div", { class: "card composer" }, fields, about);

  function picked() {
    const row = scenarios.find(({ name }) => name === kind.value);
    text.value = [row ? example(row.form) : text.value.split("+")[0], ...suffixes()].join("+");
    told();
  }

  function spelt() {
    const others = suffixes().filter((word) => !spellings.some(({ name }) => name === word));
    const own = [DEFAULT, CUSTOM].includes(spelling.value) ? [] : [spelling.value];
    text.value = [text.value.split("+")[0], ...own, ...others].join("+");
    told();
  }

  function suffixes() {
    return text.value.split("+").slice(1);
  }

  /** Take over what stands in the fields, or say why it makes no token. */
  function told() {
    if (!show()) return;
    wanted.scenario = text.value;
    wanted.label = label.value;
    changed();
  }

  /** Let the selections and the words below follow the text; return whether it makes a token. */
  function show() {
    const row = rowOf(text.value || "ready", scenarios);
    const good = [SCENARIO.test(text.value), LABEL.test(label.value)];
    kind.value = row?.name ?? CUSTOM;
    spelling.value = suffixes().find((word) => spellings.some(({ name }) => name === word)) ?? DEFAULT;
    text.setAttribute("aria-invalid", String(!good[0]));
    label.setAttribute("aria-invalid", String(!good[1]));
    if (!good[0]) write(about, BAD_SCENARIO);
    else if (!good[1]) write(about, BAD_LABEL);
    else if (row) write(about, meaning(row, suffixes(), spellings));
    else write(about, scenarios.length ? "No scenario has this name: choose one from the list." : "");
    return good[0] && good[1];
  }
}

const WRITTEN = {
  spellcheck: "false",
  autocomplete: "off",
  autocapitalize: "off",
  "aria-describedby": "scenario-about",
};

function field(label, control) {
  return h("span", { class: "field" }, h("label", { for: control.id }, label), control);
}

function options(rows) {
  return [
    h("option", { value: CUSTOM, hidden: true }, "…"),
    rows.map(({ name }) => h("option", { value: name }, name)),
  ];
}

/** Return the row of a scenario's text: `flaky-503x2+zero` is of flaky. */
function rowOf(text, scenarios) {
  const [written] = text.split("+");
  return scenarios.find(({ name }) => written === name || written.startsWith(`${name}-`));
}

/** Return a scenario as it may be written, by its form such as `syncing[-Ns|-Nx]`. */
function example(form) {
  const plain = form.replace("[-Ns|-Nx]", "-45s").replace("[-Ns]", "-10s").replace("[-Nx]", "-3x");
  return plain.replace("<status>", "503").replace("<N>ms", "500ms").replace("<N>", "2").replace("-Ns", "-30s");
}

/** Return what a scenario does, in the words of the sandbox's own tables. */
function meaning({ form, about }, suffixes, spellings) {
  const told = suffixes.map((word) => spellings.find(({ name }) => name === word)?.about ?? word);
  const waits = told.length ? ` The wait is announced by ${told.join(", ")}.` : "";
  return `${form}: ${about}.${waits}`.replaceAll("`", "").replaceAll("?.", "?");
}
