from dashboard.figures import funnel


def test_the_chart_before_any_number_is_known() -> None:
    assert funnel.figure() == {
        "data": [
            {
                "type": "funnel",
                "y": ["Loaded", "Dialed", "Answered", "Talked", "Success"],
                "x": [],
                "textinfo": "none",
                "hoverinfo": "skip",
                "marker": {
                    "color": [
                        "var(--waiting)",
                        "var(--in-flight)",
                        "var(--in-flight)",
                        "var(--on-line)",
                        "var(--success)",
                    ]
                },
                "connector": {"fillcolor": "var(--track)", "line": {"width": 0}},
            }
        ],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "funnelgap": 0.36,
            "showlegend": False,
            "dragmode": False,
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {"visible": False, "fixedrange": True, "autorange": "reversed"},
        },
    }


def test_the_series_are_the_steps() -> None:
    assert funnel.series((5, 4, 3, 2, 1)) == [{"x": [5, 4, 3, 2, 1]}]
