"""Other people's things, numbers that are none, fields that nobody asked for."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest

from tests.security.house import LIMITED, OTHER, OWN, House
from tests.security.state import refused

ODD_IDS = (
    "-1", "0", str(2**63), str(2**63 - 1), str(2**64), "1e3", "1.0", "0x1", "+1", "%201", "1%00",
    quote("١٢"), quote("' or 1=1--"), quote("1;DROP TABLE campaigns"), "9" * 10_000, "null", "NaN",
    "true", "..", quote("1/../2", safe=""), quote("½"), quote("1\r\nX: y"), "%ff", "[]", "*",
)  # fmt: skip
THINGS = (
    "/api/v1/campaigns/{}", "/api/v1/campaigns/{}/contacts", "/api/v1/contacts/{}",
    "/api/v1/campaigns/{}/transitions", "/campaigns/{}", "/wall/{}",
    "/campaigns/1/contacts/{}", "/live/campaigns/{}", "/live/wall/{}", "/live/wall/turns/{}",
    "/api/v1/live?campaign={}", "/api/v1/operations/{}", "/api/v1/alerts?campaign={}",
    "/api/v1/operations?campaign={}", "/api/v1/schedules/{}/files", "/api/v1/report-files/{}",
)  # fmt: skip


@pytest.mark.parametrize("thing", THINGS)
def test_a_number_that_is_none_leads_nowhere(house: House, thing: str) -> None:
    is_download = thing.startswith("/api/v1/report-files")
    with house.unharmed(refused("schedule.download") if is_download else None):
        for odd in ODD_IDS:
            answer = house.get(thing.format(odd), "admin")
            if thing.startswith("/api"):
                own = odd in ("+1", "%20" + "1") and answer.status == HTTPStatus.OK
                assert own or answer.status in (200, 400, 404, 422), (odd, answer.status)
                if answer.status == HTTPStatus.OK:
                    assert is_empty(answer.json), odd


def is_empty(found: dict[str, Any]) -> bool:
    """A list of nothing, as for a number that nothing has."""
    return not any(found[name] for name in ("alerts", "operations") if name in found)


OTHERS = (
    f"/api/v1/campaigns/{OTHER}",
    f"/api/v1/campaigns/{OTHER}/contacts",
    f"/api/v1/campaigns/{OTHER}/transitions",
    "/api/v1/contacts/4",
    f"/api/v1/live?campaign={OTHER}",
)


@pytest.mark.parametrize("path", OTHERS)
def test_what_belongs_to_others_is_not_there(house: House, path: str) -> None:
    assert house.get(path, "supervisor").status == HTTPStatus.OK
    with house.unharmed():
        hidden = house.get(path, LIMITED)
        absent = house.get(path.replace("2", "77").replace("4", "77"), LIMITED)
    assert hidden.status == absent.status == HTTPStatus.NOT_FOUND
    assert hidden.body == absent.body


def test_nothing_of_others_is_in_any_list(house: House) -> None:
    alerts = "/api/v1/alerts?status=open"
    house.server.wait_until(
        lambda: {a["campaign_id"] for a in of_admin(house, alerts)["alerts"]} >= {OWN, OTHER}
    )
    for path, name in ((alerts, "alerts"), ("/api/v1/campaigns", "campaigns")):
        rows = house.get(path, LIMITED).json[name]
        assert {row.get("campaign_id", row["id"]) for row in rows} == {OWN}
    for page in ("overview", "alerts", "wall", "wall/2", "campaigns/2"):
        frame = house.get(f"/live/{page}", LIMITED).text
        assert "event: full" in frame
        assert "Campaign of 2" not in frame


def test_alerts_of_others_are_not_taken_up(house: House) -> None:
    path = f"/api/v1/alerts?campaign={OTHER}&status=open"
    house.server.wait_until(lambda: of_admin(house, path)["alerts"])
    alert = of_admin(house, path)["alerts"][0]
    for deed in ("acknowledge", "unacknowledge", "snooze"):
        body = {"minutes": 5} if deed == "snooze" else {}
        answer = house.post(f"/api/v1/alerts/{alert['id']}/{deed}", body, LIMITED)
        assert answer.status == HTTPStatus.NOT_FOUND
    assert of_admin(house, path)["alerts"][0]["status"] == alert["status"]


def of_admin(house: House, path: str) -> Any:
    return house.get(path, "admin").json


def test_fields_that_nobody_knows_are_refused(house: House) -> None:
    more: dict[str, Any] = {
        "status": "resolved", "acknowledged_by": "somebody else", "campaign_id": 1, "id": 7,
        "__proto__": {"x": 1}, "constructor": {}, "role": "admin", "version": 0,
    }  # fmt: skip
    with house.unharmed():
        for name, value in more.items():
            answer = house.post("/api/v1/alerts/1/acknowledge", {name: value}, "admin")
            assert answer.status == HTTPStatus.UNPROCESSABLE_ENTITY, name


QUERIES = (
    "limit=1&limit=2", "sort=id&sort=-id", "state=initial&state=acw", "q=a&q=b",
    "cursor=a&cursor=b", "limit=1000000000", "limit=-1", "limit=0", "limit=1e3",
    "limit=" + "9" * 5000, "limit=" + quote("٣"), "cursor=AAAA", "cursor=" + "A" * 10_000,
    "cursor=%00", "cursor=past-" + "9" * 30, "cursor=../..", "sort=phone", "sort=id;DROP",
    "sort=" + quote("id desc, (select 1)"), "fields=password", "state=" + quote("' or 1=1--"),
    "state=" + ",".join(["initial"] * 1000), "min_dwell=-5", "min_dwell=" + "9" * 18,
    "min_dwell=5&max_dwell=1", "min_attempts=NaN", "q=" + "a" * 10_000, "q=" + quote("%_%"),
    "q=" + quote("\\"), "q=" + quote("'"), "q=" + quote('"'), "q=%00", "q=%ff%fe",
    "q=" + quote("\U0010ffff" * 20), "q=" + quote("é" * 60),
    "operator=" + quote("' || (select 1) || '"), "after=-1", "after=9223372036854775808",
    "before=0", "campaign=1&campaign=2", "status=x", "from=0001-01-01&to=9999-12-31",
    "from=2026-02-01&to=2026-01-01", "from=x",
)  # fmt: skip
LISTS = (
    "/api/v1/campaigns/1/contacts", "/api/v1/alerts", "/api/v1/campaigns/1/transitions",
    "/api/v1/contacts/1", "/api/v1/audit", "/api/v1/operations", "/api/v1/blacklist",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_odd_queries_are_refused_or_find_nothing_odd(house: House, path: str) -> None:
    with house.unharmed():
        for query in QUERIES:
            answer = house.get(f"{path}?{query}", "admin")
            assert answer.status in (200, 400, 404, 422), (query, answer.status, answer.text)
            assert answer.status == HTTPStatus.OK or answer.json["detail"]


def test_a_cursor_is_no_way_into_another_list(house: House) -> None:
    first = of_admin(house, "/api/v1/campaigns/1/contacts?limit=1")["next_cursor"]
    with house.unharmed():
        for path in (
            f"/api/v1/campaigns/2/contacts?cursor={first}",
            f"/api/v1/campaigns/1/contacts?sort=-id&cursor={first}",
            f"/api/v1/campaigns/1/contacts?cursor={first[:-2]}",
            f"/api/v1/campaigns/1/contacts?cursor={first[::-1]}",
        ):
            answer = house.get(path, "admin")
            assert answer.status == HTTPStatus.BAD_REQUEST, path


def test_wildcards_find_only_themselves(house: House) -> None:
    for text in ("%", "_", "%_%", "A_a", "*", "?", "[a-z]"):
        found = of_admin(house, f"/api/v1/campaigns/1/contacts?q={quote(text)}")
        assert found["contacts"] == [], text
