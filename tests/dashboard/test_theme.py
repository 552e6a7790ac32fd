"""Every state has a tone and a group, and every colour can be told from what it lies on."""

import re
from pathlib import Path

import pytest

from dashboard.theme import GROUPS, TONES, Tone
from data.domain.states import EVERY, Kind

ASSETS = Path(__file__).resolve().parents[2] / "assets"
COLOR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
COLORS = {name: pair for name, *pair in COLOR.findall((ASSETS / "00-base.css").read_text())}
TEXT, MARK = 4.5, 3.0
GROUNDS = ("page", "surface", "raised")


def test_groups_hold_every_state_once() -> None:
    assert sorted(code for group in GROUPS for code in group.codes) == sorted(TONES)
    assert set(TONES) == {state.code for state in EVERY}


def test_a_tone_stands_for_a_kind() -> None:
    wanted = {
        "initial": Tone.WAITING,
        "calling": Tone.IN_FLIGHT,
        "call_in_progress": Tone.ON_LINE,
        "success": Tone.SUCCESS,
        "blacklisted": Tone.SOFT,
        "removed": Tone.WITHDRAWN,
        "other": Tone.OTHER,
    }
    assert {code: TONES[code] for code in wanted} == wanted


def test_success_has_a_group_of_its_own() -> None:
    groups = {group.key: group for group in GROUPS}
    assert groups["success"].codes == ("success",)
    assert {state.kind for state in groups["soft"].states} == {Kind.SOFT_TERMINAL}
    assert {state.kind for state in groups["withdrawn"].states} == {Kind.TERMINAL}


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_is_in_the_style_sheet(tone: Tone) -> None:
    assert tone in COLORS
    assert f".tone-{tone} " in (ASSETS / "00-base.css").read_text()


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", ["text", "muted", "accent"])
def test_text_can_be_read(name: str, ground: str) -> None:
    assert min(contrasts(name, ground)) >= TEXT


@pytest.mark.parametrize("tone", [*Tone, "warn", "critical"])
def test_marks_can_be_seen(tone: str) -> None:
    assert min(contrasts(tone, "surface")) >= MARK


def contrasts(name: str, ground: str) -> list[float]:
    """The contrast in the light and in the dark theme, after WCAG."""
    pairs = zip(COLORS[name], COLORS[ground], strict=True)
    return [contrast(luminance(color), luminance(below)) for color, below in pairs]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
