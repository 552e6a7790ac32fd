"""The description as a page: each operation with what it takes and answers, and a way to try it.

Everything on it comes from the description, and every text is escaped.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from dashboard.texts import t

_EMPTY = Markup("")


def page(description: Mapping[str, Any], language: str, styles: str, script: str) -> str:
    """The whole page; `styles` and `script` are the addresses of its files."""
    title = t("Programming interface")
    return Markup(
        '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>{title}</title><link rel="icon" href="/assets/favicon.svg">'
        '<link rel="stylesheet" href="{styles}"><script src="/assets/js/theme.js"></script>'
        '<script src="{script}" defer></script></head><body class="reference"><header>'
        '<a href="/">{home}</a></header><main><h1>{title}</h1><p lang="en">{about}</p>'
        '<p><a href="/api/v1/openapi.json">openapi.json</a></p>{token}{parts}</main></body></html>'
    ).format(
        language=language,
        title=title,
        styles=styles,
        script=script,
        home=t("All campaigns"),
        about=description["info"]["description"],
        token=_token(),
        parts=_joined(_part(description, tag) for tag in description["tags"]),
    )


def _token() -> Markup:
    return Markup(
        '<p class="token"><label>{label} <input id="token" type="password" autocomplete="off" '
        'spellcheck="false"></label> {about}</p>'
    ).format(
        label=t("Token"),
        about=t("Kept on this page only, and gone when it is closed. Without one you are asked as "
                "whoever has signed in."),
    )  # fmt: skip


def _part(description: Mapping[str, Any], tag: Mapping[str, str]) -> Markup:
    operations = _joined(
        _operation(path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if tag["name"] in operation["tags"]
    )
    return Markup('<section lang="en"><h2>{name}</h2><p>{about}</p>{operations}</section>').format(
        name=tag["name"], about=tag["description"], operations=operations
    )


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Markup:
    return Markup(
        '<details id="{id}"><summary><code>{method}</code> <code>{path}</code> <span>{summary}'
        "</span></summary><p>{about}</p><pre>{curl}</pre>{form}{answers}</details>"
    ).format(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation["description"],
        curl=_curl(path, method, operation),
        form=_form(path, method, operation),
        answers=_answers(operation["responses"]),
    )


def _curl(path: str, method: str, operation: Mapping[str, Any]) -> str:
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", "1")
    lines = [f'curl -X {method.upper()} "$DASHBOARD{path}"', '-H "Authorization: Bearer $TOKEN"']
    if "requestBody" in operation:
        lines += ['-H "Content-Type: application/json"', f"-d '{_example(operation)}'"]
    return " \\\n  ".join(lines)


def _form(path: str, method: str, operation: Mapping[str, Any]) -> Markup:
    fields = [_field(parameter) for parameter in operation["parameters"]]
    if "requestBody" in operation:
        fields.append(
            Markup('<label>{body} <textarea name="body" rows="4">{example}</textarea></label>')
            .format(body=t("Body"), example=_example(operation))
        )  # fmt: skip
    return Markup(
        '<form data-method="{method}" data-path="{path}">{fields}<button type="submit">{send}'
        '</button><pre class="answer" role="status" tabindex="0" aria-label="{answer}" hidden>'
        "</pre></form>"
    ).format(
        method=method.upper(),
        path=path,
        fields=_joined(fields),
        send=t("Send"),
        answer=t("Answer"),
    )


def _field(parameter: Mapping[str, Any]) -> Markup:
    return Markup(
        '<label><code>{name}</code> {about} <input name="{name}" data-in="{place}" value="{value}" '
        'autocomplete="off"{needed}></label>'
    ).format(
        name=parameter["name"],
        about=parameter.get("description", ""),
        place=parameter["in"],
        value="1" if parameter["in"] == "path" else "",
        needed=Markup(" required") if parameter.get("required") else _EMPTY,
    )


def _answers(responses: Mapping[str, Any]) -> Markup:
    rows = (
        Markup("<li><code>{status}</code> {about}</li>").format(
            status=status, about=response["description"]
        )
        for status, response in responses.items()
    )
    return Markup("<ul>{rows}</ul>").format(rows=_joined(rows))


def _example(operation: Mapping[str, Any]) -> str:
    content = operation["requestBody"]["content"]["application/json"]
    return json.dumps(content["example"], ensure_ascii=False)


def _joined(parts: Iterable[Markup]) -> Markup:
    return _EMPTY.join(parts)
