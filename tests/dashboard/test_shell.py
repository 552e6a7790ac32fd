"""The frame: which page stands where, and how its files are sent."""

import gzip
import re
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.pages import campaign, overview
from dashboard.shell import ASSETS, content_of, page_of, title_of
from data.domain.access import LOCAL
from tests.dashboard.people import People, application, page_call
from tests.dashboard.trees import values

GZIP = {"Accept-Encoding": "gzip"}
SCRIPT = "/assets/vendor/plotly-finance-4.1.0.min.js"


class Client(FlaskClient):
    """Asks the Flask behind the application, and closes what it was given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=True, **kwargs)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = application(People())
    app.server.test_client_class = Client
    return app.server.test_client()


@pytest.mark.parametrize("path", ["/campaigns/7", "/campaigns/7/", "/campaigns/007"])
def test_a_campaign_is_found_by_its_number(path: str) -> None:
    assert page_of(path) == (campaign, {"campaign_id": 7})


def test_the_overview_stands_at_the_root() -> None:
    assert page_of("/") == (overview, {})


NOWHERE = [
    "/campaigns", "/campaigns/", "/campaigns/abc", "/campaigns/-1", "/campaigns/1e3",
    "/campaigns/1000000000000000000", "/campaigns/7/x", "/.env", "/_mcp", "/../etc",
]  # fmt: skip


@pytest.mark.parametrize("path", NOWHERE)
def test_anything_else_leads_nowhere_and_says_so(path: str, client: FlaskClient) -> None:
    assert page_of(path) is None
    assert "There is no such page" in str(content_of(path, LOCAL))


@pytest.mark.parametrize(
    "path", ["/campaigns/abc", "/.env", "/_mcp", "/_dash-component-suites/os/path.py"]
)
def test_what_is_not_there_is_404(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/campaigns/7", "/_dash-layout", "/_dash-dependencies"])
def test_what_is_there_is_200(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 200


def test_the_page_speaks_its_language_and_asks_nobody_else(client: FlaskClient) -> None:
    page = client.get("/").text
    assert '<html lang="en">' in page
    assert 'name="viewport"' in page
    assert re.findall(r'(?:src|href)="(?!/)', page) == []


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Campaigns"),
        ("/?lang=cs", "Kampaně"),
        ("/nowhere", "There is no such page · Campaigns"),
        ("/nowhere?lang=cs", "Taková stránka neexistuje · Kampaně"),
        ("/campaigns/7?lang=cs", "Kampaň · Kampaně"),
    ],
)
def test_the_document_is_called_after_its_page(path: str, title: str) -> None:
    page = application(People()).server.test_client().get(path).text
    assert f'<title id="document-title">{title}</title>' in page
    assert ("Načítá se…" in page) == ("lang=cs" in path)


@pytest.mark.parametrize(
    ("query", "cookie", "default", "language"),
    [
        ("?lang=cs", "en", "en", "cs"),
        ("?lang=tlh", "cs", "en", "cs"),
        ("", "cs", "en", "cs"),
        ("", "tlh", "cs", "cs"),
        ("", None, "cs", "cs"),
        ("", None, "en", "en"),
    ],
)
def test_the_address_names_the_language_then_the_viewer_then_the_setting(
    query: str, cookie: str | None, default: str, language: str
) -> None:
    asking = application(People(), language=default).server.test_client()
    if cookie:
        asking.set_cookie("lang", cookie)
    answer = asking.get(f"/{query}")
    assert f'<html lang="{language}">' in answer.text
    kept = answer.headers.get("Set-Cookie", "")
    assert ("lang=cs" in kept) == (query == "?lang=cs")


@pytest.mark.parametrize("path", ["/", "/campaigns/7", "/nowhere"])
def test_a_page_says_which_one_it_is(path: str) -> None:
    content = content_of(path, LOCAL).to_plotly_json()["props"]
    assert (content["data-path"], content["data-title"]) == (path, title_of(path))


def test_no_script_of_ours_is_inline(client: FlaskClient) -> None:
    inline = re.findall(r"<script(?![^>]*src=)[^>]*id=\"([^\"]*)\"", client.get("/").text)
    assert inline == ["_dash-config", "_dash-renderer"]


def test_the_charts_library_is_not_loaded_with_the_page(client: FlaskClient) -> None:
    scripts = re.findall(r'src="([^"?]+)', client.get("/").text)
    assert [name for name in scripts if "plotly" in name] == []
    assert SCRIPT in (ASSETS / "js/plotly.js").read_text()


def test_our_files_name_no_other_host() -> None:
    files = [*ASSETS.glob("*.css"), *ASSETS.glob("js/*.js")]
    assert len(files) > 10
    assert [
        file.name for file in files if "//" in re.sub(r"(?m)^\s*//.*| // .*", "", file.read_text())
    ] == []


def test_every_font_and_script_that_is_named_is_there(client: FlaskClient) -> None:
    style = (ASSETS / "00-base.css").read_text()
    named = [
        *re.findall(r'url\("([^"]+)"\)', style),
        *re.findall(r'(?:src|href)="(/(?:assets|bundles)/[^"]+)', client.get("/").text),
    ]
    assert len(named) == 8
    for path in named:
        assert client.get(path).status_code == 200, path


def test_files_are_sent_in_the_best_encoding_that_is_taken(client: FlaskClient) -> None:
    plain, zipped = client.get(SCRIPT), client.get(SCRIPT, headers=GZIP)
    best = client.get(SCRIPT, headers={"Accept-Encoding": "gzip, br"})
    encodings = [answer.headers.get("Content-Encoding") for answer in (plain, zipped, best)]
    assert encodings == [None, "gzip", "br"]
    assert gzip.decompress(zipped.data) == brotli.decompress(best.data) == plain.data
    assert len(best.data) < len(zipped.data) < 430_000


def test_files_are_compressed_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(SCRIPT, headers=GZIP).data
    monkeypatch.setattr("dashboard.shell.gzip.compress", None)
    assert client.get(SCRIPT, headers=GZIP).data == first


def test_answers_are_compressed_too(client: FlaskClient) -> None:
    assert client.get("/", headers=GZIP).headers["Content-Encoding"] == "gzip"


def test_browsers_keep_what_has_a_version(client: FlaskClient) -> None:
    page = client.get("/").text
    versioned = [*re.findall(r'"(/bundles/[^"]+)"', page), SCRIPT]
    versioned += re.findall(r'"(/_dash-component-suites/[^"]+)"', page)
    assert len(versioned) > 8
    for path in versioned:
        assert "max-age=31536000" in client.get(path).headers["Cache-Control"], path


@pytest.mark.parametrize(
    "path", ["/assets/js/theme.js", "/_dash-component-suites/dash/dcc/async-graph.js"]
)
def test_browsers_ask_again_for_what_has_none(path: str, client: FlaskClient) -> None:
    client.get("/")
    answer = client.get(path, headers=GZIP)
    assert "max-age" not in answer.headers.get("Cache-Control", "")
    again = client.get(path, headers={**GZIP, "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_two_applications_do_not_disturb_each_other() -> None:
    apps = [application(People()) for _ in range(2)]
    for app in apps:
        dependencies = app.server.test_client().get("/_dash-dependencies").json
        assert [callback["output"] for callback in dependencies] == ["page.children"]


def test_a_path_is_answered_with_its_page(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json=page_call("/campaigns/7"))
    page = answer.json["response"]["page"]["children"]
    assert page["props"]["data-stream"] == "/live/campaigns/7"


def test_the_layout_is_a_frame_without_a_page() -> None:
    app = application(People())
    assert values(app.layout(), "data-stream") == []
