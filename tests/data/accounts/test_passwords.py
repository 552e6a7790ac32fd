"""Passwords: long ones, in any characters, compared in one time."""

import subprocess
import sys

import pytest

from data.accounts import passwords
from data.accounts.passwords import LongPasswordError, ShortPasswordError, checked, hashed, matches
from data.settings import ROOT


def test_the_product_hashes_slowly_enough() -> None:
    """As OWASP asks of argon2id; a process of its own, because tests hash faster."""
    script = "from data.accounts.passwords import hashed; print(hashed('correct horse'))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_what_was_hashed_matches_and_nothing_else() -> None:
    kept = hashed("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert matches("correct horse battery", kept)
    assert not matches("correct horse batterz", kept)
    assert not matches("", kept)
    assert hashed("correct horse battery") != kept


def test_the_same_characters_in_another_spelling() -> None:
    assert matches("Z\u030clut\u00fd k\u016f\u0148 ska\u010de", hashed("Žlutý kůň skače"))


@pytest.mark.parametrize("password", ["", "elevenchars", "é" * 11, "e\u0301" * 11])
def test_short_ones_are_refused(password: str) -> None:
    with pytest.raises(ShortPasswordError):
        checked(password)


@pytest.mark.parametrize("password", ["x" * 12, "            ", "\x00" * 12, "č" * 512, "😀" * 256])
def test_no_rules_but_length(password: str) -> None:
    assert matches(checked(password), hashed(password))


@pytest.mark.parametrize("password", ["x" * 1025, "č" * 513])
def test_long_ones_are_refused_and_never_match(password: str) -> None:
    with pytest.raises(LongPasswordError):
        checked(password)
    assert not matches(password, hashed(password[:1024]))


def test_nobody_costs_as_much_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: one verification of the same price each time."""
    kept, seen = hashed("correct horse battery"), []
    verify = passwords._HASHER.verify

    class Counting:
        def verify(self, against: str, given: bytes) -> bool:
            seen.append(against.rsplit("$", 2)[0])
            return verify(against, given)

    monkeypatch.setattr(passwords, "_HASHER", Counting())
    for password, against in (("wrong", kept), ("wrong", None), ("x" * 2000, kept), ("wrong", "?")):
        assert not matches(password, against)
    assert len(seen) == 4
    assert len(set(seen[:3])) == 1


def test_nobodys_password_opens_nothing() -> None:
    assert not matches("nobody's", None)
    assert not matches("", None)
