// Which part of the console does the address ask for? The hash holds the whole state, so that a view can be shared.

import { h, fill, trouble, write } from "./elements.js";
import { login } from "./login.js";
import { adminToken, Refusal } from "./server.js";
import { search } from "./search.js";
import { session } from "./session.js";
import { sessions } from "./sessions.js";
import { start } from "./start.js";

/** path in the hash -> [part of the navigation, what draws it] */
const VIEWS = [
  [/^\/$/, "start", start],
  [/^\/search$/, "search", search],
  [/^\/sessions$/, "sessions", sessions],
  [/^\/sessions\/([^/]+)$/, "sessions", session],
];

const main = document.getElementById("main");
let shown = new AbortController();

/** Draw what the address asks for; whatever the part before was waiting for is given up. */
async function show() {
  shown.abort();
  shown = new AbortController();
  const { signal } = shown;
  const [path, query] = location.hash.slice(1).split(/\?(.*)/s);
  const [part, draw, rest] = found(path || "/");
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.part === part) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  connection(null);
  document.getElementById("forget-token").hidden = !adminToken.get();
  const place = h("div", { class: "part" });
  fill(main, place);
  try {
    await draw({ place, rest, parameters: new URLSearchParams(query ?? ""), signal, connection, refused });
  } catch (error) {
    if (!signal.aborted) refused(error);
  }

  /** Show why a part cannot be drawn: for want of the admin token it is asked for, and then tried again. */
  function refused(error) {
    if (error instanceof Refusal && error.status === 401) {
      shown.abort(); // nothing may be drawn over what is typed
      connection(null);
      fill(place, login(show));
      return;
    }
    if (!(error instanceof Refusal)) console.error(error); // a fault of the console's own
    fill(place, h("h1", { tabindex: "-1" }, "This does not work"), trouble(error), back());
  }
}

function found(path) {
  for (const [pattern, part, draw] of VIEWS) {
    const match = pattern.exec(path);
    if (match) return [part, draw, match.slice(1).map(decoded)];
  }
  return ["", nowhere, []];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // half an escape
  }
}

function nowhere({ place }) {
  document.title = "Nothing here - procedure-sandbox";
  fill(place, h("h1", { tabindex: "-1" }, "There is nothing here"), back());
}

function back() {
  return h("p", {}, h("a", { href: "#/" }, "Back to the start"));
}

/** Say beside the navigation whether what is shown is live. *error* is what the last question met, if anything. */
function connection(error, live = false) {
  const place = document.getElementById("connection");
  place.className = `connection ${error ? "lost" : live ? "live" : ""}`;
  if (error) write(place, error.status ? "refused, trying again" : "no answer, trying again");
  else write(place, live ? "live" : "");
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the hash is taken
  main.focus();
});
document.getElementById("forget-token").addEventListener("click", () => {
  adminToken.forget();
  show();
});
addEventListener("hashchange", async () => {
  scrollTo(0, 0);
  await show();
  main.querySelector("h1")?.focus();
});
show();
