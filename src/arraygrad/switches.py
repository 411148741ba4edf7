"""Switches that PyTorch programs set, and what they say here.

Some are kept and followed, others are kept only, because what they choose between does not exist here or belongs to the
array libraries. Each says which.
"""

from __future__ import annotations

import os
import warnings

__all__ = [
    "are_deterministic_algorithms_enabled",
    "get_deterministic_debug_mode",
    "get_float32_matmul_precision",
    "get_num_interop_threads",
    "get_num_threads",
    "is_deterministic_algorithms_warn_only_enabled",
    "is_warn_always_enabled",
    "set_deterministic_debug_mode",
    "set_float32_matmul_precision",
    "set_flush_denormal",
    "set_num_interop_threads",
    "set_num_threads",
    "set_warn_always",
    "use_deterministic_algorithms",
]

#: What was set last, in the process.
_chosen: dict[str, int | str] = {
    "deterministic": 0,
    "precision": "highest",
    "threads": os.cpu_count() or 1,
    "interop_threads": os.cpu_count() or 1,
    "warn_always": False,
}

_DEBUG_MODES = ("default", "warn", "error")
_PRECISIONS = ("highest", "high", "medium")


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """Ask for the same results in every run.

    It is kept, and nothing else changes: operations here have one implementation each, and none draws on the order in
    which threads finish, unless the array library does so itself (on GPUs, scattered additions may).

    Raises
    ------
    TypeError
        If `mode` is not a bool.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.use_deterministic_algorithms(True)
    >>> ag.are_deterministic_algorithms_enabled()
    True
    >>> ag.use_deterministic_algorithms(False)
    """
    if not isinstance(mode, bool):
        raise TypeError(
            f"use_deterministic_algorithms(): argument 'mode' (position 1) must be bool, not {type(mode).__name__}"
        )
    _chosen["deterministic"] = 0 if not mode else 1 if warn_only else 2


def are_deterministic_algorithms_enabled() -> bool:
    """Whether `use_deterministic_algorithms` was called with True."""
    return _chosen["deterministic"] != 0


def is_deterministic_algorithms_warn_only_enabled() -> bool:
    """Whether that was with ``warn_only``."""
    return _chosen["deterministic"] == 1


def set_deterministic_debug_mode(debug_mode: int | str) -> None:
    """The same as `use_deterministic_algorithms` by one value: 0 or "default", 1 or "warn", 2 or "error".

    Raises
    ------
    RuntimeError
        If it is another value.
    """
    if debug_mode not in (0, 1, 2, *_DEBUG_MODES):
        expected = "`default`, `warn`, `error`," if isinstance(debug_mode, str) else "0, 1, or 2,"
        raise RuntimeError(
            f"invalid value of debug_mode, expected {'one of ' * isinstance(debug_mode, str)}{expected} "
            f"but got {debug_mode}"
        )
    _chosen["deterministic"] = _DEBUG_MODES.index(debug_mode) if isinstance(debug_mode, str) else debug_mode


def get_deterministic_debug_mode() -> int:
    """0, 1 or 2: see `set_deterministic_debug_mode`."""
    return int(_chosen["deterministic"])


def set_float32_matmul_precision(precision: str) -> None:
    """Ask for products of float32 matrices with "highest", "high" or "medium" precision.

    It is kept, and nothing else changes: products have the precision that the array library gives them.
    Another value warns and is not kept.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.set_float32_matmul_precision("high")
    >>> ag.get_float32_matmul_precision()
    'high'
    >>> ag.set_float32_matmul_precision("highest")
    """
    if precision in _PRECISIONS:
        _chosen["precision"] = precision
    else:
        warnings.warn(
            f"{precision} is not one of 'highest', 'high', or 'medium'; the value is left as it was", stacklevel=2
        )


def get_float32_matmul_precision() -> str:
    """What `set_float32_matmul_precision` was told last; "highest" to begin with."""
    return str(_chosen["precision"])


def _set_threads(switch: str, count: int) -> None:
    name = f"set_num_{switch}"
    if not isinstance(count, int) or isinstance(count, bool):
        raise RuntimeError(f"{name} expects an int, but got {type(count).__name__}")
    if count <= 0:
        raise RuntimeError(f"{name} expects a positive integer")
    _chosen[switch] = count


def set_num_threads(number: int) -> None:
    """Say how many threads an operation may use.

    It is kept, and nothing else changes: threads belong to the array libraries, which read their number from the
    environment (such as ``OMP_NUM_THREADS``) when they are loaded.

    Raises
    ------
    RuntimeError
        If it is not a positive integer.
    """
    _set_threads("threads", number)


def get_num_threads() -> int:
    """What `set_num_threads` was told last; the number of processors to begin with."""
    return int(_chosen["threads"])


def set_num_interop_threads(number: int) -> None:
    """Say how many operations may run at once. It is kept, and nothing else changes: they run one after the other.

    Raises
    ------
    RuntimeError
        If it is not a positive integer.
    """
    _set_threads("interop_threads", number)


def get_num_interop_threads() -> int:
    """What `set_num_interop_threads` was told last; the number of processors to begin with."""
    return int(_chosen["interop_threads"])


def set_flush_denormal(mode: bool) -> bool:
    """Ask for the smallest numbers to be taken as zero. That is not supported, and so the answer is False."""
    return False


def set_warn_always(b: bool) -> None:
    """Say whether warnings come each time. It is kept, and nothing else changes: Python's filters decide.

    Raises
    ------
    RuntimeError
        If it is not a bool.
    """
    if not isinstance(b, bool):
        raise RuntimeError(f"setWarnOnlyOnce expects a bool, but got {type(b).__name__}")
    _chosen["warn_always"] = b


def is_warn_always_enabled() -> bool:
    """What `set_warn_always` was told last."""
    return bool(_chosen["warn_always"])
