"""How long a search by chance goes on: short in `make test`, long in `make test-all`."""

from hypothesis import settings

SHORT, LONG = 30, 200  # examples, where a test says nothing


def examples(short: int) -> int:
    """So many examples in `make test`, and in proportion more in `make test-all`."""
    return short * settings.default.max_examples // SHORT
