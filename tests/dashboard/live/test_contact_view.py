"""The contact page and its table are told when to look again."""

from dataclasses import replace

from dashboard.live.views.contact import contact, marked
from data.domain.sight import Sight
from tests.dashboard.snapshots import snapshot, view


def test_the_mark_is_another_one_after_each_move() -> None:
    loaded = {(None, "initial"): 1}
    before = replace(view(cells={("initial", 0): 1}), moves=loaded)
    after = replace(before, moves=loaded | {("initial", "calling"): 1})
    assert marked(before)["data-mark"] != marked(after)["data-mark"]
    assert marked(before)["data-zone"] == "Europe/Prague"


def test_a_contact_names_its_campaign_and_none_where_there_is_none() -> None:
    seen = Sight(snapshot(view(cells={("initial", 0): 1})))
    title = seen.snapshot.campaigns[7].campaign.title
    assert contact(seen, 7, 9)["document-title"]["text"] == f"Contact 9 · {title} · Campaigns"
    assert contact(seen, 8, 9)["contact"] == {"data-mark": "none"}
