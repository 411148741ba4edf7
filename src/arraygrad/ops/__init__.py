"""The declarations of all operations, a file per family; importing the package registers them."""

from importlib import import_module

for _family in (
    "activations",
    "arithmetic",
    "conversion",
    "gathering",
    "indexing",
    "joining",
    "layers",
    "linear_algebra",
    "losses",
    "matrices",
    "searching",
    "views",
):
    import_module(f"{__name__}.{_family}")
