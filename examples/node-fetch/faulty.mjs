// Fetch a patient's Procedures, and retry as many first drafts do: after a fixed short delay, whatever the answer was.
// What is wrong with it: Retry-After is not read, a 422 and a 401 are retried, and a broken body ends it with a stack trace.
const { FHIR_BASE_URL, ACCESS_TOKEN } = process.env;

for (let attempt = 0; attempt < 15; attempt++) {
  const answer = await fetch(`${FHIR_BASE_URL}/Procedure?_count=50`, {
    headers: { Authorization: `Bearer ${ACCESS_TOKEN}` },
  });
  if (answer.ok) {
    const bundle = await answer.json();
    console.log(bundle.entry?.length ?? 0, "procedures");
    process.exit(0);
  }
  await answer.text();
  await new Promise((done) => setTimeout(done, 100));
}
console.error("no data");
process.exit(1);
