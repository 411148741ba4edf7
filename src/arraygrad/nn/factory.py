"""Arguments for functions that make tensors."""

from __future__ import annotations

from typing import Any

__all__ = ["factory_kwargs"]


def factory_kwargs(kwargs: dict[str, Any] | None) -> dict[str, Any]:
    """The `device` and `dtype` among a module's keywords, to be passed on to functions such as `empty`.

    Parameters
    ----------
    kwargs : dict or None
        With the keys ``"device"``, ``"dtype"``, and ``"factory_kwargs"`` for a dictionary of them.

    Returns
    -------
    dict

    Raises
    ------
    TypeError
        If there are other keys, or one is given twice.

    Examples
    --------
    >>> from arraygrad import nn
    >>> nn.factory_kwargs({"device": "cpu", "factory_kwargs": {"dtype": None}})
    {'dtype': None, 'device': 'cpu'}
    """
    given = dict(kwargs or {})
    made = dict(given.pop("factory_kwargs", {}))
    unknown = given.keys() - {"device", "dtype"}
    if unknown:
        raise TypeError(f"unexpected kwargs {unknown}")
    for key in given.keys() & made.keys():
        raise TypeError(f"{key} specified twice, in **kwargs and in factory_kwargs")
    return made | given
