"""Long deeds on every page: prepared lines, so that no number of them makes the page grow."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.courtesy import is_offered
from dashboard.ids import operations as ids
from dashboard.texts import t
from data.domain.access import Permission

LINES = 3


def operation_strip() -> html.Section:
    """`LINES` lines, all hidden until deeds fill them, and a link to the rest."""
    return html.Section(
        [
            html.Ul([_line(number) for number in range(LINES)]),
            dcc.Link("", href="/operations", id=ids.MORE, className="operations-more"),
        ],
        id=ids.STRIP,
        className="operations-strip",
        hidden=True,
        **{"aria-label": t("What is being done")},
    )


def _line(number: int) -> html.Li:
    def part(name: str, *inside: Component) -> html.Span:
        place = ids.part(number, name)
        return html.Span(list(inside) or None, id=place, className=f"operation-{name}")

    return html.Li(
        [
            part("stage"),
            dcc.Link(
                "", href="/operations", id=ids.part(number, "what"), className="operation-what"
            ),
            html.Span(part("bar"), className="bar tone-progress", **{"aria-hidden": "true"}),
            part("facts"),
            *_undo(number),
        ],
        id=ids.slot(number),
        className="operation-line live",
        hidden=True,
        **{"data-stage": ""},
    )


def _undo(number: int) -> list[Component]:
    """What undoes it and how long it can still be undone, for who may."""
    if not is_offered(Permission.CANCEL_CAMPAIGN):
        return []
    left = html.Span(
        id=ids.part(number, "until"), className="operation-until", **{"data-until": ""}
    )
    button = html.Button(
        [t("Undo…"), " ", left],
        id=ids.part(number, "undo"),
        type="button",
        className="quiet operation-undo",
        hidden=True,
        **{"data-deed": "", "aria-haspopup": "dialog"},
    )
    return [button]
