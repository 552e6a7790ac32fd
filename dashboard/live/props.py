"""Props that views set: a number with its raw value, a share, the status of a campaign."""

from collections.abc import Mapping
from typing import Any

from dashboard import formats
from data.domain.snapshot import Campaign
from data.domain.states import CAMPAIGN_STATUSES

Props = Mapping[str, Any]
View = Mapping[str, Props]


def count(number: int) -> Props:
    """A whole number, as text and as it is."""
    return value(formats.count(number), number)


def value(text: str, number: float | None) -> Props:
    """A text, and the number that it says."""
    return {"text": text, "data-value": "" if number is None else number}


def cells(*texts: str) -> Props:
    """The texts of a row's cells; an empty one leaves its cell as it is."""
    return {"cells": "\t".join(texts)}


def share(part: int, whole: int) -> float:
    """A part of a whole, for bars; 0 where there is no whole."""
    return round(part / whole, 4) if whole else 0


def status(campaign: Campaign) -> Props:
    """The status of a campaign, and which shape it has."""
    known = campaign.status in CAMPAIGN_STATUSES
    return {
        "text": formats.words(campaign.status),
        "data-status": campaign.status if known else "",
    }
