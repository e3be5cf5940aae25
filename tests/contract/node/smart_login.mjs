// A SMART app on a server, with fhirclient: discovery, standalone launch with PKCE, request, refresh.
import { createRequire } from 'node:module';
import { FHIR, ids, say } from './told.mjs';

const smart = createRequire(import.meta.url)('fhirclient');

const kept = new Map();
const storage = {
  get: async (key) => kept.get(key),
  set: async (key, value) => kept.set(key, value) && value,
  unset: async (key) => kept.delete(key),
};
const asked = (url) => ({ url, headers: { host: 'localhost:3000' }, socket: {} });
const sent = {};
const response = { writeHead: (status, headers) => Object.assign(sent, { status, ...headers }), end: () => {} };
const settings = {
  iss: FHIR,
  clientId: 'pk_test_smart',
  clientSecret: 'sk_test_smart',
  redirectUri: 'http://localhost:3000/callback',
  scope: 'launch/patient patient/*.read offline_access',
  pkceMode: 'required',
};

await smart(asked('/launch'), response, storage).authorize(settings);
const back = new URL((await fetch(sent.location, { redirect: 'manual' })).headers.get('location'));
say('agreed', { state: back.searchParams.get('state') === new URL(sent.location).searchParams.get('state') });
const client = await smart(asked(back.pathname + back.search), response, storage).ready();
say('granted', { patient: client.patient.id });
say('read', { id: (await client.patient.read()).id });
say('found', { ids: ids(await client.patient.request('Procedure?status=completed')) });
const before = client.state.tokenResponse.access_token;
await client.refresh();
say('refreshed', { id: (await client.patient.read()).id, new: client.state.tokenResponse.access_token !== before });
