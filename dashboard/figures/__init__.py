"""Charts as plain dicts: one file each, pure.

`figure()` is the empty chart of a page's layout; `series(…)` is what changes while it is watched:
one dict for each trace, merged into it by the browser. Colours are custom properties of the page.
"""
