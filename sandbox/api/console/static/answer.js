// What was answered to a search? Its status, its entries at a glance, its pages, and every byte of it.

import { badge, copyButton, fill, h, table, trouble } from "./elements.js";
import { fhir } from "./server.js";
import { bytes, count, nameWords, seconds, statusKind } from "./words.js";

const LONGEST = 200_000; // characters of an answer that are shown at once

/** Return the place of an answer: { element, ask }. *turn* is called with the query of another page. */
export function answer(turn) {
  const status = h("p", { class: "status", role: "status" }); // what is read out; the rest is there to be read
  const inside = h("div", { class: "answer" }, h("p", { class: "empty" }, "Nothing was asked yet."));
  const heading = h("h2", { id: "answer" }, "Answer");
  let latest = 0;
  const element = h("section", { class: "card", "aria-labelledby": "answer" }, heading, status, inside);
  return { element, ask };

  async function ask(query, token, signal) {
    const mine = (latest += 1);
    const isOld = () => signal.aborted || mine !== latest; // somebody has asked for something else meanwhile
    fill(status, h("span", { class: "soft" }, "Asking …"));
    try {
      const found = await fhir(query, token, signal);
      if (isOld()) return;
      fill(status, inShort(found));
      fill(inside, told(found), pages(found, turn), whole(found));
    } catch (error) {
      if (isOld()) return;
      fill(status);
      fill(inside, trouble(error));
    }
  }
}

function inShort({ status, headers, text: sent, seconds: took, json }) {
  const parts = [];
  if (json?.resourceType === "Bundle") parts.push(count(json.entry?.length ?? 0, "entry", "entries"));
  if (json?.total !== undefined) parts.push(`${json.total} in all`);
  parts.push(bytes(sent.length), seconds(took));
  const wait = headers.get("Retry-After");
  if (wait !== null) parts.push(`Retry-After: ${wait}`);
  return [badge(statusKind(status), String(status)), h("span", { class: "soft" }, parts.join(" · "))];
}

function told({ json, status }) {
  if (json === null) return h("p", { class: "notice bad" }, "The answer is not JSON.");
  if (json.resourceType === "OperationOutcome") return h("ul", { class: "issues" }, (json.issue ?? []).map(issue));
  if (json.resourceType !== "Bundle") return status < 400 ? entries([{ resource: json }]) : null;
  if (json.entry?.length) return entries(json.entry);
  return h("p", { class: "empty" }, "Nothing was found. The explanation says which clause kept how many.");
}

function issue({ severity, code, diagnostics, details }) {
  return h(
    "li",
    { class: `notice ${severity === "error" ? "bad" : ""}` },
    h("strong", {}, `${code}: `),
    diagnostics ?? details?.text ?? "",
  );
}

function entries(list) {
  const heads = ["Resource", "What", "When", "Status"];
  return table("Entries of the answer", "entries", heads, h("tbody", {}, list.map(entry)));
}

function entry({ resource, search }) {
  const kind = resource.resourceType;
  if (kind === "OperationOutcome") {
    const said = (resource.issue ?? []).map(({ diagnostics, details }) => diagnostics ?? details?.text ?? "");
    return h("tr", {}, h("th", { scope: "row" }, kind), h("td", { colspan: "3" }, said.join(" ")));
  }
  const mode = search?.mode === "include" ? h("span", { class: "soft" }, " included") : null;
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, `${kind}/${resource.id}`, mode),
    h("td", {}, what(resource)),
    h("td", { class: "when" }, when(resource)),
    h("td", { class: "short" }, text(resource.status)),
  );
}

/** Return what a resource is about, from the elements in which resources say so. */
function what(resource) {
  const { code, vaccineCode, medicationCodeableConcept, type, category, name, title, description } = resource;
  if (name !== undefined) return nameWords(name);
  const concept = [code, vaccineCode, medicationCodeableConcept, type, category].flat().find(Boolean);
  const coding = concept?.coding?.[0];
  return [concept, concept?.text, coding?.display, coding?.code, title, description].map(text).find(Boolean) ?? "";
}

function when(resource) {
  const period = resource.performedPeriod ?? resource.period ?? resource.effectivePeriod;
  const at =
    resource.performedDateTime ?? resource.effectiveDateTime ?? resource.onsetDateTime ?? resource.occurrenceDateTime;
  const other = resource.authoredOn ?? resource.date ?? resource.created ?? resource.birthDate;
  return text(at ?? period?.start ?? other ?? "")
    .slice(0, 16)
    .replace("T", " ");
}

function text(value) {
  return typeof value === "string" ? value : "";
}

/** Return the links to other pages: buttons, for they change the answer alone. */
function pages({ json }, turn) {
  const links = (json?.link ?? []).filter(({ relation }) => ["previous", "next"].includes(relation));
  if (!links.length) return null;
  return h(
    "nav",
    { class: "pager", "aria-label": "Pages of the answer" },
    links.map(({ relation, url }) =>
      h(
        "button",
        { type: "button", onclick: () => turn(url.split("/fhir/")[1]) },
        relation === "next" ? "Next page" : "Previous page",
      ),
    ),
  );
}

function whole({ text: raw, json }) {
  const pre = h("pre", { tabindex: "0", "aria-label": "The answer as it was sent" });
  const details = h(
    "details",
    { ontoggle: write },
    h("summary", {}, "The whole answer, as JSON"),
    copyButton("Copy", "the answer", () => pretty()),
    pre,
  );
  return details;

  function write() {
    if (!details.open || pre.textContent) return;
    const shown = pretty();
    const rest = shown.length - LONGEST;
    pre.textContent = rest > 0 ? `${shown.slice(0, LONGEST)}\n… and ${rest} more characters: copy them` : shown;
  }

  function pretty() {
    return json === null ? raw : JSON.stringify(json, null, 2);
  }
}
