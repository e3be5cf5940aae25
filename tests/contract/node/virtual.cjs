// Lets what a client waits pass in the time of its session: `node --require ./virtual.cjs client.mjs`.
// The session is that of the last bearer token that was sent. Timers of Node itself are left alone.
'use strict';

const LONGEST = 2 ** 31 - 1; // milliseconds; beyond that, and for NaN, Node's own timer waits for 1 ms
const { fetch: ask, setTimeout: later } = globalThis;
let authorization = null;
let address = null;

globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  if (/^Bearer /.test(request.headers.get('authorization') ?? '')) {
    authorization = request.headers.get('authorization');
    address = new URL(request.url).origin;
  }
  return ask(input, init);
};

globalThis.setTimeout = (then, wait, ...rest) => {
  const caller = new Error().stack.split('\n')[2] ?? '';
  if (authorization === null || caller.includes('node:')) return later(then, wait, ...rest);
  const seconds = (wait >= 1 && wait <= LONGEST ? Math.trunc(wait) : 1) / 1000;
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: seconds });
  ask(`${address}/_sandbox/session/clock`, { method: 'POST', headers, body }).then(() => then(...rest));
  return undefined;
};
