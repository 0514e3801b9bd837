// Shows one OpenAPI document at a time. The chosen token goes with every request that is tried, and what a
// change needs is filled in: a fresh Idempotency-Key, and in If-Match the ETag that was answered last.

import { Filled } from "/portal/filled.js";
import { older } from "/portal/older.js";

const api = document.getElementById("api");
const link = document.getElementById("document");
const role = document.getElementById("role");
const token = document.getElementById("token");
const said = document.getElementById("said");
const reader = document.getElementById("reader");
const RENEW_AFTER_MS = 10 * 60 * 1000;  // a token lives a quarter of an hour
const FEW_TAGS = 12;
let granted = 0;
let shown;

async function show() {
  const address = `/${api.value}/v1/openapi.json`;
  link.href = address;
  const answer = await fetch(address);
  if (!answer.ok) {
    reader.replaceChildren();
    said.value = `${api.value} does not answer (${answer.status}).`;
    return;
  }
  const filled = new Filled(`/${api.value}/v1`);
  shown = window.SwaggerUIBundle({
    spec: filled.prepared(older(await answer.json())),
    dom_id: "#reader",
    validatorUrl: null,
    deepLinking: true,
    filter: true,
    tryItOutEnabled: true,
    docExpansion: api.value === "agenda" ? "none" : "list",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    plugins: [() => ({ fn: { opsFilter } })],
    async requestInterceptor(request) {
      await renew();
      if (token.value) request.headers.Authorization = `Bearer ${token.value.trim()}`;
      return filled.sent(request);
    },
    responseInterceptor: (response) => filled.answered(response),
  });
}

// Every word of the filter is in the group's name, the method, the path or what the operation does.
function opsFilter(tags, phrase) {
  const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.toLowerCase().includes(word));
  const told = (operation, name) => [
    name, operation.get("method"), operation.get("path"),
    operation.getIn(["operation", "summary"], ""), operation.getIn(["operation", "description"], ""),
  ].join(" ");
  return tags
    .map((tag, name) => tag.set("operations", tag.get("operations").filter((one) => has(told(one, name)))))
    .filter((tag) => tag.get("operations").size > 0);
}

// What was filtered down to a few groups is opened, so that its operations are seen.
function openFew() {
  const tags = [...reader.querySelectorAll(".opblock-tag")];
  if (tags.length > FEW_TAGS) return;
  for (const tag of tags) shown.getSystem().layoutActions.show(["operations-tag", tag.dataset.tag], true);
}

async function become() {
  if (!role.value) {
    token.value = "";
    said.value = "";
    return;
  }
  const body = new URLSearchParams({
    grant_type: "client_credentials", client_id: role.value, client_secret: "local",
  });
  const answer = await fetch("/local/token", { method: "POST", body });
  if (!answer.ok) {
    said.value = `No token for ${role.value} (${answer.status}).`;
    return;
  }
  token.value = (await answer.json()).access_token;
  granted = Date.now();
  said.value = `You are ${role.value}, with the scopes ${role.selectedOptions[0].title}.`;
}

async function renew() {
  if (role.value && Date.now() - granted > RENEW_AFTER_MS) await become();
}

async function offerLocalClients() {
  const answer = await fetch("/local/clients");
  if (!answer.ok) return;  // not on a developer's machine
  const groups = new Map();
  for (const client of (await answer.json()).clients) {
    const kind = client.tenant.split(":")[0];
    if (!groups.has(kind)) {
      groups.set(kind, document.createElement("optgroup"));
      groups.get(kind).label = kind;
    }
    const option = new Option(`${client.id} (${client.tenant})`, client.id);
    option.title = client.scopes.join(" ");
    groups.get(kind).append(option);
  }
  role.append(...groups.values());
  document.getElementById("local").hidden = false;
}

// The API is in ?api=, and after the # stands the operation that is open; an address of before was #funding.
const asked = new URLSearchParams(location.search).get("api") ?? location.hash.slice(1);
if ([...api.options].some((option) => option.value === asked)) api.value = asked;
api.addEventListener("change", () => {
  history.replaceState(null, "", `?api=${api.value}`);
  show();
});
role.addEventListener("change", become);
token.addEventListener("input", () => { role.value = ""; });
// What breaks on the way (nothing answers, an answer cut off) is told where it is looked for.
window.addEventListener("unhandledrejection", ({ reason }) => {
  said.value = `That did not work: ${reason.message ?? reason}. Is the suite up? Try again.`;
});
let pause;
reader.addEventListener("input", (event) => {
  if (!event.target.matches(".operation-filter-input")) return;
  clearTimeout(pause);
  pause = setTimeout(openFew, 300);
});
offerLocalClients();
show();
