// How is a query put together? From the parameters of a type, row by row; its text is beside it, and either makes the other.

import { fill, h } from "./elements.js";

/** search parameter type -> modifiers that R4 has for it */
const MODIFIERS = {
  string: ["contains", "exact", "text", "missing"],
  token: ["not", "text", "in", "not-in", "above", "below", "of-type", "missing"],
  reference: ["identifier", "above", "below", "missing"],
  uri: ["above", "below", "contains", "missing"],
  date: ["missing"],
  number: ["missing"],
  quantity: ["missing"],
  composite: ["missing"],
  special: [],
};
const ORDERED = new Set(["date", "number", "quantity"]); // types whose values take a prefix
const PREFIXED = /^(eq|ne|ge|gt|le|lt|sa|eb|ap)(?=[\d-]|$)/;
const PREFIXES = {
  eq: "is",
  ne: "is not",
  ge: "from",
  gt: "after",
  le: "to",
  lt: "before",
  sa: "begins after",
  eb: "ends before",
  ap: "about",
};
/** search parameter type -> what a value looks like */
const EXAMPLES = {
  string: "beginning of a text",
  token: "code, or system|code",
  reference: "Type/id, or an id",
  uri: "http://…",
  date: "2024, 2024-03, 2024-03-15",
  number: "5",
  quantity: "5.4|system|unit",
  composite: "code$value",
};
/** parameters that shape the answer -> values that are offered */
const SHAPING = {
  _sort: null,
  _count: ["5", "20", "100", "1000"],
  _include: null,
  _revinclude: null,
  _summary: ["true", "text", "data", "count", "false"],
  _elements: null,
  _total: ["accurate", "estimate", "none"],
};

let numbered = 0;

/**
 * Return the builder of a query, filled with *text* such as `Procedure?date=2024`: { element, query }. *who* stands before
 * the type, and *run* is called when the query is asked for.
 */
export function builder(types, text, who, run) {
  const state = parsed(text);
  const line = h("input", {
    id: "query",
    value: text,
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    onchange: read,
  });
  const type = h("select", { id: "type", onchange: retyped });
  const list = h("ul", { class: "clauses" });
  const element = h(
    "form",
    { onsubmit: submit },
    h("div", { class: "line" }, who, h("span", { class: "field" }, h("label", { for: "type" }, "Type"), type)),
    list,
    h("p", {}, h("button", { type: "button", class: "plain", onclick: add }, "Add a parameter")),
    h(
      "div",
      { class: "line query-line" },
      h("span", { class: "field wide" }, h("label", { for: "query" }, "Query"), line),
      h("button", { type: "submit", class: "main" }, "Search"),
    ),
  );
  draw();
  return { element, query: () => line.value.trim() };

  function submit(event) {
    event.preventDefault();
    read();
    run();
  }

  /** Take over what was typed into the line. */
  function read() {
    if (line.value.trim() !== written(state)) Object.assign(state, parsed(line.value.trim()));
    draw();
  }

  function draw() {
    const names = types.has(state.type) ? [...types.keys()] : [state.type, ...types.keys()];
    fill(
      type,
      names.map((name) => h("option", { selected: name === state.type }, name)),
    );
    fill(
      list,
      state.clauses.map((clause) => row(clause)),
    );
  }

  function retyped() {
    state.type = type.value;
    tell();
    draw();
  }

  function add() {
    state.clauses.push({ name: "", modifier: "", value: "" });
    draw();
    list.lastElementChild?.querySelector("select").focus();
  }

  function tell() {
    line.value = written(state);
  }

  function row(clause) {
    const number = (numbered += 1);
    const known = types.get(state.type.split("/").at(-1)) ?? { parameters: [], includes: [], back: [] };
    const name = h("select", { id: `name-${number}`, onchange: named }, parameterOptions(clause.name, known));
    const modifier = h("select", { id: `modifier-${number}`, onchange: modified });
    const value = h("input", {
      id: `value-${number}`,
      list: `values-${number}`,
      size: 28,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      oninput: valued,
    });
    const values = h("datalist", { id: `values-${number}` });
    const how = h("span", { class: "field how" }, h("label", { for: modifier.id }, "How"), modifier);
    const removal = h("button", { type: "button", onclick: remove }, "Remove");
    suit();
    return h(
      "li",
      { class: "clause" },
      h("span", { class: "field" }, h("label", { for: name.id }, "Parameter"), name),
      how,
      h("span", { class: "field wide" }, h("label", { for: value.id }, "Value"), value),
      values,
      removal,
    );

    /** Let the row suit its parameter: how values are compared, and what they look like. */
    function suit() {
      const kind = known.parameters.find((one) => one.name === clause.name)?.type ?? "special";
      const offered = offers(clause, known).map((one) => h("option", { value: one }));
      fill(modifier, modifierOptions(clause, kind));
      how.hidden = modifier.options.length < 2; // what shapes the answer compares nothing
      fill(values, offered);
      value.placeholder = EXAMPLES[kind] ?? "";
      value.value = clause.value;
      removal.setAttribute("aria-label", `Remove ${clause.name || "this parameter"}`);
    }

    function named() {
      Object.assign(clause, { name: name.value, modifier: "", value: "" });
      suit();
      tell();
    }

    function modified() {
      const [how, word] = modifier.value.split(" ");
      const bare = clause.value.replace(PREFIXED, "");
      clause.modifier = how === "modifier" ? word : "";
      clause.value = how === "prefix" ? word + bare : bare;
      suit();
      tell();
    }

    function valued() {
      clause.value = value.value;
      tell();
    }

    function remove() {
      state.clauses.splice(state.clauses.indexOf(clause), 1);
      tell();
      draw();
      element.querySelector("button.plain").focus();
    }
  }
}

