from zoneinfo import ZoneInfo

from dashboard.figures import pace
from data.domain.snapshot import Edge
from tests.dashboard.snapshots import MINUTE, view, window

PRAGUE = ZoneInfo("Europe/Prague")


def test_the_chart_before_any_number_is_known() -> None:
    def line(name: str, color: str, dash: str) -> dict[str, object]:
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "y": [],
            "line": {"color": color, "width": 2, "dash": dash},
            "hovertemplate": "%{y:,}",
        }

    assert pace.figure() == {
        "data": [
            line("Attempts", "var(--in-flight)", "solid"),
            line("Connects", "var(--on-line)", "solid"),
            line("Closed", "var(--text)", "dot"),
        ],
        "layout": {
            "margin": {"l": 40, "r": 8, "t": 8, "b": 44},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": "var(--muted)"},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "x unified",
            "hoverlabel": {"bgcolor": "var(--raised)", "bordercolor": "var(--line)"},
            "xaxis": {
                "type": "date",
                "title": {"text": "", "standoff": 6, "font": {"size": 12}},
                "tickformat": "%H:%M",
                "hoverformat": "%H:%M",
                "nticks": 5,
                "showgrid": False,
                "zeroline": False,
                "linecolor": "var(--line)",
                "spikecolor": "var(--line)",
                "spikethickness": 1,
                "spikedash": "solid",
                "fixedrange": True,
            },
            "yaxis": {
                "range": [0, 4],
                "nticks": 4,
                "tickformat": ",d",
                "gridcolor": "var(--line)",
                "zeroline": False,
                "fixedrange": True,
            },
        },
    }


def test_the_minute_under_way_is_left_out() -> None:
    calls: dict[Edge, tuple[int, ...]] = {("initial", "calling"): window(5, 6, 99)}
    attempts, *_ = pace.series(view(minutes=calls), MINUTE, PRAGUE)
    assert attempts == {"x0": "2026-05-01 13:01", "dx": 60_000, "y": [0] * 57 + [5, 6]}


def test_each_line_counts_its_moves() -> None:
    minutes: dict[Edge, tuple[int, ...]] = {
        ("initial", "calling"): window(1, 0),
        ("retry_scheduled", "calling"): window(2, 0),
        ("calling", "call_in_progress"): window(4, 0),
        ("acw", "success"): window(8, 0),
        ("calling", "dial_failed"): window(16, 0),
        (None, "invalid_record"): window(32, 0),
        ("success", "removed"): window(64, 0),
        ("calling", None): window(128, 0),
    }
    last = [series["y"][-1] for series in pace.series(view(minutes=minutes), MINUTE, PRAGUE)]
    assert last == [3, 4, 24]


def test_a_campaign_that_has_stood_still_is_shown_until_now() -> None:
    one = view(minutes={("initial", "calling"): window(7, 0)})
    attempts, *_ = pace.series(one, MINUTE + 2, PRAGUE)
    assert attempts["x0"] == "2026-05-01 13:03"
    assert attempts["y"][-4:] == [0, 7, 0, 0]


def test_nothing_has_moved() -> None:
    assert [series["y"] for series in pace.series(view(), MINUTE, PRAGUE)] == [[0] * 59] * 3


def test_the_axis_holds_every_minute() -> None:
    assert pace.top([(0, 3, 40, 90, 100), (0, 0, 0, 0, 0)]) == 100
    assert pace.top([(0,) * 59] * 3) == 4


def test_one_bulk_minute_does_not_flatten_the_hour() -> None:
    usual = (80,) * 30 + (100,) * 28
    assert pace.top([(*usual, 12_000), (20,) * 59]) == 150
    assert pace.top([(*usual, 12_000), (5_000,) * 59]) == 12_000


def test_what_happened_in_a_few_minutes_only_is_no_outlier() -> None:
    assert pace.top([(0,) * 57 + (900, 800)]) == 900


def test_the_axes_name_the_zone() -> None:
    axes = pace.axes([(0, 0, 200)], PRAGUE)
    assert axes["xaxis"]["title"]["text"] == "Europe/Prague"
    assert axes["yaxis"]["range"] == [0, 210]


def test_the_times_are_those_of_the_points() -> None:
    times = pace.times(MINUTE, PRAGUE)
    assert (len(times), times[0], times[-1]) == (59, "13:01", "13:59")
