"""Which version of the pages is served: what a browser that shows another one is told by."""

from functools import cache
from hashlib import sha256

from data.settings import ROOT

_SERVED = ("assets/**/*.*", "dashboard/**/*.py")


@cache
def build() -> str:
    """A name for the files that make the pages, the same in every process that serves them."""
    digest = sha256()
    for path in sorted(path for pattern in _SERVED for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
