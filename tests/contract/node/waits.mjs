// What does the SDK do with each scenario? It gets its tokens from a code, and searches once.
import { createRequire } from 'node:module';

const { default: FlexpaClient } = createRequire(import.meta.url)('@flexpa/node-sdk');
const [here, ...scenarios] = process.argv.slice(2);
const [app, back] = ['pk_test_waits', 'http://localhost:3000/callback'];

for (const scenario of scenarios) {
  const verifier = FlexpaClient.generateCodeVerifier();
  const url = FlexpaClient.buildAuthorizationUrl({
    publishableKey: app,
    redirectUri: back,
    codeChallenge: FlexpaClient.generateCodeChallenge(verifier),
    externalId: scenario,
    apiBaseUrl: here,
    _experimentalParams: { sandbox_scenario: scenario },
  });
  const callback = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location'));
  const client = await FlexpaClient.fromAuthorizationCode(callback.searchParams.get('code'), verifier, back, app, here);
  const ended = await client.search('Procedure', {}).then(() => 'data', (error) => error.message);
  console.log(JSON.stringify({ step: scenario, token: client.getAccessToken(), ended }));
}
