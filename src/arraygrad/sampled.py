"""Tensors of random numbers: one seed gives the same numbers on every backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from math import log1p, pi, prod
from typing import Any, Literal

from arraygrad import creation, sampling
from arraygrad.autograd.modes import no_grad
from arraygrad.backend import Device, default_device
from arraygrad.batching import innermost
from arraygrad.dispatch import call
from arraygrad.dtypes import DType, bool_, finfo, get_default_dtype, iinfo, int64
from arraygrad.inplace import assign, check_writable
from arraygrad.random import Generator, default_generator
from arraygrad.tensor import Tensor

__all__ = [
    "METHODS",
    "bernoulli",
    "exponential",
    "multinomial",
    "normal",
    "rand",
    "rand_like",
    "randint",
    "randint_like",
    "randn",
    "randn_like",
    "randperm",
]

DeviceLike = str | Device | None

#: Samples made at a time where arrays can be written in place, so that the steps between stay in the processor's cache.
CHUNK = 1 << 15


def draw(
    kind: str,
    shape: tuple[int, ...],
    dtype: DType,
    device: Device,
    generator: Generator | None,
    **parameters: Any,
) -> Tensor:
    """Samples of one kind, drawn on a device from a generator's stream."""
    level = innermost()
    if level is not None:
        return level.drawn(shape, lambda full: draw(kind, full, dtype, device.public, generator, **parameters))
    generator = default_generator if generator is None else generator
    n = prod(shape)
    span = parameters["high"] - parameters["low"] if kind == "integers" else 0
    key, counter = generator.draw(sampling.words(kind, n, dtype, span=span))
    backend = device.backend

    def source(key: Any, counter: Any, words: int, width: Literal[64, 32]) -> Any:
        return backend.random_bits(device.native, key, counter, words, width=width)

    def make() -> Any:
        chunk = CHUNK if device.mutable and not backend.remote else 0
        raw = sampling.sample(
            backend.xp, source, kind, key, counter, n, dtype, device.native, chunk=chunk, **parameters
        )
        xp = device.ns
        target = device.raw_dtype(dtype)
        return xp.reshape(raw if raw.dtype == target else xp.astype(raw, target), shape)

    return creation._finish(creation.run(device, make), device, False)


def _floating(
    kind: str,
    size: tuple[Any, ...],
    generator: Generator | None,
    dtype: DType | None,
    device: DeviceLike,
    requires_grad: bool,
) -> Tensor:
    place = default_device() if device is None else Device(device)
    dtype = dtype or get_default_dtype()
    if not dtype.is_differentiable:
        raise RuntimeError(f"random numbers of this kind need a floating point dtype, got {dtype!r}")
    shape = creation._shape(size)
    if dtype.is_complex:
        parts = draw(kind, (*shape, 2), dtype.to_real(), place, generator)
        if kind == "normal":
            parts = parts * 0.5**0.5  # the variance is that of both parts together
        made: Tensor = call("complex", parts.select(-1, 0), parts.select(-1, 1))
    else:
        made = draw(kind, shape, dtype, place, generator)
    if requires_grad:
        made.requires_grad = True
    return made


