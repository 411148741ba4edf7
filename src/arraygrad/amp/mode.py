"""The context in which ops choose their precision."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any, TypeVar

from arraygrad.amp import settings
from arraygrad.amp.settings import Settings
from arraygrad.backend import Device, available
from arraygrad.dtypes import DType

__all__ = ["autocast", "is_autocast_available"]

F = TypeVar("F", bound=Callable[..., Any])

#: Device types and dtypes of which it has been said that the one lacks the other.
_told: set[tuple[str, DType]] = set()


class autocast:
    """Context, and decorator, in which products run in a lower precision, and ops that need it in float32.

    Parameters
    ----------
    device_type : str
        Type of the devices whose tensors it concerns, such as ``tensor.device.type``.
    dtype : dtype, optional
        The lower precision; bfloat16, and float16 for ``"cuda"``, unless `set_autocast_dtype` said otherwise.
    enabled : bool
        False to have a part of an autocasting program run as it is.
    cache_enabled : bool, optional
        Whether the cast of a weight is kept until the outermost context ends. True unless
        `set_autocast_cache_enabled` said otherwise.

    Raises
    ------
    ValueError
        If `device_type` is not a string.
    RuntimeError
        If no backend has it.

    Warns
    -----
    UserWarning
        If the device lacks the lower precision, once in a process, or cannot be used: everything then runs in full
        precision. NumPy has no bfloat16.

    Notes
    -----
    Which ops are concerned is on the page ``docs/devices-and-switches.md``.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.ones(2, 2)
    >>> with ag.autocast("cpu", ag.float16):
    ...     y = x @ x
    >>> y.dtype, (x @ x).dtype
    (arraygrad.float16, arraygrad.float32)
    """

    def __init__(
        self, device_type: str, dtype: DType | None = None, enabled: bool = True, cache_enabled: bool | None = None
    ) -> None:
        if not isinstance(device_type, str):
            raise ValueError(f"Expected `device_type` of type `str`, got: `{type(device_type)}`")
        self.device = settings.known(device_type)
        self.fast_dtype = settings.get_autocast_dtype(self.device) if dtype is None else dtype
        self._enabled = bool(enabled) and _usable(self.device, self.fast_dtype)
        self._cache_enabled = settings.is_autocast_cache_enabled() if cache_enabled is None else bool(cache_enabled)
        self._before: list[Settings] = []

    def __enter__(self) -> autocast:
        before = settings.current()
        self._before.append(before)
        types = before.enabled | {self.device} if self._enabled else before.enabled - {self.device}
        dtypes = {**before.dtypes, self.device: self.fast_dtype}
        kept = {} if before.kept is None else before.kept
        settings.put(replace(before, enabled=types, dtypes=dtypes, keeps=self._cache_enabled, kept=kept))
        return self

    def __exit__(self, *exc: object) -> None:
        settings.put(self._before.pop())

    def __call__(self, function: F) -> F:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            again = copy(self)
            again._before = []
            with again:
                return function(*args, **kwargs)

        return call  # type: ignore[return-value]


def _usable(device_type: str, dtype: DType) -> bool:
    """Whether a device can be used and has a dtype; warns if not."""
    reason = available(device_type)
    if reason is not None:
        warnings.warn(
            f"User provided device_type of '{device_type}', but it is not available: {reason}. Disabling autocast",
            stacklevel=3,
        )
        return False
    try:
        Device(device_type).raw_dtype(dtype)
    except TypeError as error:
        if (device_type, dtype) not in _told:
            _told.add((device_type, dtype))
            warnings.warn(f"autocast runs in full precision: {error}", stacklevel=3)
        return False
    return True


def is_autocast_available(device_type: str) -> bool:
    """Whether `autocast` takes a device type.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.amp.is_autocast_available("cpu")
    True
    """
    try:
        return available(device_type) is None
    except RuntimeError:
        return False