function parameterOptions(chosen, { parameters }) {
  const names = parameters.map(({ name }) => name);
  const own = names.filter((name) => !name.startsWith("_"));
  const common = names.filter((name) => name.startsWith("_"));
  const rare = chosen && ![...names, ...Object.keys(SHAPING)].includes(chosen) ? [chosen] : [];
  return [
    h("option", { value: "", selected: !chosen }, "choose …"),
    group("As written", rare, chosen),
    group("Of this type", own, chosen),
    group("Of every type", common, chosen),
    group("Shape the answer", Object.keys(SHAPING), chosen),
  ];
}

function group(label, names, chosen) {
  if (!names.length) return null;
  return h(
    "optgroup",
    { label },
    names.map((name) => h("option", { value: name, selected: name === chosen }, name)),
  );
}

/** Return the ways in which a value is compared: by a prefix, or by a modifier. */
function modifierOptions({ modifier, value }, kind) {
  const prefix = ORDERED.has(kind) ? (PREFIXED.exec(value)?.[0] ?? "") : "";
  const modifiers = [...(MODIFIERS[kind] ?? [])];
  if (modifier && !modifiers.includes(modifier)) modifiers.unshift(modifier);
  const prefixes = ORDERED.has(kind) ? Object.entries(PREFIXES) : [];
  return [
    h("option", { value: "as-is", selected: !prefix && !modifier }, ORDERED.has(kind) ? "is (no prefix)" : "matches"),
    prefixes.map(([word, says]) =>
      h("option", { value: `prefix ${word}`, selected: word === prefix }, `${word}: ${says}`),
    ),
    modifiers.map((word) => h("option", { value: `modifier ${word}`, selected: word === modifier }, `:${word}`)),
  ];
}

function offers({ name, modifier }, { parameters, includes, back }) {
  if (modifier === "missing") return ["true", "false"];
  if (name === "_include") return includes;
  if (name === "_revinclude") return back;
  if (name === "_sort") return parameters.flatMap((one) => [one.name, `-${one.name}`]);
  return SHAPING[name] ?? [];
}

/** Return type and clauses of a query's text. */
function parsed(text) {
  const [type, query] = text.split(/\?(.*)/s);
  const clauses = (query ?? "")
    .split("&")
    .filter(Boolean)
    .map((part) => {
      const [left, value] = part.split(/=(.*)/s).map(decoded);
      const [name, modifier] = left.split(/:(.*)/s);
      return { name, modifier: modifier ?? "", value: value ?? "" };
    });
  return { type: type || "Procedure", clauses };
}

/** Return the text of a query; what may stand in a query string as it is stays readable. */
function written({ type, clauses }) {
  const parts = clauses
    .filter(({ name }) => name)
    .map(({ name, modifier, value }) => `${encoded(name)}${modifier && `:${encoded(modifier)}`}=${encoded(value)}`);
  return `${type}?${parts.join("&")}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function encoded(text) {
  return encodeURIComponent(text).replace(/%(3A|2F|7C|2C|24|40)/g, decodeURIComponent);
}
