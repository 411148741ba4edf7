"""From the cases of op records to arrays: the same values on every backend and in every run."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

import numpy as np

from arraygrad.cases import Case, Sample
from arraygrad.op import Op

__all__ = ["arrays_of", "draw", "fill", "generator", "operands_of", "samples_of"]

#: Distance that floating values keep from the points in `Sample.avoid`.
MARGIN = 0.1


def generator(*what: object) -> np.random.Generator:
    """Random numbers that depend on nothing but the words given."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, what)).encode()))


def _floats(sample: Sample, rng: np.random.Generator) -> np.ndarray:
    values = rng.uniform(sample.low, sample.high, sample.shape)
    near = np.ones(sample.shape, dtype=np.bool_)
    while near.any():
        near = np.zeros(sample.shape, dtype=np.bool_)
        for point in sample.avoid:
            near |= np.abs(values - point) < MARGIN
        values = np.where(near, rng.uniform(sample.low, sample.high, sample.shape), values)
    return values


def _distinct(sample: Sample, rng: np.random.Generator) -> np.ndarray:
    """Values in random order, at least half the step of a grid apart."""
    n = cells = int(np.prod(sample.shape))
    while True:
        cells += 1 + cells // 4
        step = (sample.high - sample.low) / cells
        grid = sample.low + step * (np.arange(cells) + 0.5)
        for point in sample.avoid:
            grid = grid[np.abs(grid - point) >= MARGIN + step / 4]
        if len(grid) >= n:
            return (rng.permutation(grid)[:n] + rng.uniform(-0.25, 0.25, n) * step).reshape(sample.shape)


def draw(sample: Sample, rng: np.random.Generator, floating: str = "float64") -> np.ndarray:
    """The array that a sample stands for.

    Parameters
    ----------
    floating : str
        Data type of floating samples, and of the parts of complex ones; the values are those of float64, rounded.
    """
    if sample.definite:
        half = draw(replace(sample, definite=False), rng, floating)
        square = half @ half.conj().swapaxes(-1, -2) + np.eye(sample.shape[-1])
        return np.asarray(square, dtype=half.dtype)
    if sample.kind == "bool":
        return rng.integers(0, 2, sample.shape).astype(np.bool_)
    if sample.kind == "int":
        return np.asarray(rng.integers(int(sample.low), int(sample.high), sample.shape), dtype=np.int64)
    if sample.kind == "complex":
        parts = np.asarray([_floats(sample, rng), _floats(sample, rng)], dtype=floating)
        return np.asarray(parts[0] + 1j * parts[1])
    values = (_distinct if sample.distinct else _floats)(sample, rng)
    return np.asarray(values, dtype=floating)


def _walk(value: Any) -> Iterator[Sample]:
    if isinstance(value, Sample):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _walk(item)


def samples_of(case: Case) -> list[Sample]:
    """The samples of a case, positional arguments first."""
    return list(_walk([*case.args, *case.params.values()]))


def operands_of(op: Op, case: Case) -> list[str]:
    """For each sample of a case the name of the parameter that it is given for."""
    given = [*zip_longest(op.names[: len(case.args)], case.args, fillvalue="*"), *case.params.items()]
    return [name for name, value in given for _ in _walk(value)]


def arrays_of(name: str, number: int, case: Case, floating: str = "float64") -> list[np.ndarray]:
    """The arrays of case `number` of op `name`, in the order of `samples_of`."""
    return [draw(s, generator(name, number, i), floating) for i, s in enumerate(samples_of(case))]


def fill(case: Case, values: Sequence[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a case with `values` in place of its samples."""
    rest = iter(values)

    def place(value: Any) -> Any:
        if isinstance(value, Sample):
            return next(rest)
        if isinstance(value, (list, tuple)):
            return type(value)(place(item) for item in value)
        return value

    args = tuple(place(a) for a in case.args)
    return args, {k: place(v) for k, v in case.params.items()}
