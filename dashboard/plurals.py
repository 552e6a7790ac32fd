"""Texts that depend on a number: one form for each plural of the language, between bars."""

from collections.abc import Callable, Mapping

from dashboard.texts import language, t

# English has two, Czech three.
_PLURALS: Mapping[str, Callable[[int], int]] = {
    "en": lambda n: int(n != 1),
    "cs": lambda n: 0 if n == 1 else 1 if 1 < n < 5 else 2,
}


def counted(text: str, number: int, /, **values: object) -> str:
    """The text in the form that the number asks for."""
    forms = t(text).split("|")
    form = forms[min(_PLURALS[language()](number), len(forms) - 1)]
    return form.format(**values)
