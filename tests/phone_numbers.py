"""Phone numbers of the tests that stand in a text unmasked; a time may hold a 777 as well."""

import re

_RAW = re.compile(r"420[\s-]777|420777[\d•\\]|(?<!\d)777\s\d{3}|(?<![\d.])777-?\d{3}-?\d{3}(?!\d)")


def raw_numbers(text: str) -> list[str]:
    """What of a text is a number of the tests as it was loaded, or the better part of one."""
    return _RAW.findall(text)
