// @medplum/core: follows links; its own retry asks twice more after 0.5 s and 0.75 s and reads no Retry-After, so it
// is switched off here, and the wait is done where Medplum's documents say: in the function `fetch` that it is given.
import { createRequire } from 'node:module';
import { HERE, READY, SYNCING, WANTED, ids, say, wait } from './told.mjs';

const { MedplumClient } = createRequire(import.meta.url)('@medplum/core');

const patient = (token) => async (input, init) => {
  for (let left = 20; ; left -= 1) {
    const answer = await fetch(input, init);
    if (answer.status !== 429 || left === 0) return answer;
    await wait(token, Number(answer.headers.get('retry-after')));
  }
};
const known = (token, more) =>
  new MedplumClient({ baseUrl: HERE, fhirUrlPath: 'fhir', accessToken: token, cacheTime: 0, ...more });

const client = known(READY);
const pages = [];
for await (const page of client.searchResourcePages('Procedure', { _count: 5 })) pages.push(page.map((found) => found.id));
say('pages', { ids: pages });
const one = await client.readResource('Procedure', 'ada-mammogram');
say('read', { id: one.id, version: one.meta.versionId });
say('found', { ids: ids(await client.search('Procedure', WANTED)) });
for (const token of SYNCING) {
  say('survived', { ids: ids(await known(token, { fetch: patient(token) }).search('Procedure', WANTED)) });
}
