"""Checks of what a backend of arraygrad has to do, for any backend by name.

They are run with pytest, from anywhere::

    python -m pytest -p arraygrad_conformance --pyargs arraygrad_conformance --backend NAME

`NAME` is a device string, such as ``jax`` or ``cuda:1``; the option can be repeated.
"""

#: Tells pytest where the plugin is, without importing it when only a module of this package is wanted.
pytest_plugins = ("arraygrad_conformance.plugin",)
