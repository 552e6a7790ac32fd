"""Czech. One catalogue for each part of the pages."""

from collections.abc import Mapping

from dashboard.texts.cs import (
    access,
    alerts,
    audit,
    blacklist,
    campaign,
    common,
    contacts,
    deeds,
    operations,
    overview,
    people,
    reference,
    wall,
)

TEXTS: Mapping[str, str] = {
    **common.TEXTS,
    **overview.TEXTS,
    **campaign.TEXTS,
    **wall.TEXTS,
    **contacts.TEXTS,
    **alerts.TEXTS,
    **audit.TEXTS,
    **deeds.TEXTS,
    **blacklist.TEXTS,
    **operations.TEXTS,
    **access.TEXTS,
    **reference.TEXTS,
    **people.TEXTS,
}
