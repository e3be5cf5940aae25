// How is a session steered? By buttons for its clock, its sync, and a new authorization.

import { copyLine, fill, h, say, trouble } from "./elements.js";
import { admin } from "./server.js";
import { moment, seconds } from "./words.js";

const NO_PATIENT = "An application's session has no patient who could authorize anew.";

/** Return the buttons for the session at *path*: { element, tell }; *done* is called after each that worked. */
export function steering(path, first, done) {
  const problem = h("div", {});
  const granted = h("div", {});
  const freeze = button("Freeze", () => clock({ freeze: true }, "Frozen"));
  const resume = button("Resume", () => clock({ resume: true }, "Running on"));
  const own = h("input", {
    id: "own",
    type: "number",
    min: "0.001",
    max: "31536000",
    step: "any",
    value: "300",
    required: true,
  });
  const scenario = h("input", { id: "again-as", value: "ready", size: 14, spellcheck: "false", autocomplete: "off" });
  const authorization = group(
    "Authorize anew as",
    h(
      "form",
      { class: "joined", onsubmit: submitted(reauthorize) },
      h("label", { for: "again-as", class: "off-screen" }, "Scenario of the new authorization"),
      scenario,
      h("button", { type: "submit" }, "New authorization"),
    ),
  );
  const element = h(
    "section",
    { class: "card steering", "aria-label": "Steer this session" },
    group("Clock", freeze, resume),
    group(
      "Advance by",
      button("5 s", () => advance(5), "Advance by 5 s"),
      button("60 s", () => advance(60), "Advance by 60 s"),
      h(
        "form",
        { class: "joined", onsubmit: submitted(() => advance(Number(own.value))) },
        h("label", { for: "own", class: "off-screen" }, "Seconds to advance by"),
        own,
        h("button", { type: "submit" }, "Advance"),
      ),
    ),
    group(
      "Sync",
      button("Ready", () => sync("ready"), "Ready: end the sync"),
      button("Failed", () => sync("failed"), "Failed: end the sync"),
      button("Syncing", () => sync("syncing"), "Syncing: begin to sync, until it is ended by hand"),
    ),
    first.patient === null ? h("p", { class: "soft" }, NO_PATIENT) : authorization,
    problem,
    granted,
  );
  tell(first);
  return { element, tell };

  function tell(session) {
    freeze.disabled = session.clock.frozen;
    resume.disabled = !session.clock.frozen;
  }

  function button(label, press, name = label) {
    const attributes = { type: "button", "aria-label": name === label ? null : name };
    return h("button", { ...attributes, onclick: () => tried(press) }, label);
  }

  function submitted(press) {
    return (event) => {
      event.preventDefault();
      tried(press);
    };
  }

  async function tried(press) {
    const before = document.activeElement;
    try {
      const said = await press();
      fill(problem);
      say(said);
      await done();
    } catch (error) {
      fill(problem, trouble(error));
    }
    if (before?.disabled) (before === freeze ? resume : freeze).focus(); // a button that can no more be pressed has no focus
  }

  async function clock(body, said) {
    const { now } = await admin(`${path}/clock`, { method: "POST", body });
    return `${said} at ${moment(now)}.`;
  }

  async function advance(by) {
    await admin(`${path}/clock`, { method: "POST", body: { advance: by } });
    return `Advanced by ${seconds(by)}.`;
  }

  async function sync(state) {
    await admin(`${path}/sync`, { method: "PUT", body: { state } });
    return `The sync is ${state} now.`;
  }

  async function reauthorize() {
    const body = { scenario: scenario.value.trim() || "ready" };
    const grant = await admin(`${path}/reauthorize`, { method: "POST", body });
    fill(
      granted,
      h("h2", {}, "A new authorization"),
      h(
        "p",
        {},
        `The patient ${grant.patient} has authorized anew, as ${grant.scenario}. Its tokens are shown here once:`,
      ),
      copyLine("Copy", "the access token", grant.access_token),
      copyLine("Copy", "the refresh token", grant.refresh_token),
      h("p", {}, h("a", { href: `#/sessions/${encodeURIComponent(grant.session)}` }, "Open its session")),
    );
    return "The patient has authorized anew.";
  }
}

function group(name, ...controls) {
  return h(
    "div",
    { class: "group", role: "group", "aria-label": name },
    h("span", { class: "group-name" }, name),
    controls,
  );
}
