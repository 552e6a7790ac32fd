"""The words with which the browser writes long deeds."""

import json

from dashboard.operation_words import KINDS, SKIPS, STAGES
from dashboard.texts import t


def operation_texts() -> str:
    """All of them, as JSON."""
    return json.dumps(
        {
            **{f"kind.{kind}": t(text) for kind, text in KINDS.items()},
            **{f"stage.{stage}": t(text) for stage, text in STAGES.items()},
            **{f"skip.{reason}": t(text) for reason, text in SKIPS.items()},
            "progress": t("{done} of {total}"),
            "rate": t("{n} a second"),
            "left": t("{time} left"),
            "calls": t("{n} call is let finish|{n} calls are let finish"),
            "skipped": t("{n} skipped"),
            "wanted": t(
                "{n} contact waits for a second person|{n} contacts wait for a second person"
            ),
            "campaign": t("Campaign {id}"),
            "operation": t("Operation {id}"),
            "allCampaigns": t("All campaigns"),
            "none": t("Nothing is going on."),
            "nonePast": t("What has ended is listed here."),
            "loading": t("Loading…"),
            "failed": t("They could not be read: {reason}"),
            "silent": t("the server does not answer."),
            "noSkips": t("Nothing was skipped."),
            "contact": t("Contact {id}"),
        }
    )
