/** Calls of the API that change something: the session's own token, and once however often tried. */
((live) => {
  "use strict";

  const COOKIE = "csrf";
  const PATIENCE_MS = 20_000;

  /** The value of a cookie; empty where there is none. */
  function cookie(name, cookies) {
    const found = cookies.split("; ").find((part) => part.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  function headers(key) {
    const token = cookie(COOKIE, document.cookie);
    return {
      "Content-Type": "application/json",
      ...(token && { "X-CSRF-Token": token }),
      ...(key && { "Idempotency-Key": key }),
    };
  }

  /** A key for one deed: the same for every try, another for the next deed. */
  const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4))).join("-");

  /** Asks for a deed; `status` is 0 where no answer came, `body` what was answered. */
  async function send(method, path, body, key = null) {
    return answered(path, { method, headers: headers(key), body: JSON.stringify(body) });
  }

  /** Reads what stands at a path. */
  const get = (path) => answered(path, {});

  async function answered(path, options) {
    try {
      const answer = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : {} };
    } catch {
      return { status: 0, body: {} };
    }
  }

  live.call = { cookie, newKey, send, get };
})((globalThis.dashboardLive ??= {}));
