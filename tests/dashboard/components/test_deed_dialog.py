"""The dialog for deeds as it is before anybody opens it, and what makes a button open it."""

import json

from dashboard.components.deed_dialog import Deed, Field, Option, deed_button, deed_dialog, reason
from dashboard.components.frame import page_frame
from dashboard.pages import PAGES
from dashboard.texts import speaking
from data.domain.operation import Fate, Kind
from tests.dashboard.trees import components, values


def test_a_button_carries_its_deed() -> None:
    options = (Option(False, "Keep the person", "Only the state changes"), Option(True, "Erase"))
    fields = (reason(), Field("erase", "History", "choice", options=options))
    deed = Deed("/api/v1/x", "Remove", "Remove {n} contacts", fields=fields, plan=True)
    button = deed_button(deed, "Remove…", id="b").to_plotly_json()["props"]
    told = json.loads(button["data-deed"])
    assert button["aria-haspopup"] == "dialog"
    assert (told["path"], told["method"], told["plan"]) == ("/api/v1/x", "POST", True)
    assert [field["name"] for field in told["fields"]] == ["reason", "erase"]
    assert told["fields"][0]["required"] is True
    assert told["fields"][1]["options"][1] == {"value": True, "label": "Erase", "hint": ""}


def test_it_stands_once_in_the_frame_beside_the_page() -> None:
    frame = page_frame(PAGES)
    assert values(frame, "role").count("dialog") == 1
    (main,) = [part for part in components(frame) if type(part).__name__ == "Main"]
    assert "dialog" not in values(main, "role")


def test_every_kind_of_deed_has_words_for_every_fate() -> None:
    for language in ("en", "cs"):
        with speaking(language):
            (texts,) = values(deed_dialog(), "data-texts")
        words = json.loads(texts)
        for kind in Kind:
            for fate in Fate:
                assert "{n}" in words.get(f"{kind}.{fate}", words.get(fate, ""))


def test_nothing_can_be_done_before_it_is_opened() -> None:
    assert values(deed_dialog(), "disabled") == [True]
