"""The text of a tensor: PyTorch's layout, from the values on the host.

One width and one notation are chosen for all elements that are shown, so that columns line up. Tensors with more
elements than the threshold show only the edges of each dimension.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from arraygrad.dtypes import DType, get_default_dtype

__all__ = ["format_scalar", "format_tensor", "get_printoptions", "set_printoptions"]


@dataclass(frozen=True, slots=True)
class _Options:
    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


_PROFILES = {
    "default": _Options(),
    "short": _Options(precision=2, edgeitems=2),
    "full": _Options(threshold=float("inf")),
}

_options = _Options()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Choose how tensors are printed, for the whole process.

    Parameters
    ----------
    precision : int, optional
        Digits after the decimal point (4).
    threshold : float, optional
        Number of elements above which only the edges are shown (1000).
    edgeitems : int, optional
        Elements shown at each end of a shortened dimension (3).
    linewidth : int, optional
        Characters per line (80).
    profile : {"default", "short", "full"}, optional
        Start from a named set of options; the other arguments override it.
    sci_mode : bool, optional
        Scientific notation always, never, or (None) where the magnitudes ask for it. Unlike the others, this option is
        reset when it is not given.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.set_printoptions(precision=2)
    >>> ag.tensor([1.12345])
    tensor([1.12])
    >>> ag.set_printoptions(profile="default")
    """
    global _options
    base = _options if profile is None else _PROFILES.get(profile, _options)
    given = {"precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    _options = replace(base, sci_mode=sci_mode, **changes)


def get_printoptions() -> dict[str, Any]:
    """The print options in force, by name.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.get_printoptions()["linewidth"]
    80
    """
    return asdict(_options)


def format_tensor(
    array: np.ndarray,
    *,
    dtype: DType,
    device: str | None = None,
    grad_fn: str | None = None,
    requires_grad: bool = False,
    prefix: str = "tensor(",
) -> str:
    """The representation of a tensor with these values.

    Parameters
    ----------
    array : numpy.ndarray
        The values, on the host, in any shape.
    dtype : DType
        The tensor's type. It is shown unless it is a default type that the digits already tell.
    device : str, optional
        The device's name, where it is to be shown.
    grad_fn : str, optional
        Name of the node that made the tensor.
    requires_grad : bool
        Whether to say so; a `grad_fn` already implies it.
    prefix : str
        The opening text, up to and including the parenthesis.

    Returns
    -------
    str
        Text such as ``tensor([1., 2.], requires_grad=True)``.

    Examples
    --------
    >>> import numpy as np
    >>> import arraygrad as ag
    >>> print(format_tensor(np.ones((2, 2)), dtype=ag.float64))
    tensor([[1., 1.],
            [1., 1.]], dtype=arraygrad.float64)
    """
    default = get_default_dtype()
    suffixes = [f"device='{device}'"] if device is not None else []
    if array.ndim != 1 if array.size == 0 else _options.edgeitems == 0:  # the brackets do not tell the shape
        suffixes.append(f"size={array.shape}")
    if array.size == 0:
        body = "[]"
        show_dtype = dtype is not default
    else:
        body = _body(array, dtype, len(prefix))
        show_dtype = dtype is not default and dtype is not default.to_complex() and dtype.name not in ("int64", "bool")
    if show_dtype:
        suffixes.append(f"dtype={dtype!r}")
    if grad_fn is not None:
        suffixes.append(f"grad_fn=<{grad_fn}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    return _with_suffixes(prefix + body, suffixes, len(prefix))


def format_scalar(value: bool | int | float | complex, spec: str) -> str:
    """The text of a zero-dimensional tensor inside a format string: that of its value.

    Examples
    --------
    >>> format_scalar(2.0, ""), format_scalar(3.14159, ".2f")
    ('2.0', '3.14')
    """
    return format(value, spec)


def _with_suffixes(text: str, suffixes: list[str], indent: int) -> str:
    parts = [text]
    column = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if column + len(suffix) + 2 > _options.linewidth:
            parts.append(",\n" + " " * indent + suffix)
            column = indent + len(suffix)
        else:
            parts.append(", " + suffix)
            column += len(suffix) + 2
    return "".join(parts) + ")"


def _body(array: np.ndarray, dtype: DType, indent: int) -> str:
    """The brackets and the elements."""
    edge = _options.edgeitems
    elided = [False] * array.ndim
    if array.size > _options.threshold:
        elided = [size > 2 * edge for size in array.shape]
        for axis, (size, short) in enumerate(zip(array.shape, elided, strict=True)):
            if short:
                shown = [*range(edge), *range(size - edge, size)]
                array = np.take(array, shown, axis=axis)
    texts, width = _texts(array, dtype)
    if array.ndim == 0:
        return texts[0]
    cells = np.empty(array.size, dtype=object)
    cells[:] = texts
    return _nested(cells.reshape(array.shape), elided, indent, width)


def _nested(cells: np.ndarray, elided: list[bool], indent: int, width: int) -> str:
    edge = _options.edgeitems
    pad = " " * (indent + 1)
    if cells.ndim == 1:
        row: list[str] = cells.tolist()
        if elided[0]:
            row[edge:edge] = [" ..." if edge else "..."]
        per_line = max(1, (_options.linewidth - indent) // (width + 2))
        lines = [", ".join(row[i : i + per_line]) for i in range(0, len(row), per_line)]
        return "[" + (",\n" + pad).join(lines) + "]"
    slices = [_nested(cell, elided[1:], indent + 1, width) for cell in (cells if not elided[0] or edge else ())]
    if elided[0]:
        slices[edge:edge] = ["..."]
    return "[" + ("," + "\n" * (cells.ndim - 1) + pad).join(slices) + "]"


def _texts(array: np.ndarray, dtype: DType) -> tuple[list[str], int]:
    """Every element's text in row-major order, padded alike, and the width that lines are broken by."""
    if dtype.is_complex:
        real, real_width = _float_texts(np.real(array))
        imag, imag_width = _float_texts(np.imag(array))
        joined = [r + _signed(i.lstrip() + "j") for r, i in zip(real, imag, strict=True)]
        return joined, real_width + imag_width + 1
    if dtype.is_floating_point:
        return _float_texts(array)
    texts = [str(value) for value in array.ravel().tolist()]
    width = max(map(len, texts), default=1)
    return [text.rjust(width) for text in texts], width


def _signed(text: str) -> str:
    return text if text[0] in "+-" else "+" + text


def _float_texts(array: np.ndarray) -> tuple[list[str], int]:
    values = np.asarray(array, dtype=np.float64).ravel()
    # Zeros, infinities and NaN do not decide the notation or the width; they are padded to it.
    telling = values[np.isfinite(values) & (values != 0)]
    notation = _notation(telling)
    width = max((len(notation(value)) for value in telling.tolist()), default=1)
    return [notation(value).rjust(width) for value in values.tolist()], width


def _notation(telling: np.ndarray) -> Callable[[float], str]:
    """How to write numbers of these magnitudes: whole, with a fixed number of digits, or scientific."""
    precision = _options.precision
    whole = not np.any(telling != np.ceil(telling))
    scientific = _options.sci_mode
    if scientific is None and telling.size:
        sizes = np.abs(telling)
        low, high = float(sizes.min()), float(sizes.max())
        scientific = high / low > 1000 or high > 1e8 or low < 1e-4
    if scientific and telling.size:
        return lambda value: f"{value:.{precision}e}"
    if whole:
        return lambda value: f"{value:.0f}." if np.isfinite(value) else f"{value:.0f}"
    return lambda value: f"{value:.{precision}f}"
