// How is the sandbox asked? By its admin API, and by its FHIR API with a client's token. Every refusal is an Error with
// one sentence, and perhaps a hint.

const ROOT = new URL("./", document.baseURI);
const LOOKING = { "X-Sandbox-Watch": "console" }; // the request log leaves out who only looks, again and again
const KEPT_AS = "procedure-sandbox: admin token";

/** What the sandbox, or the way to it, said instead of an answer; status 0 is none at all. */
export class Refusal extends Error {
  constructor(status, message, hint = "") {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** The token of SANDBOX_ADMIN_TOKEN, as long as this tab is open: it is kept nowhere else. */
export const adminToken = {
  get: () => sessionStorage.getItem(KEPT_AS) ?? "",
  keep: (token) => sessionStorage.setItem(KEPT_AS, token),
  forget: () => sessionStorage.removeItem(KEPT_AS),
};

/** Return the address of something that is served, for a person to copy. */
export function address(path) {
  return new URL(path, ROOT).href;
}

/** Ask the admin API for what stands below /_sandbox; return its JSON, or throw a Refusal. */
export async function admin(path, { method = "GET", body, signal } = {}) {
  const headers = { ...LOOKING, ...login(), ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await sent(`_sandbox${path}`, { method, headers, body: text, signal });
  const said = await answer.json().catch(() => null);
  if (answer.ok && said !== null) return said;
  throw refusal(answer.status, said);
}

/** Return a picture of the admin API as an SVG document, or throw a Refusal. */
export function picture(path) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // it parses the picture: with `fetch` that would be ours to do
    request.open("GET", new URL(`_sandbox${path}`, ROOT));
    for (const [name, value] of Object.entries({ ...LOOKING, ...login() })) request.setRequestHeader(name, value);
    request.responseType = "document";
    request.onerror = () => reject(noAnswer());
    request.onload = () => {
      if (request.status === 200 && request.responseXML) resolve(request.responseXML);
      else reject(refusal(request.status, null));
    };
    request.send();
  });
}

/** Ask the FHIR API with a client's token; return status, headers, text, its JSON (null if it is none) and seconds. */
export async function fhir(path, token, signal) {
  const began = performance.now();
  const headers = { Accept: "application/fhir+json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await sent(`fhir/${path}`, { headers, signal });
  const text = await answer.text().catch((error) => {
    throw error.name === "AbortError" ? error : new Refusal(answer.status, "The answer broke off in the middle.");
  });
  const seconds = (performance.now() - began) / 1000;
  return { status: answer.status, headers: answer.headers, text, json: parsed(text), seconds };
}

async function sent(path, request) {
  try {
    return await fetch(new URL(path, ROOT), { cache: "no-store", credentials: "omit", ...request });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw noAnswer();
  }
}

function login() {
  const token = adminToken.get();
  return token ? { Authorization: `Bearer ${token}` } : {};
}

function noAnswer() {
  return new Refusal(0, "The sandbox does not answer.", "It may have been stopped. The page tries again by itself.");
}

function refusal(status, said) {
  const message = said?.error?.message ?? `The sandbox answered with status ${status}, and no reason.`;
  return new Refusal(status, message, said?.error?.hint);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
