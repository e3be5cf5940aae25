// The official SDK: its own retry; it follows no links, but takes the parameters of one.
import { createRequire } from 'node:module';
import { FHIR, HERE, READY, SYNCING, WANTED, ids, say } from './told.mjs';

const { default: FlexpaClient } = createRequire(import.meta.url)('@flexpa/node-sdk');

const client = FlexpaClient.fromBearerToken(READY, HERE);
const pages = [];
for (let wanted = { _count: '5' }; wanted !== null; ) {
  const bundle = await client.search('Procedure', wanted);
  pages.push(ids(bundle));
  const next = bundle.link.find((link) => link.relation === 'next');
  wanted = next ? Object.fromEntries(new URL(next.url).searchParams) : null;
}
say('pages', { ids: pages });
const one = await client.read('Procedure', 'ada-mammogram');
say('read', { id: one.id, version: one.meta.versionId });
say('found', { ids: ids(await client.search('Procedure', WANTED)) });
for (const token of SYNCING) {
  say('survived', { ids: ids(await FlexpaClient.fromBearerToken(token, HERE).search('Procedure', WANTED)) });
}
say('stated', { url: (await client.getCapabilityStatement()).implementation.url === FHIR });
