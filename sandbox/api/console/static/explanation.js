// Why does a query find this, and not that? Clause by clause how many are kept, and why one resource is refused.

import { badge, fill, h, table, trouble } from "./elements.js";
import { admin } from "./server.js";
import { number } from "./words.js";

/** Return the place of an explanation: { element, ask }. *asked* is called with the id of a resource to explain. */
export function explanation(off, id, asked) {
  const inside = h(
    "div",
    { class: "answer" },
    h(
      "p",
      { class: "empty" },
      off ? "The admin API is off, and with it the explanation." : "It comes with the answer.",
    ),
  );
  const input = h("input", {
    id: "why-not",
    value: id,
    size: 24,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "id of a resource",
  });
  const form = h(
    "form",
    { class: "line", hidden: off, onsubmit: submit },
    h("span", { class: "field wide" }, h("label", { for: "why-not" }, "Why not this one?"), input),
    h("button", { type: "submit" }, "Explain"),
  );
  const element = h(
    "section",
    { class: "card", "aria-labelledby": "explanation" },
    h("h2", { id: "explanation" }, "Explanation"),
    inside,
    form,
  );
  let latest = 0;
  return { element, ask };

  function submit(event) {
    event.preventDefault();
    asked(input.value.trim());
  }

  async function ask(query, token, signal) {
    if (off) return;
    const mine = (latest += 1);
    const isOld = () => signal.aborted || mine !== latest;
    const about = input.value.trim();
    const body = about ? { query, token, id: about } : { query, token };
    try {
      const found = await admin("/explain", { method: "POST", body, signal });
      if (!isOld()) fill(inside, clauses(found), about && refused(found, about));
    } catch (error) {
      const needsToken = error.status === 401 && /admin token/.test(error.message);
      if (!isOld()) fill(inside, needsToken ? locked() : trouble(error));
    }
  }
}

function locked() {
  return h(
    "p",
    { class: "notice" },
    "Explanations need the admin token: the part ",
    h("a", { href: "#/sessions" }, "Sessions"),
    " asks for it.",
  );
}

function clauses({ type, seen, clauses: kept, matches }) {
  const all = [`every ${type} that the token sees`, "", number(seen)];
  const body = h(
    "tbody",
    {},
    row(all, seen, seen),
    kept.map(({ clause, keeps, left }) => row([h("code", {}, clause), number(keeps), number(left)], left, seen)),
  );
  const about = "“Keeps” is what a clause keeps by itself, “left” what it leaves with those above it.";
  return [
    table("What each clause keeps", "clauses-kept", ["Clause", "Keeps", "Left", ""], body),
    h("p", { class: "soft" }, `${about} In all, ${number(matches)} found.`),
  ];
}

function row([clause, keeps, left], part, whole) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, clause),
    h("td", { class: "number" }, keeps),
    h("td", { class: "number" }, left),
    h("td", { class: "bar" }, bar(part, whole)),
  );
}

/** Return a bar for a part of a whole; the number beside it says the same. */
function bar(part, whole) {
  return h("meter", { min: "0", max: String(Math.max(whole, 1)), value: String(part), "aria-hidden": "true" });
}

function refused({ there, refused: refusals, type }, id) {
  if (!there) return h("p", { class: "notice" }, `No ${type} of the id ${id} is seen with this token.`);
  if (!refusals.length) {
    return h("p", { class: "notice good" }, badge("good", "found"), ` ${type}/${id} satisfies every clause.`);
  }
  return h(
    "div",
    { class: "notice bad" },
    h("p", {}, h("strong", {}, `${type}/${id} is refused:`)),
    h(
      "ul",
      {},
      refusals.map(({ clause, says }) => h("li", {}, h("code", {}, clause), " ", says)),
    ),
  );
}
