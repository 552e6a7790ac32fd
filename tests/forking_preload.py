"""What served programs import, imported before they are forked: all of the product, and what its
server loads by name."""

import gc
import pkgutil
from importlib import import_module

import dashboard
import data

for package in (data, dashboard):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in module.name:
            import_module(module.name)
for name in (
    "app",
    "tests.hashing",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "sqlalchemy.dialects.sqlite",
):
    import_module(name)
import_module("sqlalchemy.dialects.postgresql.psycopg")

# A fork that looks for garbage would copy every page that it looks at.
gc.collect()
gc.freeze()