def rand(
    *sizes: int | Sequence[int],
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Uniform random numbers in [0, 1).

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.rand(2, 3).shape
    arraygrad.Size([2, 3])
    """
    return _floating("uniform", sizes if size is None else (size,), generator, dtype, device, requires_grad)


def randn(
    *sizes: int | Sequence[int],
    size: Sequence[int] | None = None,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random numbers from the normal distribution with mean 0 and variance 1.

    Each part of complex ones has a variance of one half.
    """
    return _floating("normal", sizes if size is None else (size,), generator, dtype, device, requires_grad)


def exponential(
    size: Sequence[int], *, generator: Generator | None = None, dtype: DType | None = None, device: DeviceLike = None
) -> Tensor:
    """Random numbers above zero with density ``exp(-x)``.

    PyTorch has no such function, but a method that writes them into a tensor, `Tensor.exponential_`.
    """
    return _floating("exponential", (size,), generator, dtype, device, False)


def randint(
    low: int = 0,
    high: Any = None,
    size: Any = None,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random integers from `low` (0 if left out) up to, not including, `high`."""
    if size is None:
        low, high, size = 0, low, high
    if high <= low:
        raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
    place = default_device() if device is None else Device(device)
    shape = creation._shape((size,) if isinstance(size, int) else tuple(size))
    made = draw("integers", shape, int64, place, generator, low=int(low), high=int(high))
    made = made.to(dtype or int64)
    made.requires_grad = requires_grad
    return made


def randperm(
    n: int,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
) -> Tensor:
    """A random order of the integers from 0 to ``n - 1``."""
    place = default_device() if device is None else Device(device)
    made = draw("permutation", (n,), int64, place, generator).to(dtype or int64)
    made.requires_grad = requires_grad
    return made


def rand_like(
    input: Tensor,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """`rand` in the shape, dtype and device of another tensor."""
    size = (tuple(input.shape),)
    return rand(
        *size,
        generator=generator,
        dtype=dtype or input.dtype,
        device=device or input.device,
        requires_grad=requires_grad,
    )


def randn_like(
    input: Tensor,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """`randn` in the shape, dtype and device of another tensor."""
    size = (tuple(input.shape),)
    return randn(
        *size,
        generator=generator,
        dtype=dtype or input.dtype,
        device=device or input.device,
        requires_grad=requires_grad,
    )


def randint_like(
    input: Tensor, low: int, high: int | None = None, *, dtype: DType | None = None, device: DeviceLike = None
) -> Tensor:
    """`randint` in the shape, dtype and device of another tensor."""
    low, high = (0, low) if high is None else (low, high)
    return randint(low, high, tuple(input.shape), dtype=dtype or input.dtype, device=device or input.device)


def normal(
    mean: Any,
    std: Any = 1.0,
    size: Any = None,
    *,
    generator: Generator | None = None,
    dtype: DType | None = None,
    device: DeviceLike = None,
) -> Tensor:
    """Normal random numbers with given means and standard deviations (numbers with a `size`, or tensors)."""
    if size is not None:
        made: Tensor = randn(tuple(size), generator=generator, dtype=dtype, device=device) * std + mean
        return made
    of = mean if isinstance(mean, Tensor) else std
    if not isinstance(of, Tensor):
        raise TypeError("normal() takes a size if neither mean nor std is a tensor")
    shape = (mean + std).shape if isinstance(mean, Tensor) and isinstance(std, Tensor) else of.shape
    return randn(tuple(shape), generator=generator, dtype=of.dtype, device=of.device) * std + mean  # type: ignore[no-any-return]


def bernoulli(input: Tensor, p: float | None = None, *, generator: Generator | None = None) -> Tensor:
    """Zeros and ones; one with the probability given by each element (or by `p` for all)."""
    probability = input.detach() if p is None else p
    known = input._storage.device.backend.concrete(input._array)
    if p is None and known and bool(((input < 0) | (input > 1)).any()):
        raise RuntimeError("Expected p_in >= 0 && p_in <= 1 to be true")
    if p is not None and not 0 <= p <= 1:
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p}")
    dtype = input.dtype if input.dtype.is_floating_point else get_default_dtype()
    chosen = rand(tuple(input.shape), generator=generator, dtype=dtype, device=input.device) < probability
    return chosen.to(input.dtype)


def multinomial(
    input: Tensor, num_samples: int, replacement: bool = False, *, generator: Generator | None = None
) -> Tensor:
    """Indices drawn with probabilities proportional to the rows of `input`.

    Raises
    ------
    RuntimeError
        If a row has negative weights or a zero sum, or too few positive ones to draw without replacement.
    """
    weights = input.detach()
    rows = weights if weights.ndim == 2 else weights.unsqueeze(0)
    known = rows._storage.device.backend.concrete(rows._array)
    if known and (bool((rows < 0).any()) or not bool((rows.sum(1) > 0).all())):
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0, or sums to zero")
    if replacement:
        edges = rows.cumsum(1)
        u = (
            rand((rows.shape[0], num_samples), generator=generator, dtype=rows.dtype, device=rows.device)
            * edges[:, -1:]
        )
        result = (edges.unsqueeze(1) <= u.unsqueeze(2)).sum(2)
        result = call("clamp", result, max=rows.shape[1] - 1)
    else:
        if num_samples > rows.shape[1]:
            raise RuntimeError("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
        if known and bool(((rows > 0).sum(1) < num_samples).any()):
            raise RuntimeError(
                "invalid multinomial distribution (with replacement=False, not enough non-negative category to sample)"
            )
        # Exponential clocks: the first to ring are a sample without replacement.
        u = rand(tuple(rows.shape), generator=generator, dtype=rows.dtype, device=rows.device)
        possible = rows > 0
        clocks = -call("log1p", -u) / call("where", possible, rows, 1.0)
        clocks = call("where", possible, clocks, float("inf"))
        result = call("argsort", clocks, dim=1)[:, :num_samples].clone()
    return result if weights.ndim == 2 else result[0]  # type: ignore[no-any-return]


def _filling(make: Callable[..., Tensor]) -> Callable[..., Tensor]:
    @wraps(make)
    def method(self: Tensor, *args: Any, generator: Generator | None = None, **kwargs: Any) -> Tensor:
        check_writable(self)  # before numbers are drawn
        with no_grad():
            numbers = make(self, *args, generator=generator, **kwargs)
        return assign(self, numbers, make.__name__)

    return method


def _draw_like(kind: str, self: Tensor, generator: Generator | None, **parameters: Any) -> Tensor:
    return draw(kind, tuple(self.shape), self.dtype, self.device, generator, **parameters)


def uniform_(
    self: Tensor, from_: float = 0.0, to: float = 1.0, *, generator: Generator | None = None, **kwargs: Any
) -> Tensor:
    """Fill with uniform random numbers in ``[from, to)``."""
    low = kwargs.get("from", kwargs.get("a", from_))
    high = kwargs.get("b", to)
    if low > high:
        raise RuntimeError(f"uniform_ expects to return a [from, to) range, but found from={low} > to={high}")
    return _draw_like("uniform", self, generator) * (high - low) + low  # type: ignore[no-any-return]


def normal_(self: Tensor, mean: float = 0.0, std: float = 1.0, *, generator: Generator | None = None) -> Tensor:
    """Fill with normal random numbers."""
    if std < 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std}")
    return _draw_like("normal", self, generator) * std + mean


def exponential_(self: Tensor, lambd: float = 1.0, *, generator: Generator | None = None) -> Tensor:
    """Fill with exponential random numbers of rate `lambd`."""
    return _draw_like("exponential", self, generator) / lambd


def bernoulli_(self: Tensor, p: float | Tensor = 0.5, *, generator: Generator | None = None) -> Tensor:
    """Fill with zeros and ones."""
    if isinstance(p, Tensor):
        return bernoulli(p.expand(self.shape), generator=generator)
    return bernoulli(self, p, generator=generator)


def random_(self: Tensor, from_: int = 0, to: int | None = None, *, generator: Generator | None = None) -> Tensor:
    """Fill with random integers from ``from`` up to, not including, `to`."""
    if to is None and from_:
        from_, to = 0, from_
    if to is None:
        # All integers that the dtype holds exactly.
        to = round(2 / finfo(self.dtype).eps) if self.dtype.is_floating_point else _end_of_integers(self.dtype)
    return randint(from_, to, tuple(self.shape), generator=generator, device=self.device)


def _end_of_integers(dtype: DType) -> int:
    return 2 if dtype is bool_ else min(iinfo(dtype).max + 1, 2**63 - 1)


def cauchy_(self: Tensor, median: float = 0.0, sigma: float = 1.0, *, generator: Generator | None = None) -> Tensor:
    """Fill with random numbers from the Cauchy distribution."""
    if sigma <= 0:
        raise RuntimeError(f"cauchy_ expects sigma > 0.0, but found sigma={sigma}")
    if not self.dtype.is_floating_point:
        raise RuntimeError(
            "Cauchy distribution is a continuous probability distribution. dtype must be a floating point but you "
            f"specified {self.dtype!r}"
        )
    return call("tan", (_draw_like("uniform", self, generator) - 0.5) * pi) * sigma + median  # type: ignore[no-any-return]


def log_normal_(self: Tensor, mean: float = 1.0, std: float = 2.0, *, generator: Generator | None = None) -> Tensor:
    """Fill with numbers whose logarithms are normal random numbers."""
    if std <= 0:
        raise RuntimeError(f"log_normal_ expects std > 0.0, but found std={std}")
    if not self.dtype.is_floating_point:
        raise NotImplementedError(f"log_normal_ is not implemented for {self.dtype!r}: it fills floating point tensors")
    return call("exp", _draw_like("normal", self, generator) * std + mean)  # type: ignore[no-any-return]


def geometric_(self: Tensor, p: float, *, generator: Generator | None = None) -> Tensor:
    """Fill with numbers of trials, each with success probability `p`, up to the first success."""
    if not 0 < p < 1:
        raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p}")
    dtype = self.dtype if self.dtype.is_floating_point else get_default_dtype()
    # Whole units of an exponential time, as many as it takes to run out.
    times = draw("exponential", tuple(self.shape), dtype, self._storage.device, generator)
    return call("floor", times / -log1p(-p)) + 1  # type: ignore[no-any-return]


#: Methods that fill a tensor with random numbers.
METHODS: dict[str, Callable[..., Tensor]] = {
    f.__name__: _filling(f)
    for f in (uniform_, normal_, exponential_, bernoulli_, random_, cauchy_, log_normal_, geometric_)
}
METHODS["bernoulli"] = bernoulli
METHODS["multinomial"] = multinomial
