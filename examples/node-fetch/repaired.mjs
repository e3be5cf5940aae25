// Fetch a patient's Procedures, page by page, with retries that a FHIR server can live with.
// - An announced wait (Retry-After as seconds or as a date, else X-Retry-After) is waited out; without one that can be
//   obeyed the delay is the client's own and doubles, with some jitter.
// - What waiting cannot cure (401, 403, 404, 422 and other 4xx) ends it at once.
// - Lost connections, server errors and broken bodies are tried again a few times only.
// - A budget of time bounds everything: a wait that does not fit into it is not begun.
const { FHIR_BASE_URL, ACCESS_TOKEN } = process.env;
const BUDGET = 90_000; // milliseconds for all of it: a first sync takes a minute
const FAILURES = 5; // answers in a row that failed by the server's or the network's fault
const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;
const deadline = Date.now() + BUDGET;

/** The announced wait in milliseconds, undefined if there is none that can be obeyed. */
function announced(headers) {
  for (const name of ["retry-after", "x-retry-after"]) {
    // A header that was sent twice arrives as "3, 3".
    const value = (headers.get(name) ?? "").trim();
    const seconds = value.split(/\s*,\s*/).find((part) => /^\d+$/.test(part));
    if (seconds !== undefined) return Number(seconds) * 1000 || undefined; // 0 is no licence for a loop
    const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
    if (/[a-z]/i.test(value) && wait > 0) return wait;
  }
  return undefined;
}

function giveUp(why) {
  console.error(`gave up: ${why}`);
  process.exit(1);
}

async function get(address) {
  let delay = FIRST_DELAY;
  for (let failures = 0; ; ) {
    let wait;
    let why;
    try {
      const answer = await fetch(address, {
        headers: { Authorization: `Bearer ${ACCESS_TOKEN}` },
        signal: AbortSignal.timeout(10_000),
      });
      const body = await answer.text(); // read to the end, so that the connection can be used again
      if (answer.ok) return JSON.parse(body);
      why = `${answer.status}`;
      if (answer.status < 500 && answer.status !== 429) giveUp(`${answer.status}: ${body}`);
      if (answer.status >= 500) failures++;
      wait = announced(answer.headers);
    } catch (error) {
      why = error.message; // the connection was lost, or the body is not JSON
      failures++;
    }
    if (failures === FAILURES) giveUp(`${failures} failures, the last: ${why}`);
    if (wait === undefined) {
      wait = delay * (0.8 + 0.4 * Math.random());
      delay = Math.min(delay * 2, LONGEST_DELAY);
    }
    if (Date.now() + wait > deadline) giveUp(`${why}, and a wait of ${wait} ms does not fit into ${BUDGET} ms`);
    await new Promise((done) => setTimeout(done, wait));
  }
}

let count = 0;
for (let address = `${FHIR_BASE_URL}/Procedure?_count=50`; address; ) {
  const bundle = await get(address);
  count += bundle.entry?.length ?? 0;
  address = bundle.link.find((link) => link.relation === "next")?.url;
}
console.log(count, "procedures");
