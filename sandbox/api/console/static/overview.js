// What is this sandbox, and who is in it? Asked at the start, and remembered by the other parts.

import { admin, fhir, Refusal } from "./server.js";
import { nameWords } from "./words.js";

let known = null;

export const PAGE = 12; // personas that are asked for at a time: each is counted anew

/** Return { health, personas, scenarios, off }: `off` is true where the admin API was switched off. */
export async function overview({ fresh = false } = {}) {
  if (fresh) known = null;
  known ??= asked().catch((error) => {
    known = null;
    throw error;
  });
  return known;
}

async function asked() {
  const health = await admin("/health");
  try {
    const [personas, scenarios] = await Promise.all([morePersonas(0), admin("/scenarios")]);
    return { health, personas, scenarios, off: false };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    return { health, personas: [], scenarios: { scenarios: [], retry_after: [] }, off: true };
  }
}

/** Return the next personas after so many; without a list of its own, a sandbox has one for each Patient. */
export async function morePersonas(after) {
  return admin(`/personas?count=${PAGE}&offset=${after}`);
}

/** Return some Patients, where nobody tells of personas: [{ id, name }]. */
export async function patients(signal) {
  const answer = await fhir("Patient?_count=12&_sort=_id", "aat_test_ready~~console", signal);
  const entries = answer.status === 200 ? (answer.json?.entry ?? []) : [];
  return entries.map(({ resource }) => ({ id: resource.id, name: nameWords(resource.name) }));
}
