"""Looking for the call whose derivative fails or is not a number."""

from __future__ import annotations

import warnings
from typing import Any

from arraygrad.autograd.modes import recorder, set_recorder
from arraygrad.autograd.recording import Recorder, current

__all__ = ["detect_anomaly", "is_anomaly_check_nan_enabled", "is_anomaly_enabled", "set_detect_anomaly"]


class set_detect_anomaly:
    """Turn the search for anomalies on or off; as a context manager, until the end of the block.

    While it is on, every node keeps the traceback of the call that made it. If its backward function raises, a warning
    shows that traceback; with `check_nan`, a NaN among its results is such an error. It is for debugging: each call
    costs a traceback.

    Parameters
    ----------
    mode : bool
    check_nan : bool

    Examples
    --------
    >>> import arraygrad as ag
    >>> with ag.autograd.set_detect_anomaly(True):
    ...     ag.is_anomaly_enabled()
    True
    """

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self._before = recorder()
        hooks = current().hooks
        set_recorder(Recorder(hooks, bool(mode), check_nan) if mode or hooks is not None else True)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *exc: object) -> None:
        set_recorder(self._before)


class detect_anomaly:
    """Context in which the search for anomalies is on, see `set_detect_anomaly`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([0.0], requires_grad=True)
    >>> try:  # doctest: +SKIP
    ...     with ag.autograd.detect_anomaly():
    ...         (x / x).sum().backward()
    ... except RuntimeError as error:
    ...     print(error)
    Function 'TrueDivideBackward0' returned nan values in its 0th output.
    """

    def __init__(self, check_nan: bool = True) -> None:
        self.check_nan = check_nan
        self._inner: list[Any] = []
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for "
            "debugging.",
            stacklevel=2,
        )

    def __enter__(self) -> None:
        self._inner.append(set_detect_anomaly(True, self.check_nan))

    def __exit__(self, *exc: object) -> None:
        self._inner.pop().__exit__(*exc)


def is_anomaly_enabled() -> bool:
    """Whether nodes keep the traceback of their call."""
    return current().traced


def is_anomaly_check_nan_enabled() -> bool:
    """Whether a backward pass refuses NaN."""
    return current().check_nan
