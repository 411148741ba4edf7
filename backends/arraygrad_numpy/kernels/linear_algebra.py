"""Gaussian elimination in place, all matrices of a batch at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["KERNELS"]


def lu_compact(input: np.ndarray, pivot: bool = True) -> Any:
    """See the op."""
    m, n = input.shape[-2:]
    if not input.size:
        return NotImplemented
    x = np.array(input, order="C").reshape(-1, m, n)
    batch = np.arange(len(x))
    pivots = np.empty((len(x), min(m, n)), dtype=np.int32)
    for j in range(min(m, n)):
        if pivot:
            column = x[:, j:, j]
            size = np.abs(np.real(column)) + np.abs(np.imag(column)) if x.dtype.kind == "c" else np.abs(column)
            place = size.argmax(axis=1) + j
            x[batch, place], x[:, j] = x[:, j].copy(), x[batch, place]
        else:
            place = np.full(len(x), j)
        pivots[:, j] = place + 1
        top = x[:, j : j + 1, j]
        x[:, j + 1 :, j] /= np.where(top == 0, 1, top)
        x[:, j + 1 :, j + 1 :] -= x[:, j + 1 :, j, None] * x[:, j, None, j + 1 :]
    return x.reshape(input.shape), pivots.reshape(*input.shape[:-2], min(m, n))


def pivots_to_rows(pivots: np.ndarray, size: int) -> Any:
    """See the op."""
    if not pivots.size:
        return NotImplemented
    flat = pivots.reshape(-1, pivots.shape[-1])
    batch = np.arange(len(flat))
    rows = np.tile(np.arange(size), (len(flat), 1))
    for i in range(flat.shape[1]):
        place = flat[:, i] - 1
        rows[batch, place], rows[:, i] = rows[:, i].copy(), rows[batch, place]
    return rows.reshape(*pivots.shape[:-1], size)


#: Kernels by the name of the op.
KERNELS: dict[str, Callable[..., Any]] = {"lu_compact": lu_compact, "pivots_to_rows": pivots_to_rows}
