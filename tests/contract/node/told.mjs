// What do the clients of this folder share? How they are told what to do, and how they say what they found.

const [address, ready, ...syncing] = process.argv.slice(2);

export const HERE = address;
export const FHIR = `${address}/fhir`;
export const READY = ready;
export const SYNCING = syncing;
export const WANTED = { patient: 'ada-lovell', status: 'completed', date: 'ge2024-03-01', _sort: 'date' };

export const ids = (bundle) => (bundle.entry ?? []).map((entry) => entry.resource.id);

export function say(step, found) {
  console.log(JSON.stringify({ step, ...found }));
}

/** Let so many seconds pass in the time of the session of a token. */
export async function wait(token, seconds) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: seconds });
  await fetch(`${address}/_sandbox/session/clock`, { method: 'POST', headers, body });
}

/** The retry for a client that has none: as long as it is told to wait, wait and ask again. */
export async function patiently(token, ask, announced) {
  for (let left = 20; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      const seconds = announced(error);
      if (seconds === null || left === 0) throw error;
      await wait(token, Number(seconds));
    }
  }
}
