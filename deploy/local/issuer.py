"""A small token issuer for local use only, so that `make run` needs no OpenID provider."""

import base64
import hmac
import ipaddress
import json
import os
import secrets
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote_plus

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.failure import LocalFailure
from shared.server import start
from shared.settings import Settings

CLIENTS = Path(__file__).with_name("clients.toml")
SECRET = "local"  # noqa: S105 - of every client; nothing outside this machine trusts this issuer
LIFETIME_SECONDS = 15 * 60
FORM_MAX_BYTES = 8192


class IssuerSettings(Settings):
    """The settings of the suite, and where the local state is kept."""

    home: Path = Path(".groeikracht")


@dataclass(frozen=True)
class Client:
    """A caller of the local suite: the body it acts for and what it may ask for."""

    id: str
    tenant: str
    scopes: tuple[str, ...]


class OAuthError(Exception):
    """A token request that is refused (RFC 6749 5.2)."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status


def local_clients() -> dict[str, Client]:
    """Every client of clients.toml, by id."""
    tables = tomllib.loads(CLIENTS.read_text())
    return {name: Client(name, row["tenant"], tuple(row["scopes"].split())) for name, row in tables.items()}


def kept_key(home: Path) -> RSAKey:
    """The signing key, made at the first start and kept so that tokens survive a restart."""
    path = home / "issuer-key.json"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        made = RSAKey.generate_key(2048, {"alg": "PS256", "use": "sig"})
        made.ensure_kid()
        unfinished = path.with_suffix(".new")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(made.as_dict(private=True), file)
        unfinished.replace(path)
    return RSAKey.import_key(json.loads(path.read_text()))


class Issuer:
    """Discovery, keys, tokens by client credentials, and the list of clients for the portal."""

    def __init__(self, url: str, audience: str, tenant_claim: str, key: RSAKey) -> None:
        self._url = url
        self._audience = audience
        self._tenant_claim = tenant_claim
        self._key = key
        self._clients = local_clients()

    def app(self) -> Starlette:
        """The issuer as an ASGI application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/jwks", self._jwks),
                Route("/clients", self._list_clients),
                Route("/token", self._token, methods=["POST"]),
            ],
            exception_handlers={OAuthError: _oauth_error},
        )

    async def _discovery(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self._url,
                "jwks_uri": f"{self._url}/jwks",
                "token_endpoint": f"{self._url}/token",
                "grant_types_supported": ["client_credentials"],
                "response_types_supported": [],
                "subject_types_supported": ["public"],
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "id_token_signing_alg_values_supported": ["PS256"],
            }
        )

    async def _jwks(self, _: Request) -> Response:
        return JSONResponse(
            {"keys": [self._key.as_dict(private=False)]}, headers={"Cache-Control": "max-age=300"}
        )

    async def _list_clients(self, _: Request) -> Response:
        return JSONResponse(
            {
                "clients": [
                    {"id": c.id, "tenant": c.tenant, "scopes": c.scopes} for c in self._clients.values()
                ]
            }
        )

    async def _token(self, request: Request) -> Response:
        form = await _form(request)
        client = self._authenticated(request, form)
        if form.get("grant_type") != "client_credentials":
            raise OAuthError("unsupported_grant_type", "Send grant_type=client_credentials.")
        asked = tuple(form["scope"].split()) if form.get("scope") else client.scopes
        if not set(asked) <= set(client.scopes):
            raise OAuthError("invalid_scope", f"This client may ask for: {' '.join(client.scopes)}.")
        scope = " ".join(asked)
        return JSONResponse(
            {
                "access_token": self._signed(client, scope),
                "token_type": "Bearer",
                "expires_in": LIFETIME_SECONDS,
                "scope": scope,
            },
            headers={"Cache-Control": "no-store"},
        )

    def _authenticated(self, request: Request, form: dict[str, str]) -> Client:
        client_id, secret = _basic(request) or (form.get("client_id", ""), form.get("client_secret", ""))
        client = self._clients.get(client_id)
        if client is None or not hmac.compare_digest(secret.encode(), SECRET.encode()):
            known = "The clients are in deploy/local/clients.toml; the secret of each is: local."
            raise OAuthError("invalid_client", known, 401)
        return client

    def _signed(self, client: Client, scope: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self._url,
            "sub": client.id,
            "aud": self._audience,
            "client_id": client.id,
            "scope": scope,
            self._tenant_claim: client.tenant,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        header = {"alg": "PS256", "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=["PS256"])


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_MAX_BYTES:
            raise OAuthError("invalid_request", "The form is too long.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    except ValueError:
        raise OAuthError("invalid_request", "Send an application/x-www-form-urlencoded form.") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OAuthError("invalid_request", "Send each parameter once.")  # RFC 6749 3.2
    return form


def _basic(request: Request) -> tuple[str, str] | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        raise OAuthError("invalid_client", "The Basic credentials cannot be read.", 401) from None
    return unquote_plus(client_id), unquote_plus(secret)


async def _oauth_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, OAuthError)  # noqa: S101 - registered for this class only
    headers = {"Cache-Control": "no-store"}
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="local issuer"'
    return JSONResponse({"error": error.code, "error_description": error.description}, error.status, headers)


def require_local(environment: Literal["local", "production"], host: str) -> None:
    """LocalFailure unless this is a developer's machine and nobody outside it can reach the issuer."""
    if environment != "local":
        raise LocalFailure(
            "The local token issuer gives a token to whoever asks, so it starts for local use only.",
            "Set GROEIKRACHT_ENVIRONMENT=local on a developer's machine; "
            "elsewhere set GROEIKRACHT_ISSUER to a real OpenID provider.",
        )
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise LocalFailure(
            "The local token issuer listens on loopback only.", "Set GROEIKRACHT_HOST=127.0.0.1."
        )


def main() -> None:
    """Serve until stopped."""
    settings = IssuerSettings()
    try:
        require_local(settings.environment, settings.host)
    except LocalFailure as failure:
        sys.exit(str(failure))
    url = settings.issuer or f"http://{settings.host}:{settings.port}"
    issuer = Issuer(url, settings.audience, settings.tenant_claim, kept_key(settings.home))
    start.run(issuer.app(), settings)


if __name__ == "__main__":
    main()
