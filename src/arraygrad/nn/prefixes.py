"""Names in states without what a wrapper put before them."""

from __future__ import annotations

from typing import Any

__all__ = ["consume_prefix_in_state_dict_if_present"]


def consume_prefix_in_state_dict_if_present(state_dict: dict[str, Any], prefix: str) -> None:
    """Take a prefix off the names in a state, in place, wherever it is.

    Parameters
    ----------
    state_dict : dict
        As `Module.state_dict` gives it.
    prefix : str
        Such as ``"module."``, with the dot.

    Examples
    --------
    >>> from arraygrad.nn.modules.utils import consume_prefix_in_state_dict_if_present
    >>> state = {"module.weight": 1, "step": 2}
    >>> consume_prefix_in_state_dict_if_present(state, "module.")
    >>> state
    {'step': 2, 'weight': 1}
    """
    _strip(state_dict, prefix)
    metadata = getattr(state_dict, "_metadata", None)
    if metadata is not None:
        wrapped = prefix.removesuffix(".")
        if wrapped in metadata:
            metadata[""] = metadata.pop(wrapped)
        _strip(metadata, prefix)


def _strip(names: dict[str, Any], prefix: str) -> None:
    for name in list(names):
        if name.startswith(prefix):
            names[name[len(prefix) :]] = names.pop(name)
