// What do Node's retry libraries do with each scenario? `retries.mjs URL LABEL SCENARIO...`, all at once, in real time.
import axios from 'axios';
import axiosRetry from 'axios-retry';
import got from 'got';
import { Agent, RetryAgent, request } from 'undici';

const [here, label, ...scenarios] = process.argv.slice(2);
const url = `${here}/fhir/Procedure`;

const byAxios = (options) => async (headers) => {
  const client = axios.create({ headers, proxy: false });
  axiosRetry(client, options);
  await client.get(url);
};

const byGot = (retry) => (headers) => got(url, { headers, ...(retry && { retry }) }).json();

const byUndici = (options) => async (headers) => {
  const dispatcher = new RetryAgent(new Agent(), options);
  const { body } = await request(url, { dispatcher, headers });
  await body.text();
  await dispatcher.close();
};

const patient = {
  retries: 25,
  retryCondition: (error) => axiosRetry.isNetworkOrIdempotentRequestError(error) || error.response?.status === 429,
  retryDelay: (count, error) => axiosRetry.exponentialDelay(count, error, 250),
};

const stacks = {
  'axios-retry.0': byAxios({ retryCondition: (error) => axiosRetry.isRetryableError(error) || error.response?.status === 429 }),
  'axios-retry.1': byAxios(patient),
  'got.0': byGot(),
  'got.1': byGot({ limit: 25, maxRetryAfter: 60_000 }),
  'undici.0': byUndici({}),
  'undici.1': byUndici({ maxRetries: 25, maxTimeout: 86_400_000 }),
};

// What is compiled first answers late: each library asks once before it is watched.
const ready = { authorization: `Bearer pat_test_ready~ada~${label}.ready` };
for (const stack of Object.values(stacks)) await stack(ready);

const clients = Object.entries(stacks).flatMap(([name, stack]) => scenarios.map((scenario) => {
  const headers = { authorization: `Bearer pat_test_${scenario}~ada~${label}.${name}` };
  return Promise.resolve().then(() => stack(headers)).catch(() => undefined);
}));
await Promise.all(clients);
process.exit(0);
