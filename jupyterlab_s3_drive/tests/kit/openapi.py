"""The description of the routes (`openapi.yaml`), as the tests ask by it and judge by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import yaml
from jsonschema import Draft202012Validator

from jupyterlab_s3_drive.tests.kit.browser import SDK_SAFE, Answer, Browser

METHODS = ("get", "head", "put", "post", "delete", "options", "patch", "trace")


@cache
def document() -> dict[str, Any]:
    """Return what is in the package."""
    text = files("jupyterlab_s3_drive").joinpath("openapi.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def resolved(part: Any) -> Any:
    """Return what a reference of the document means, or the part itself."""
    while isinstance(part, dict) and set(part) == {"$ref"}:
        found: Any = document()
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def prefixes() -> list[str]:
    """Return what stands before the paths, below the server's base URL: `s3-drive/default`, …"""
    found = []
    for server in document()["servers"]:
        url = server["url"]
        for name, variable in server["variables"].items():
            url = url.replace(f"{{{name}}}", variable["default"])
        found.append(url.strip("/"))
    return found


@dataclass(frozen=True)
class Request:
    """A request that the document allows; the path is below `s3-drive/…/`."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def sent(self, browser: Browser, prefix: str = "s3-drive", **more: Any) -> Answer:
        """Send it."""
        url = prefix.partition("/")[2]
        path = f"{url}/{self.path}" if url else self.path
        headers = {**self.headers, **more.pop("headers", {})}
        return browser.send(self.method, path, self.body, headers, **more)


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    path: str
    method: str
    spec: dict[str, Any] = field(hash=False, repr=False)

    @property
    def id(self) -> str:
        """Its name."""
        return str(self.spec["operationId"])

    @property
    def security(self) -> list[set[str]]:
        """The sets of schemes, each of which lets a request pass."""
        return [set(way) for way in self.spec.get("security", document()["security"])]

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """Its parameters, with those of its path."""
        above = document()["paths"][self.path].get("parameters", [])
        every = [resolved(each) for each in (*above, *self.spec.get("parameters", []))]
        return list({(each["in"], each["name"]): each for each in every}.values())

    @property
    def bodies(self) -> list[Any]:
        """The examples of its body: objects of JSON, or texts; none where it has no body."""
        content = self.spec.get("requestBody", {}).get("content", {})
        found = []
        for media in content.values():
            found += [each["value"] for each in media.get("examples", {}).values()]
            found += [media["example"]] if "example" in media else []
        return found

    def requests(self, values: Mapping[str, str] | None = None) -> Iterator[Request]:
        """Yield a request for each example of the body.

        Args:
            values: in place of the examples of parameters, and of texts in bodies (by their name).
        """
        values = values or {}
        path, query, headers = self.path.removeprefix("/"), list[tuple[str, str]](), {}
        for each in self.parameters:
            name = each["name"]
            value = values.get(name, each.get("example", "" if each.get("required") else None))
            if each["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(str(value), safe=SDK_SAFE))
            elif each["in"] == "query" and value is not None:
                query.append((name, value))
            elif each["in"] == "header" and value is not None:
                headers[name] = value
        url = f"{path}?{urlencode(query)}" if query else path
        for body in self.bodies or [None]:
            sent = body
            if isinstance(body, dict):
                sent = json.dumps({k: values.get(k, v) for k, v in body.items()})
            content = None if sent is None else str(sent).encode()
            yield Request(self.method.upper(), url, headers, content)

    def fault(self, answer: Answer) -> str | None:
        """Return what is wrong with an answer, by the document; None for nothing."""
        responses = self.spec["responses"]
        status = str(answer.status)
        response = resolved(responses.get(status, responses.get(f"{status[0]}XX")))
        if response is None:
            return f"status {status} is not described"
        kind = answer.headers.get("Content-Type", "")
        content = response.get("content", {})
        media = content.get(kind, content.get(kind.partition(";")[0].strip(), content.get("*/*")))
        if self.method == "head" or not answer.body:
            return None
        if media is None:
            return f"content of type {kind} is not described for {status}"
        return _fault_of_body(kind, media["schema"], answer.body)


def operations() -> list[Operation]:
    """Return all of them."""
    return [
        Operation(path, method, item[method])
        for path, item in document()["paths"].items()
        for method in METHODS
        if method in item
    ]


def _fault_of_body(kind: str, schema: Any, body: bytes) -> str | None:
    lines = body.splitlines() if "ndjson" in kind else [body] if "json" in kind else []
    validator = Draft202012Validator({**schema, "components": document()["components"]})
    for line in lines if schema else []:
        try:
            found = json.loads(line)
        except ValueError:
            return f"no JSON: {line[:200]!r}"
        for error in validator.iter_errors(found):
            return f"{error.json_path}: {error.message[:300]}"
    return None
