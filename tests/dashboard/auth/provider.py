"""A small OpenID Connect service with keys of its own, which can be told to err."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "dashboard"
CLIENT_SECRET = "its key"


class Provider:
    """The service. `claims` are laid over those of its tokens; `key` signs, `keys` are shown."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1"})
        self.keys = [self.key]
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.codes_taken: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def visit(self, address: str) -> str:
        """A person signs in there: the query that the browser brings back."""
        query = parse_qs(urlsplit(address).query)
        self.asked = {name: values[0] for name, values in query.items()}
        return f"code=a-code&state={self.asked['state']}"

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT_ID, "sub": "4711", "iat": now, "exp": now + 300,
            "nonce": self.asked.get("nonce"), "preferred_username": "Anna", "groups": ["leads"],
        }  # fmt: skip
        claims |= self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def exchange(self, body: dict[str, str], authorization: str) -> Any:
        """A code for a token: only for our client, and for whoever knows the verifier."""
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(body["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        fits = given == f"{CLIENT_ID}:{CLIENT_SECRET}" and challenge == self.asked["code_challenge"]
        self.codes_taken.append(body["code"])
        if not fits or self.asked["code_challenge_method"] != "S256":
            return {"error": "invalid_grant"}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.say(provider.answer(self.path))

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                body = {name: values[0] for name, values in parse_qs(text).items()}
                self.say(provider.exchange(body, self.headers.get("Authorization", "")))

            def say(self, answer: Any) -> None:
                self.send_response(400 if "error" in answer else 200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
