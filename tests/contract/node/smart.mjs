// fhirclient, SMART's own: follows links; no retry of its own, but its errors bring the answer.
import { createRequire } from 'node:module';
import { FHIR, READY, SYNCING, WANTED, ids, patiently, say } from './told.mjs';

const Client = createRequire(import.meta.url)('fhirclient/lib/Client').default;

const known = (token) => new Client({ options: {} }, { serverUrl: FHIR, tokenResponse: { access_token: token } });
const announced = (error) => (error.status === 429 ? error.response.headers.get('retry-after') : null);

const client = known(READY);
const pages = [];
await client.request('Procedure?_count=5', { pageLimit: 0, onPage: (bundle) => pages.push(ids(bundle)) });
say('pages', { ids: pages });
const one = await client.request('Procedure/ada-mammogram');
say('read', { id: one.id, version: one.meta.versionId });
const wanted = `Procedure?${new URLSearchParams(WANTED)}`;
say('found', { ids: ids(await client.request(wanted)) });
for (const token of SYNCING) {
  say('survived', { ids: ids(await patiently(token, () => known(token).request(wanted), announced)) });
}
