"""Reports."""

from dashboard.api.description import Operation, Parameter
from dashboard.api.reports import TYPES
from dashboard.api.schema import choice, many, maybe, moment, ref, row, text, whole, yes_or_no
from dashboard.texts import LANGUAGES
from data.domain.asking import CODES, MOST_CAMPAIGNS
from data.domain.presets import PRESETS
from data.domain.report import Format, Kind
from data.reports.child import LONGEST_SECONDS
from data.reports.preview import ROWS
from data.reports.runs import ID, MOST_AT_ONCE, Standing

TAG = "Reports"
ABOUT = "What happened, as files that can be checked: each says of itself what was asked and when."

_TIME = "A day or a time of `tz`: `2026-01-31`, `2026-01-31T14:00`; or with an offset."
_QUESTION = (
    Parameter(
        "campaign",
        text(f"Ids with commas between, {MOST_CAMPAIGNS} at most."),
        "All that may be seen without it.",
    ),
    Parameter("range", choice(list(PRESETS)), "Instead of `from` and `to`."),
    Parameter("from", text(example="2026-01-01"), f"{_TIME} Since the log began without it."),
    Parameter("to", text(example="2026-02-01"), f"Up to before it. {_TIME} Now without it."),
    Parameter("tz", text(example="Europe/Prague"), "The zone of days, hours and times."),
    Parameter("state", text(f"Of {', '.join(CODES)}."), "With commas between: only these states."),
    Parameter("format", choice(list(Format)), "The first that the report comes in without it."),
    Parameter("lang", choice(list(LANGUAGES)), "The language of headings and words."),
)
_COLUMN = row(
    {
        "key": text(),
        "label": text(),
        "kind": choice([kind.value for kind in Kind]),
        "meaning": text(),
    }
)
_NOT_SO = {
    404: "There is no such report, or no such campaign for whoever asks.",
    422: "Read, but it cannot be: `field` names what, `choices` are what could stand there.",
}
SCHEMAS = {
    "ReportRun": row(
        {
            "id": text(),
            "who": text(),
            "own": yes_or_no("Whether it is of whoever asks."),
            "kind": text(example="summary"),
            "format": choice(list(Format)),
            "began_at": moment(),
            "state": choice([standing.value for standing in Standing]),
            "rows": whole("How many were written so far."),
            "reason": maybe(text("Why it failed.")),
        }
    ),
}
OPERATIONS = {
    "GET /api/v1/reports": Operation(
        "The reports that there are",
        TAG,
        {
            200: row(
                {
                    "reports": many(
                        row(
                            {
                                "kind": text(example="summary"),
                                "title": text(),
                                "tells": text(),
                                "formats": many(choice(list(Format))),
                                "columns": many(_COLUMN),
                            }
                        )
                    ),
                    "ranges": many(row({"range": text(example="last_month"), "label": text()})),
                    "timezone": text("The zone that is taken without `tz`."),
                    "languages": many(text()),
                    "limits": row(
                        {
                            "campaigns": whole("So many can be named."),
                            "at_once": whole("So many reports are written at once."),
                            "seconds": whole("So long one may take."),
                            "preview_rows": whole(),
                        }
                    ),
                }
            )
        },
        query=(Parameter("lang", choice(list(LANGUAGES))),),
    ),
    "GET /api/v1/reports/{kind}": Operation(
        "A report as a file",
        TAG,
        {200: {"type": "object", "description": "The file; its manifest stands at its end."}},
        about=(
            "It streams while it is written. A file that breaks off has no manifest, and its "
            f"connection is cut. {MOST_AT_ONCE} at once, one for each person, "
            f"{LONGEST_SECONDS / 60:g} minutes at most. That it was taken is written into the "
            "audit before the first byte."
        ),
        query=(
            *_QUESTION,
            Parameter("run", text(ID.pattern), "An id of your own, by which to follow it."),
        ),
        refusals={**_NOT_SO, 409: "The run's id was used before, or the report was stopped."},
        others={kind.partition(";")[0]: text() for kind in TYPES.values() if "json" not in kind},
    ),
    "GET /api/v1/reports/{kind}/preview": Operation(
        f"The first {ROWS} rows of a report, and how many there are",
        TAG,
        {
            200: row(
                {
                    "kind": text(),
                    "title": text(),
                    "columns": many(_COLUMN),
                    "rows": many(many({})),
                    "count": whole(),
                    "exact": yes_or_no("False where there are at least so many."),
                    "as_of": moment(),
                    "from": maybe(moment()),
                    "to": moment(),
                    "tz": text(),
                }
            )
        },
        query=_QUESTION,
        refusals=_NOT_SO,
    ),
    "GET /api/v1/reports/runs": Operation(
        "Reports that are on their way, and those that were lately",
        TAG,
        {200: row({"runs": many(ref("ReportRun"))})},
        about="One's own; admins see those of others too.",
    ),
    "DELETE /api/v1/reports/runs/{run_id}": Operation(
        "Stop a report",
        TAG,
        {200: ref("ReportRun")},
        about="Its file breaks off, and its connection is cut. The audit says who stopped it.",
        refusals={404: "There is no such run."},
        keyed=True,
    ),
}
