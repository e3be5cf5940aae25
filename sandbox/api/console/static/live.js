// How does a page stay up to date? It asks again, a second after each answer, as long as somebody looks at it.
//
// A connection that is held open, as server-sent events and long polls do, would take one of the six that a browser has
// for one server: the seventh tab, and every button of it, would wait. Asking briefly holds with any number of tabs.

const PERIOD = 1000; // milliseconds from an answer to the next question
const SHARE = 3; // and at least so many times what the answer took: a busy sandbox is asked less often,
const LONGEST = 4000; // but not less often than this

/**
 * Call *ask* now and again and again, until *signal* is aborted; nobody asks while the tab is hidden. An error ends
 * nothing: *told* hears of it (and of null when all is well again). Return a function that asks at once.
 */
export function live(ask, told, signal) {
  let timer = 0;
  let asking = null;

  async function once() {
    clearTimeout(timer);
    const began = performance.now();
    try {
      await ask();
      if (!signal.aborted) told(null);
    } catch (error) {
      if (!signal.aborted && error.name !== "AbortError") told(error);
    }
    if (signal.aborted) return;
    const pause = Math.max(PERIOD, SHARE * (performance.now() - began));
    timer = setTimeout(next, Math.min(LONGEST, pause));
  }

  function next() {
    if (document.hidden || signal.aborted) return asking;
    asking ??= once().finally(() => (asking = null));
    return asking;
  }

  /** Ask once more, after the question under way, so that what was just done is seen. */
  async function again() {
    await asking;
    await next();
  }

  document.addEventListener("visibilitychange", next, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  next();
  return again;
}
