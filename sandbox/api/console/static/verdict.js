// What did the client do right and wrong? The verdict, faults first, each with its repair and the attempts it rests on.

import { badge, fill, h, rows, write } from "./elements.js";
import { count, resultWord, seconds } from "./words.js";

export const POLICIES = ["flexpa", "strict", "lenient"];
const SHOWN_ENTRIES = 8; // attempts of a finding that are named; the others are counted
const afterAFinalAnswer = new Set(["R10", "R14", "R17"]); // rules on who goes on after a 422, a 401 or a success

/** Return the place of a verdict: { element, tell }. *chosen* hears of other options, *shown* of an attempt to show. */
export function verdict(options, chosen, shown) {
  const result = h("p", { class: "result" });
  const numbers = h("p", { class: "soft numbers" });
  const faults = h("ul", { class: "findings" });
  const passed = part("Passed");
  const idle = part("Not put to the test");
  const element = h(
    "section",
    { class: "card verdict", "aria-labelledby": "verdict" },
    h("h2", { id: "verdict" }, "Verdict"),
    result,
    numbers,
    h(
      "div",
      { class: "line" },
      select("policy", "Policy", POLICIES),
      select("clients", "Clients of this token", ["many", "one"]),
    ),
    faults,
    passed.element,
    idle.element,
  );
  return { element, tell };

  function select(name, label, words) {
    const id = `verdict-${name}`;
    const input = h(
      "select",
      { id, onchange: change },
      words.map((word) => h("option", { selected: word === options[name] }, word)),
    );
    return h("span", { class: "field" }, h("label", { for: id }, label), input);

    function change() {
      options[name] = input.value;
      chosen();
    }
  }

  function tell(found) {
    const by = grouped(found.rules);
    const [kind, word] = resultWord(found.result);
    const counts = Object.entries(by).map(([one, rules]) => `${rules.length} ${resultWord(one)[1]}`);
    const text = counts.join(", ");
    if (result.textContent !== word + text) fill(result, badge(kind, word), h("span", { class: "soft" }, text));
    write(numbers, inWords(found));
    rows(faults, [...(by.fail ?? []), ...(by.inconclusive ?? [])], {
      key: ({ id }) => id,
      make: () => h("li"),
      tell: finding,
    });
    passed.tell(by.pass ?? []);
    idle.tell(by["not-exercised"] ?? []);
  }

  function finding(item, rule) {
    const text = JSON.stringify(rule);
    if (item.dataset.told === text) return;
    item.dataset.told = text;
    item.className = `finding ${resultWord(rule.result)[0]}`;
    fill(
      item,
      h("h3", {}, badge(...resultWord(rule.result)), ` ${rule.id} ${rule.title}`),
      h("p", {}, rule.says),
      rule.repair ? h("p", { class: "repair" }, h("strong", {}, "Repair: "), rule.repair) : null,
      rule.entries.length ? h("p", { class: "entries" }, "Attempts: ", attempts(rule)) : null,
    );
  }

  function attempts({ id, entries }) {
    const buttons = entries.slice(0, SHOWN_ENTRIES).map((entry) => {
      const attributes = {
        type: "button",
        class: "entry",
        "aria-label": `Show attempt ${entry} of ${id} in the journal`,
      };
      return h("button", { ...attributes, onclick: () => shown(entry) }, String(entry));
    });
    const more = entries.length - buttons.length;
    return [buttons, more > 0 ? h("span", { class: "soft" }, ` and ${more} more`) : null];
  }
}

function part(name) {
  const list = h("ul", { class: "brief" });
  const summary = h("summary", {});
  const element = h("details", { hidden: true }, summary, list);
  return { element, tell };

  function tell(rules) {
    element.hidden = !rules.length;
    write(summary, `${name}: ${count(rules.length, "rule")}`);
    rows(list, rules, { key: ({ id }) => id, make: () => h("li", {}, h("strong"), h("span")), tell: brief });
  }

  function brief(item, { id, title, says }) {
    write(item.firstElementChild, `${id} ${title}`);
    write(item.lastElementChild, ` ${says}`);
  }
}

function grouped(rules) {
  const by = {};
  for (const rule of rules) (by[rule.result] ??= []).push(rule);
  return by;
}

// So that it can be read without knowing what each number counts; in the words of the command line.
function inWords({ numbers, rules }) {
  const { requests, wasted, overshoot_seconds: late, optimum } = numbers;
  const why = wasted ? inVain(numbers, rules) : "";
  const vain = why ? `; ${wasted} of them came ${why}, and could not help` : "";
  const fetched = late ? ` The data was fetched ${seconds(late)} after it was there.` : "";
  return `${count(requests, "request")}${besideTheBest(requests, optimum)}${vain}.${fetched}`;
}

function besideTheBest(requests, optimum) {
  if (optimum === null) return "";
  if (requests === optimum) return ", as many as a client needs that waits as it is told";
  return `, where a client that waits as it is told needs ${optimum}`;
}

function inVain({ early_seconds: early }, rules) {
  const why = [];
  if (early) why.push(`too early (by ${seconds(early)} in all)`);
  if (rules.some(({ id, result }) => result === "fail" && afterAFinalAnswer.has(id))) why.push("after a final answer");
  return why.join(" or ");
}
