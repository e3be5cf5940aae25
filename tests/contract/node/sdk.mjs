// The rest of the SDK: exchange by public token, application tokens, a failed sync, expiry, a code that comes twice.
import { createRequire } from 'node:module';
import { HERE, ids, say, wait } from './told.mjs';

const { default: FlexpaClient } = createRequire(import.meta.url)('@flexpa/node-sdk');

const [APP, SECRET, BACK] = ['pk_test_sdk', 'sk_test_sdk', 'http://localhost:3000/callback'];
const VERIFIER = FlexpaClient.generateCodeVerifier();

const refused = (promise) => promise.then(() => ({ status: 200 }), async (error) => {
  const body = await error.json();
  return { status: error.response.status, error: body.error ?? body.issue[0].code };
});

async function code(externalId, more = {}) {
  const url = FlexpaClient.buildAuthorizationUrl({
    publishableKey: APP,
    redirectUri: BACK,
    codeChallenge: FlexpaClient.generateCodeChallenge(VERIFIER),
    externalId,
    scope: ['launch/patient', 'offline_access'],
    apiBaseUrl: HERE,
    _experimentalParams: more,
  });
  const answer = await fetch(url, { redirect: 'manual' });
  return new URL(answer.headers.get('location')).searchParams.get('code');
}

const login = async (...wanted) =>
  FlexpaClient.fromAuthorizationCode(await code(...wanted), VERIFIER, BACK, APP, HERE);

const exchanged = await FlexpaClient.fromExchange(await code('exchange'), SECRET, HERE);
say('exchanged', { ids: ids(await exchanged.search('Procedure', { status: 'completed' })) });
const again = await exchanged.exchange(await code('exchange-again'), SECRET);
say('exchanged', {
  ids: ids(await FlexpaClient.fromBearerToken(again.access_token, HERE).search('Procedure', { status: 'completed' })),
});
say('bad exchange', await refused(FlexpaClient.fromExchange('no-such-token', SECRET, HERE)));

const application = await FlexpaClient.fromClientCredentials('pk_live_sandbox', 'sk_live_sandbox', HERE);
const patients = (await application.search('Patient', {})).entry.map((entry) => entry.resource.id);
say('application', { ids: patients.sort() });
say('test keys', await refused(FlexpaClient.fromClientCredentials(APP, SECRET, HERE)));

const slow = await login('slow', { sandbox_scenario: 'syncing-45s' });
say('told to be patient', await refused(slow.search('Procedure', {}, { numRetries: 30 })));

const failed = await login('failed', { sandbox_scenario: 'failed' });
say('failed', { ...(await refused(failed.search('Procedure', {}))), token: failed.getAccessToken() });
const cured = await login('failed');
say('cured', await refused(cured.search('Procedure', {})));

const expiring = await login('expiring');
await wait(expiring.getAccessToken(), 86_399);
say('last second', await refused(expiring.search('Procedure', {})));
await wait(expiring.getAccessToken(), 1);
say('expired', await refused(expiring.search('Procedure', {})));
await expiring.tokenRefresh(APP, SECRET);
say('renewed', await refused(expiring.search('Procedure', {})));

const once = await code('replay');
const first = await FlexpaClient.fromAuthorizationCode(once, VERIFIER, BACK, APP, HERE);
say('replayed', await refused(FlexpaClient.fromAuthorizationCode(once, VERIFIER, BACK, APP, HERE)));
say('revoked by it', await refused(first.introspect()));
