// How are times, states and numbers told to a person? One place, so that the same thing has the same words everywhere.

/** sync state -> [kind of badge, word] */
const STATES = {
  ready: ["good", "ready"],
  syncing: ["wait", "syncing"],
  partial: ["wait", "partial"],
  failed: ["bad", "failed"],
  expired: ["bad", "expired"],
  revoked: ["bad", "revoked"],
};
/** result of a verdict or a rule -> [kind of badge, word] */
const RESULTS = {
  pass: ["good", "pass"],
  fail: ["bad", "fail"],
  inconclusive: ["doubt", "in doubt"],
  "not-exercised": ["calm", "not exercised"],
};

export function stateWord(state) {
  return STATES[state] ?? ["calm", state];
}

export function resultWord(result) {
  return RESULTS[result] ?? ["calm", result];
}

/** Return how a status counts: data, a wait, or an error. */
export function statusKind(status) {
  if (status === null) return "calm";
  if (status < 400) return "good";
  return status === 429 ? "wait" : "bad";
}

/** Return seconds as a person writes them: 3 s, 250 ms, 2 min 5 s, 1 d 0 h. */
export function seconds(value) {
  if (value < 0) return `-${seconds(-value)}`;
  if (value > 0 && value < 0.9995) return `${Math.max(1, Math.round(value * 1000))} ms`;
  if (value < 120) return `${Number(value.toFixed(value < 10 ? 2 : 1))} s`;
  const whole = Math.round(value);
  if (whole < 7200) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 172800) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/** Return a moment, in seconds since 1970, as date and time in UTC. */
export function moment(since1970) {
  const text = new Date(since1970 * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

export function number(value) {
  return value.toLocaleString("en-GB");
}

/** Return a count with its noun: 1 request, 2 requests. */
export function count(value, noun, plural = `${noun}s`) {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** Return a size in bytes as a person writes it. */
export function bytes(value) {
  if (value < 1000) return `${value} B`;
  return value < 1e6 ? `${(value / 1000).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

/** Return a name in words: that of a person, with its parts, or that of a thing; "" where it is neither. */
export function nameWords(name) {
  const first = [name].flat()[0];
  const words =
    typeof first === "string" ? first : (first?.text ?? [first?.given, first?.family].flat().filter(Boolean).join(" "));
  return typeof words === "string" ? words : "";
}
