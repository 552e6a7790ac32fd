/** The page of the API: sends what its forms say and shows what is answered. */
((live) => {
  "use strict";

  /** The address that a form asks: arguments in the path, the rest in the query. */
  function address(path, fields) {
    const query = new URLSearchParams();
    let made = path;
    for (const { name, place, value } of fields) {
      if (place === "path") made = made.replace(`{${name}}`, encodeURIComponent(value));
      if (place === "query" && value !== "") query.set(name, value);
    }
    return query.size ? `${made}?${query}` : made;
  }

  /** The headers of a request; a token makes the cookie's proof needless. */
  function headers(fields, token, hasBody, proof) {
    const given = fields.filter(({ place, value }) => place === "header" && value !== "");
    return {
      ...Object.fromEntries(given.map(({ name, value }) => [name, value])),
      ...(hasBody && { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : proof && { "X-CSRF-Token": proof }),
    };
  }

  const fieldsOf = (form) =>
    [...form.querySelectorAll("[data-in]")].map((input) => ({
      name: input.name,
      place: input.dataset.in,
      value: input.value.trim(),
    }));

  async function ask(form) {
    const fields = fieldsOf(form);
    const body = form.querySelector("[name=body]")?.value;
    const token = document.getElementById("token").value.trim();
    const proof = live.call.cookie("csrf", document.cookie);
    const answer = await fetch(address(form.dataset.path, fields), {
      method: form.dataset.method,
      headers: headers(fields, token, body !== undefined, proof),
      body,
      credentials: token ? "omit" : "same-origin",
      signal: AbortSignal.timeout(10_000),
    });
    return `${answer.status} ${answer.statusText}\n\n${await answer.text()}`;
  }

  async function send(event) {
    event.preventDefault();
    const shown = event.target.querySelector(".answer");
    shown.hidden = false;
    shown.textContent = await ask(event.target).catch((error) => String(error));
  }

  live.reference = { address, headers };
  if (globalThis.document?.body?.classList.contains("reference"))
    for (const form of document.querySelectorAll("form[data-path]"))
      form.addEventListener("submit", send);
})((globalThis.dashboardLive ??= {}));
