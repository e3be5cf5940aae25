// How is something put on the page? As elements and text, never as markup: whatever a client has sent stays text.

/**
 * Return an element. Attributes that are functions are listeners ({ onclick }), `true` is an attribute without value,
 * and `false`, null and undefined leave it out. Children are elements, texts, or lists of them; empty ones are left out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...filled(children));
  return element;
}

/** Put children in the place of those that an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...filled(children));
  return element;
}

/** Write a text into an element, if it is another one: an unchanged text is not read out again. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Let an element have one child per row, in order. A child is made once for each key and then told of its row again, so
 * that focus, selection and what is unfolded stay where they are.
 */
export function rows(parent, list, { key, make, tell }) {
  const there = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const row of list) {
    const name = String(key(row));
    let child = there.get(name);
    there.delete(name);
    if (!child) {
      child = make(row);
      child.dataset.key = name;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
    tell(child, row);
  }
  for (const child of there.values()) child.remove();
}

/** Return a button that copies what *text* returns; *what* names it for the reader: "the token of ada". */
export function copyButton(label, what, text) {
  return h("button", { type: "button", class: "copy", "aria-label": `${label}: ${what}`, onclick: copyIt }, label);

  async function copyIt() {
    if (await copy(text())) say(`Copied ${what}.`);
    else say("The browser did not let the page copy. Select the text, and copy it by hand.");
  }
}

/** Return a text to be copied, with its button. */
export function copyLine(label, what, text) {
  const code = h("code", {}, text);
  return h(
    "div",
    { class: "copy-line" },
    code,
    copyButton(label, what, () => code.textContent),
  );
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // pages that came over plain HTTP from another machine have no clipboard
  }
}

function copyBySelection(text) {
  const before = document.activeElement;
  const area = h("textarea", { readonly: true, class: "off-screen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}

let silence;

/** Say something in passing: it is read out, and shown for a while. */
export function say(text) {
  const place = document.getElementById("said");
  write(place, text);
  place.classList.add("shown");
  clearTimeout(silence);
  silence = setTimeout(() => {
    place.classList.remove("shown");
    write(place, "");
  }, 6000);
}

/** Return a word with a colour: "good", "wait", "bad", "doubt" or "calm". The word alone says all. */
export function badge(kind, text) {
  return h("span", { class: `badge ${kind}` }, text);
}

/** Return a table in a place that scrolls where it is narrow; *label* names it for the reader, *heads* its columns. */
export function table(label, name, heads, body) {
  const columns = heads.map((head) => (head ? h("th", { scope: "col" }, head) : h("td")));
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": label },
    h("table", { class: name }, h("thead", {}, h("tr", {}, columns)), body),
  );
}

/** Return what went wrong, as a box that is read out at once. */
export function trouble(error) {
  const hint = error.hint ? h("p", { class: "hint" }, error.hint) : null;
  return h("div", { class: "notice bad", role: "alert" }, h("p", {}, error.message), hint);
}

function filled(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}
