"""What changed since somebody last looked."""

from dashboard.api.description import Operation, Parameter
from dashboard.api.handover import FIGURES
from dashboard.api.schema import (
    Schema,
    choice,
    id_,
    many,
    maybe,
    moment,
    number,
    row,
    text,
    whole,
    yes_or_no,
)
from data.domain.alerts import Severity
from data.domain.states import CAMPAIGN_STATUSES

TAG = "Hand-over"
ABOUT = "What changed while somebody was away."

SCHEMAS: dict[str, Schema] = {}
_CAMPAIGN = {"campaign_id": id_(), "campaign": text()}
_SHARE = row({"value": number(), "numerator": whole(), "denominator": whole()})
OPERATIONS = {
    "POST /api/v1/handover": Operation(
        "I am looking",
        TAG,
        {200: row({"since": maybe(moment("When you went; null where nothing is to be told."))})},
        about="Whoever was away for 15 minutes is told when they went, until they say that they "
        "have seen what changed. Asking again does no harm.",
        body=row({"seen": yes_or_no("That what changed was seen.")}, needed=()),
        example={"seen": True},
    ),
    "GET /api/v1/handover": Operation(
        "What changed since a time",
        TAG,
        {
            200: row(
                {
                    "since": moment("A month ago at the earliest."),
                    "as_of": moment(),
                    "campaigns": many(
                        row(
                            _CAMPAIGN
                            | {"status": choice(CAMPAIGN_STATUSES), "word": text(), "at": moment()}
                        ),
                        about="Statuses that campaigns took on: the ended first, then the newest.",
                    ),
                    "alerts": row(
                        {
                            "fired": whole(),
                            "resolved": whole(),
                            "worst": many(
                                row(
                                    _CAMPAIGN
                                    | {
                                        "id": id_(),
                                        "severity": choice([one.value for one in Severity]),
                                        "headline": text(),
                                        "fired_at": moment(),
                                        "resolved_at": maybe(moment()),
                                    }
                                ),
                                about="Of those that fired: the open ones first, then the worst.",
                            ),
                        }
                    ),
                    "shifts": many(
                        row(
                            _CAMPAIGN
                            | {
                                "figure": choice(list(FIGURES)),
                                "label": text(),
                                "before": _SHARE,
                                "after": _SHARE,
                            }
                        ),
                        about="The rates that changed most against the span before, as long as "
                        "this one: three at most, none that chance explains.",
                    ),
                }
            )
        },
        query=(Parameter("since", moment(), "From when on; a day ago where it is left out."),),
        refusals={422: "A time that lies in the future."},
    ),
}
