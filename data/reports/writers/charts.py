"""Charts of a workbook: of the summary the funnel and the states, of all its campaigns together."""

from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from data.domain.report import Row
from data.reports.writers.colours import OF_STATES, OF_STEPS
from data.reports.writers.file import Heading

CHARTED = frozenset({"summary"})
_TITLES: Mapping[str, str] = {
    "funnel": "Funnel: contacts that reached each step",
    "state": "Contacts by state",
}
_COLOURS = {**OF_STATES, **{str(step): colour for step, colour in enumerate(OF_STEPS)}}
_BAR_PIXELS, _FRAME_PIXELS, _ROW_PIXELS = 26, 90, 20

Bar = tuple[str, str, int]  # its key, its label, how many


class Charts:
    """What a sheet of charts shows, gathered while the rows pass."""

    def __init__(self, heading: Heading) -> None:
        self._t = heading.t
        self._keys = [column.key for column in heading.kind.columns]
        self._bars: dict[str, list[Bar]] = {section: [] for section in _TITLES}

    def add(self, rows: Iterable[Row]) -> None:
        """Look at some more rows: those of all campaigns together are drawn."""
        for row in rows:
            told: dict[str, Any] = dict(zip(self._keys, row, strict=True))
            if told["campaign_id"] is None and told["section"] in self._bars:
                self._bars[told["section"]].append((told["key"], told["label"], told["count"]))

    def draw(self, book: Workbook, sheet: Worksheet) -> None:
        """Fill a sheet: the numbers on its left, and beside them a chart of them."""
        sheet.set_column(0, 0, 30)
        row = 0
        for section, title in _TITLES.items():
            bars = self._bars[section]
            sheet.write_string(row, 0, self._t(title), book.add_format({"bold": True}))
            for place, (_, label, count) in enumerate(bars, row + 1):
                sheet.write_string(place, 0, label)
                sheet.write_number(place, 1, count)
            height = _FRAME_PIXELS + _BAR_PIXELS * len(bars)
            if bars:
                chart = self._chart(book, sheet.get_name(), self._t(title), bars, row + 1)
                chart.set_size({"width": 760, "height": height})
                sheet.insert_chart(row, 3, chart)
            row += max(len(bars), height // _ROW_PIXELS) + 3

    def _chart(self, book: Workbook, sheet: str, title: str, bars: list[Bar], row: int) -> Any:
        last = row + len(bars) - 1
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": title,
                "categories": [sheet, row, 0, last, 0],
                "values": [sheet, row, 1, last, 1],
                # Rows are on the disk by now, so the chart cannot look them up.
                "categories_data": [label for _, label, _ in bars],
                "values_data": [count for *_, count in bars],
                "points": [{"fill": {"color": _COLOURS[key]}} for key, *_ in bars],
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        chart.set_title({"name": title, "overlay": False, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
        return chart
