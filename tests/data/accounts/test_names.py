"""Names: what people can read and tell apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.accounts.names import LONGEST, BadNameError, label, login_name


@pytest.mark.parametrize(
    "name", ["anna", "Žofie Nováková", "o'neill", "a.b@c-d_e", "李雷", "x" * 64]
)
def test_names_that_people_have(name: str) -> None:
    assert label(name) == name


@pytest.mark.parametrize(
    "name",
    ["", " ", " anna", "anna ", "an  na", "x" * 65, "an\x00na", "an\nna", "an\tna", "an\x1b[31mna",
     "an\u200bna", "an\u200dna", "\ufeffanna", "an\u202ena", "an\u2066na", "an\u00adna",
     "\u05d0\u05d1", "\u0627\u0628", "an\ue000na", "an\udc80na", "\u3164", "an\ufe0fna",
     "an\u2028na", "an\u00a0na"],
)  # fmt: skip
def test_names_that_nobody_could_read(name: str) -> None:
    with pytest.raises(BadNameError):
        label(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Anna", "anna"), ("ŽOFIE", "žofie"), ("Z\u030cofie", "žofie"), ("ａｎｎａ", "anna")],
)
def test_one_person_however_typed(typed: str, name: str) -> None:
    assert login_name(typed) == name


@given(st.text(max_size=80))
def test_a_name_is_said_again_as_it_is(text: str) -> None:
    try:
        name = login_name(text)
    except BadNameError:
        return
    assert login_name(name) == name
    assert len(name) <= LONGEST
    assert name.isprintable()
