// fhir-kit-client: follows links; no retry of its own, but its errors bring the answer's headers.
import { Client } from 'fhir-kit-client';
import { FHIR, READY, SYNCING, WANTED, ids, patiently, say } from './told.mjs';

const known = (token) => new Client({ baseUrl: FHIR, bearerToken: token });
const announced = (error) =>
  error.response?.status === 429 ? new Headers(error.config.headers).get('retry-after') : null;

const client = known(READY);
const pages = [];
for (let bundle = await client.search({ resourceType: 'Procedure', searchParams: { _count: 5 } }); bundle; ) {
  pages.push(ids(bundle));
  bundle = await client.nextPage({ bundle });
}
say('pages', { ids: pages });
const one = await client.read({ resourceType: 'Procedure', id: 'ada-mammogram' });
say('read', { id: one.id, version: one.meta.versionId });
const search = (from) => from.search({ resourceType: 'Procedure', searchParams: WANTED });
say('found', { ids: ids(await search(client)) });
for (const token of SYNCING) {
  say('survived', { ids: ids(await patiently(token, () => search(known(token)), announced)) });
}
const posted = await client.search({ resourceType: 'Procedure', searchParams: WANTED, options: { postSearch: true } });
say('posted', { ids: ids(posted) });
say('stated', { url: (await client.capabilityStatement()).implementation.url === FHIR });
