// Shows one OpenAPI document at a time, and sends the chosen token with every request that is tried.

const api = document.getElementById("api");
const link = document.getElementById("document");
const token = document.getElementById("token");
const said = document.getElementById("said");

async function show() {
  const address = `/${api.value}/v1/openapi.json`;
  link.href = address;
  location.hash = api.value;
  const answer = await fetch(address);
  if (!answer.ok) {
    document.getElementById("reader").replaceChildren();
    said.value = `${api.value} does not answer (${answer.status}).`;
    return;
  }
  said.value = "";
  const spec = await answer.json();
  // What is tried here goes through this same gateway, whatever public address the document names.
  spec.servers = [{ url: `/${api.value}/v1` }];
  window.SwaggerUIBundle({
    spec,
    dom_id: "#reader",
    validatorUrl: null,
    deepLinking: false,
    docExpansion: "list",
    requestInterceptor(request) {
      if (token.value) request.headers.Authorization = `Bearer ${token.value.trim()}`;
      return request;
    },
  });
}

async function become(client, button) {
  const body = new URLSearchParams({
    grant_type: "client_credentials", client_id: client.id, client_secret: "local",
  });
  const answer = await fetch("/local/token", { method: "POST", body });
  if (!answer.ok) {
    said.value = `No token for ${client.id} (${answer.status}).`;
    return;
  }
  token.value = (await answer.json()).access_token;
  for (const other of button.parentElement.children) other.ariaPressed = String(other === button);
  said.value = `You are ${client.id}, for ${client.tenant}.`;
}

async function offerLocalClients() {
  const answer = await fetch("/local/clients");
  if (!answer.ok) return;  // not on a developer's machine
  for (const client of (await answer.json()).clients) {
    const button = document.createElement("button");
    button.textContent = client.id;
    button.title = `${client.tenant}: ${client.scopes.join(" ")}`;
    button.addEventListener("click", () => become(client, button));
    document.getElementById("clients").append(button);
  }
  document.getElementById("local").hidden = false;
}

const asked = location.hash.slice(1);
if ([...api.options].some((option) => option.value === asked)) api.value = asked;
api.addEventListener("change", show);
show();
offerLocalClients();
