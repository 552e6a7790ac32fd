"""A number as the blacklist keeps it: a hash that only who has the secret can compute.

There are few enough phone numbers to try them all, so a hash without a key would hide nothing.
"""

import hmac

from data.domain.phone import same_number

_PURPOSE = b"blacklist: numbers that are not to be called"


def number_hash(secret: str, phone: str | None) -> str | None:
    """The same for all spellings of a number, as hex; None for what is no number.

    The key is made of `secret` and this one purpose. With another SECRET_KEY the numbers of erased
    persons are not recognized any more.
    """
    same = same_number(phone)
    if same is None:
        return None
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    return hmac.digest(key, same.encode(), "sha256").hex()
