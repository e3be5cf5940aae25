// How does a person show the admin token? In a form; it is kept in this tab alone.

import { h } from "./elements.js";
import { adminToken } from "./server.js";

/** Return the form; *done* is called once there is a token to try. */
export function login(done) {
  const tried = adminToken.get() !== "";
  const input = h("input", { id: "admin-token", type: "password", autocomplete: "off", required: true, size: 32 });
  const problem = h("p", { class: "hint", role: "alert" }, tried ? "That token was refused." : "");
  adminToken.forget();
  return h(
    "section",
    { class: "card narrow" },
    h("h1", { tabindex: "-1" }, "The admin token, please"),
    h(
      "p",
      {},
      "This part tells and steers more than one session, and this sandbox was started with SANDBOX_ADMIN_TOKEN.",
    ),
    h("p", { class: "soft" }, "The token stays in this tab until it is closed, and goes nowhere but to this sandbox."),
    h(
      "form",
      { class: "line", onsubmit: take },
      h("label", { for: "admin-token" }, "Admin token"),
      input,
      h("button", { type: "submit", class: "main" }, "Go on"),
    ),
    problem,
  );

  function take(event) {
    event.preventDefault();
    const token = input.value.trim();
    if (!/^[\x21-\x7e]+$/.test(token)) {
      problem.textContent = "A token has letters, digits and signs of ASCII alone.";
      return;
    }
    adminToken.keep(token);
    done();
  }
}
