"""The wall holds the numbers of the snapshot, says whose turn it is, and never too much."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from dashboard.components.wall.states import LINES
from dashboard.formats import UNKNOWN
from dashboard.ids import wall as ids
from dashboard.live.props import View
from dashboard.live.views import wall
from dashboard.live.views.wall_figures import finish_words
from dashboard.pages import wall as page
from dashboard.pages import wall_campaign
from dashboard.texts import speaking
from data.domain.alerts import Alert, Severity, Shared, Status
from data.domain.finish import Finish
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView, Snapshot
from data.domain.states import CODES, OTHER
from tests.dashboard.snapshots import MINUTE, NOON, SNAPSHOTS, VIEWS, alert, snapshot, view
from tests.dashboard.trees import values


def sight(*views: CampaignView, alerts: Sequence[Alert] = (), **given: Any) -> Sight:
    return Sight(snapshot(*views), tuple(alerts), **given)


def critical(id: int, campaign: int = 7, status: Status = Status.FIRING) -> Alert:
    return alert(id, campaign_id=campaign, severity=Severity.CRITICAL, status=status)


def board(*views: CampaignView, **given: Any) -> View:
    return wall.board(sight(*views, **given), 7)


def told(shown: View) -> tuple[list[int], list[str]]:
    """Whose turns there are, and which critical alerts."""
    props = shown["wall"]
    return [int(id) for id in props["data-round"].split()], props["data-critical"].split()


def lines_of(shown: View) -> list[str]:
    """The states that have a line."""
    return [code for code in (*CODES, OTHER) if shown[ids.line(code)]["data-shown"] == "yes"]


@given(VIEWS)
def test_a_board_shows_every_count_and_sees_to_the_largest(one: CampaignView) -> None:
    shown = wall.board(Sight(snapshot(one)), one.campaign.id)
    assert {code: shown[f"count-{code}"]["data-value"] for code in one.counts} == dict(one.counts)
    assert tuple(shown[f"funnel-{step}"]["data-value"] for step in range(5)) == one.funnel
    assert shown["kpi-success"]["data-value"] == one.counts["success"]
    assert shown["kpi-left"]["data-value"] == one.total - one.closed


@given(VIEWS)
def test_what_has_no_line_is_in_the_sum_of_the_rest(one: CampaignView) -> None:
    shown = wall.board(Sight(snapshot(one)), one.campaign.id)
    lines = lines_of(shown)
    rest = shown[ids.REST_COUNT]["data-value"]
    assert sum(one.counts[code] for code in lines) + rest == one.total
    assert len(lines) + (not shown[ids.REST]["hidden"]) <= LINES
    assert shown[ids.REST]["hidden"] or rest >= 0


@given(SNAPSHOTS)
def test_boards_are_json_and_fill_the_same_places(seen: Snapshot) -> None:
    boards = [wall.turn(Sight(seen), id) for id in (*seen.campaigns, 0)]
    for shown in (*boards, wall.rotation(Sight(seen))):
        assert json.loads(json.dumps(shown)) == shown
    assert len({frozenset(shown) for shown in boards[:-1]}) <= 1


@pytest.mark.parametrize("layout", [page.layout(), wall_campaign.layout(7)])
def test_a_board_fills_every_place_of_its_page(layout: object) -> None:
    shown = {
        **board(view(cells={("initial", 0): 1}), alerts=[critical(id) for id in range(9)]),
        **wall.rotation(sight(view(status="finished"), view(id=8, status="paused"))),
    }
    places = {id for id in values(layout, "id") if not id.startswith("card-")}
    assert set(shown) == places | {"document-title"}


def test_every_state_has_a_line_even_while_it_is_zero() -> None:
    shown = board(view(cells={("initial", 0): 5}))
    for code in (*CODES, OTHER):
        assert shown[f"count-{code}"]["data-value"] == (5 if code == "initial" else 0)
    assert lines_of(shown) == ["initial"]


def test_a_line_that_is_zero_for_a_moment_does_not_come_and_go() -> None:
    minutes = {("calling", "call_in_progress"): (0,) * 59 + (1,)}
    shown = board(view(cells={("initial", 0): 5}, minutes=minutes))
    assert lines_of(shown) == ["initial", "calling", "call_in_progress"]


def test_seventeen_states_are_eleven_lines_and_the_rest() -> None:
    cells = {(code, 0): number for number, code in enumerate((*CODES, OTHER), 1)}
    shown = board(view(cells=cells))
    assert shown[ids.REST_LABEL]["text"] == "Further states: 6"
    assert shown[ids.REST_COUNT]["data-value"] == sum(range(12, 18))
    assert shown[ids.STATES]["style.--rows"] == 6


def test_campaigns_in_progress_have_turns_in_their_order() -> None:
    statuses = ["in_progress", "paused", "initial", "canceling", "finished", "canceled"]
    views = [view(id=id, status=status) for id, status in enumerate(statuses, 2)]
    assert told(wall.rotation(sight(*views, view(id=10), view(id=1))))[0] == [1, 2, 10]


def test_the_wall_names_nobody() -> None:
    found = (Shared("operator", "Carla Moreau", 1), Shared("reason", "her words", 1))
    moved = Shared("move", "success>calling", 1)
    named = replace(critical(1), count=1, shared=(*found, moved))
    shown = board(view(), alerts=[named])["wall-alert-0-detail"]
    assert shown == {"text": "Success → Calling"}


def test_critical_alerts_of_the_turns_are_told_until_somebody_takes_them_up() -> None:
    alerts = [
        critical(1, campaign=8),
        critical(2),
        alert(3),
        critical(4, status=Status.ACKNOWLEDGED),
        critical(5, campaign=9),
    ]
    seen = sight(view(), view(id=8), view(id=9, status="paused"), alerts=alerts)
    for shown in (wall.rotation(seen), wall.turn(seen, 7)):
        assert told(shown) == ([7, 8], ["8:1", "7:2"])


def test_a_turn_names_the_trouble_elsewhere_once_for_each_campaign() -> None:
    alerts = [critical(1, 8), critical(2, 7), critical(3, 8), critical(4, 9)]
    others = [view(id=8, name="Overdue"), view(id=9, name="Autumn")]
    shown = wall.turn(sight(view(), *others, alerts=alerts), 7)
    names = [shown[ids.elsewhere(number)].get("text") for number in range(3)]
    assert shown[ids.ELSEWHERE] == {"hidden": False}
    assert names == ["Overdue", "Autumn", None]
    assert wall.turn(sight(view(), alerts=alerts[1:2]), 7)[ids.ELSEWHERE] == {"hidden": True}


def test_the_board_of_one_campaign_says_nothing_of_any_other() -> None:
    other = view(id=8, name="Overdue")
    shown = board(view(), other, alerts=[critical(1, 8), critical(2, 7)])
    assert told(shown) == ([], ["7:2"])
    assert "Overdue" not in json.dumps(shown)
    assert shown[ids.ELSEWHERE] == {"hidden": True}


def boards(shown: View) -> list[str]:
    return [id for id in (ids.BOARD, ids.CALM, ids.NONE) if not shown[id]["hidden"]]


def test_one_thing_is_shown() -> None:
    assert boards(board(view())) == [ids.BOARD]
    assert boards(board(view(status="paused"))) == [ids.BOARD]
    assert boards(board()) == [ids.NONE]
    assert boards(wall.rotation(sight())) == [ids.CALM]
    assert boards(wall.rotation(sight(view(status="finished")))) == [ids.CALM]
    assert boards(wall.rotation(sight(view()))) == []  # a turn is about to begin


def test_without_any_in_progress_the_wall_says_what_was_and_what_may_come() -> None:
    ended = datetime(2026, 5, 1, 10, 5, tzinfo=UTC)
    shown = wall.rotation(
        sight(
            view(id=1, name="Old", status="canceled", ended_at=ended - timedelta(days=1)),
            view(id=2, name="Spring", status="finished", ended_at=ended),
            view(id=3, name="Unknown end", status="finished"),
            view(id=5, name="Summer", status="initial"),
            view(id=6, name="Autumn", status="paused"),
        )
    )
    assert shown[ids.CALM_LAST]["text"] == "Spring"
    assert shown[ids.about(ids.CALM_LAST)]["text"] == "Ended last, 1 May 2026 12:05"
    assert shown[ids.CALM_NEXT]["text"] == "Summer"
    assert shown[ids.CLOCK] == {"data-zone": "Europe/Prague"}


def test_the_clock_is_the_campaigns_own() -> None:
    shown = board(view(timezone="Asia/Kathmandu"))
    assert (shown[ids.CLOCK]["data-zone"], shown[ids.ZONE]["text"]) == ("Asia/Kathmandu",) * 2
    assert board(view(timezone="Mars/Phobos"))[ids.CLOCK]["data-zone"] == "UTC"
    assert wall.rotation(sight())[ids.ZONE]["text"] == "UTC"


PREDICTIVE = ["success", "in_call", "clients_waiting", "abandonment_24h", "left"]
WITH_OPERATOR = ["success", "in_call", "connect_rate", "closed_per_minute", "left"]


@pytest.mark.parametrize(
    ("mode", "keys"),
    [("predictive", PREDICTIVE), ("preview", WITH_OPERATOR), ("progressive", WITH_OPERATOR)],
)
def test_the_key_figures_are_those_of_the_mode(mode: str, keys: list[str]) -> None:
    shown = board(view(mode=mode))
    tiles = {*PREDICTIVE, *WITH_OPERATOR}
    assert {key for key in tiles if not shown[ids.figure(key)]["hidden"]} == set(keys)


def test_room_is_made_for_long_numbers() -> None:
    def letters(left: int) -> float:
        shown = board(view(cells={("initial", 0): left}))
        width: float = shown[ids.FIGURES]["style.--letters"]
        return width

    assert letters(1) == letters(999) < letters(12_345) < letters(1_234_567)


def test_a_campaign_without_contacts_is_neither_done_nor_anything_of_all() -> None:
    shown = board(view())
    assert shown[ids.beside("left")]["text"] == "no contacts yet"
    assert shown[ids.beside("success")]["text"] == ""
    assert shown["funnel-1-of-all"]["text"] == UNKNOWN
    assert board(view(cells={("success", 4): 1}))[ids.beside("left")]["text"] == "all done"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, ""),
        (Finish(9000, 7800, 10200), "done ≈ 16:30 ± 20 min"),
        (Finish(60, 50, 70), "done ≈ 14:01 ± 1 min"),
        (Finish(18_000, 8000, 28_000), "done ≈ 19:00 ± 2\u00a0h\u00a046"),
        (Finish(36_000, 35_000, 37_000), "done ≈ 00:00 ± 17 min"),
        (Finish(90_000, 80_000, 100_000), "done ≈ 2 May 2026 ± 2\u00a0h\u00a046"),
        (Finish(9000, 7800, None), "done ≈ 16:30 or much later"),
        (Finish(1e300, 1e299, 1e301), "more than 60 days to go"),
    ],
)
def test_when_it_will_be_done(found: Finish | None, words: str) -> None:
    assert finish_words(found, NOON, ZoneInfo("Europe/Prague")) == words


def test_what_is_over_its_limit_says_so_in_words() -> None:
    hours = {"canceled_by_client": {MINUTE // 60: 4}, "call_in_progress": {MINUTE // 60: 96}}
    over = board(replace(view(), hours=hours))
    beside = ids.beside("abandonment_24h")
    text = "over 3\u00a0% ·\u00a04\u00a0/\u00a0100"
    assert over[beside] == {"text": text, "data-over": "yes"}
    under = board(replace(view(), hours={"call_in_progress": {MINUTE // 60: 96}}))[beside]
    assert under["data-over"] == "no"
    assert under["text"].startswith("limit 3\u00a0%")
    assert board(view())[beside]["text"] == "limit 3\u00a0%"


def test_a_long_name_is_set_smaller() -> None:
    assert board(view(name="x" * 41))[ids.NAME]["data-long"] == "yes"
    assert board(view(name="x" * 40))[ids.NAME]["data-long"] == "no"


def test_the_hour_has_an_outline_its_last_minute_and_its_most() -> None:
    minutes = {("initial", "calling"): (0,) * 57 + (4, 2, 9)}
    shown = board(view(minutes=minutes))
    assert shown["pace-attempts"]["data-value"] == 2
    assert shown[ids.most("attempts")]["text"] == "most 4"
    assert shown[ids.shape("attempts")]["style.--shape"].count(" 0%") == 2


def test_alerts_that_cannot_be_told_are_not_all_clear() -> None:
    shown = board(view(), alerts_error="no answer")
    assert shown["wall-alerts-clear"]["hidden"] is False
    assert "All clear" not in shown["wall-alerts-clear"]["text"]


def test_all_clear_says_since_when_in_the_campaigns_zone() -> None:
    shown = board(view(), last_resolved={7: datetime(2026, 5, 1, 11, 41, tzinfo=UTC)})
    assert shown["wall-alerts-clear"]["text"] == "All clear since 13:41"


def test_it_speaks_czech() -> None:
    with speaking("cs"):
        shown = board(view(cells={("success", 4): 1, ("calling", 1): 2}))
        titles = [str(child) for child in values(page.layout(), "children")]
    assert shown[ids.beside("in_call")]["text"] == "Volá se: 2"
    assert "Právě teď podle stavu" in titles
