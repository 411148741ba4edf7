"""Random numbers that are drawn by proposing some and accepting a part of them.

How much of the stream a draw takes may not depend on values (`arraygrad.random`), so the number of proposals is fixed:
all rounds are made at once, along a new first dimension, and the first that is accepted counts.
"""

from __future__ import annotations

from collections.abc import Callable

from arraygrad.creation import arange
from arraygrad.dtypes import float64
from arraygrad.random import Generator
from arraygrad.sampled import exponential, rand
from arraygrad.tensor import Tensor

__all__ = ["binomial", "first_accepted", "poisson"]

#: Proposals for each count: all are rejected with a probability below 3e-10.
_ROUNDS = 16
#: From this mean on counts are drawn by rejection.
_LARGE = 10.0
#: Counts below that mean are less than this, but for a probability below the spacing of float64.
_FEW = 48


def first_accepted(proposals: Tensor, accepted: Tensor, otherwise: Tensor | float) -> Tensor:
    """For each element the proposal of the first round that was accepted.

    Parameters
    ----------
    proposals, accepted : Tensor
        What was proposed, and whether it is accepted; one row per round.
    otherwise : Tensor or float
        What stands where no round was accepted.

    Examples
    --------
    >>> import arraygrad as ag
    >>> first_accepted(ag.tensor([[1, 2], [3, 4]]), ag.tensor([[False, True], [True, True]]), 0)
    tensor([3, 2])
    """
    first = accepted.to(proposals.dtype).argmax(0)
    chosen = proposals.gather(0, first.unsqueeze(0)).squeeze(0)
    return chosen.where(accepted.any(0), otherwise)


def poisson(input: Tensor, generator: Generator | None = None) -> Tensor:
    """Random counts from Poisson distributions.

    Parameters
    ----------
    input : Tensor
        The mean of each, a floating point number that is not negative.
    generator : Generator, optional
        Where random numbers come from; the default generator if left out.

    Returns
    -------
    Tensor
        The counts, in shape and dtype of `input`; without gradients.

    Raises
    ------
    RuntimeError
        If a mean is negative.
    NotImplementedError
        If `input` is not a tensor of floating point numbers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.poisson(ag.zeros(2))
    tensor([0., 0.])
    """
    _require_floating(input, "poisson")
    if _known(input) and bool((input < 0).any()):
        raise RuntimeError("invalid Poisson rate, expected rate to be non-negative")
    rate = input.detach().to(float64)
    low, high = rate.clamp(max=_LARGE), rate.clamp(min=_LARGE)
    few = _by_inversion((-low).exp(), lambda k: low / k, generator)
    b = 0.931 + 2.53 * high.sqrt()
    many = _by_rejection(
        lambda k: k * high.log() - high - (k + 1).lgamma(),
        a=-0.059 + 0.02483 * b,
        b=b,
        centre=high + 0.43,
        log_scale=(1.1239 + 1.1328 / (b - 3.4)).log(),
        mode=high.floor(),
        last=None,
        generator=generator,
    )
    return few.where(rate < _LARGE, many).to(input.dtype)


def binomial(count: Tensor, prob: Tensor, generator: Generator | None = None) -> Tensor:
    """Random counts from binomial distributions.

    Parameters
    ----------
    count : Tensor
        Numbers of trials, as floating point numbers.
    prob : Tensor
        Probabilities of success, in [0, 1]; they broadcast against `count`.
    generator : Generator, optional
        Where random numbers come from; the default generator if left out.

    Returns
    -------
    Tensor
        Numbers of successes, in the dtype of `count`; without gradients.

    Raises
    ------
    RuntimeError
        If a number of trials is negative, or a probability is not in [0, 1].
    NotImplementedError
        If `count` or `prob` is not a tensor of floating point numbers.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.binomial(ag.tensor([3.0, 5.0]), ag.tensor([0.0, 1.0]))
    tensor([0., 5.])
    """
    _require_floating(count, "binomial")
    _require_floating(prob, "binomial")
    if _known(count) and bool((count < 0).any()):
        raise RuntimeError("binomial expects counts that are not negative")
    if _known(prob) and bool(((prob < 0) | (prob > 1)).any()):
        raise RuntimeError("binomial expects probabilities in [0, 1]")
    p_given = prob.detach().to(float64)
    n = count.detach().to(float64).floor() + p_given * 0  # of the shape of both
    # What is rarer, success or failure, is counted.
    flipped = p_given > 0.5
    p = (1 - p_given).where(flipped, p_given)
    large = n * p >= _LARGE

    n_few, p_few = n.where(~large, 0.0), p.where(~large, 0.0)
    odds = p_few / (1 - p_few)
    few = _by_inversion(((-p_few).log1p() * n_few).exp(), lambda k: (n_few + 1 - k).clamp(min=0) / k * odds, generator)
    n_many, p_many = n.where(large, 40.0), p.where(large, 0.5)

    def log_pmf(k: Tensor) -> Tensor:
        ways = -(k + 1).lgamma() - (n_many - k + 1).lgamma()
        return ways + k * p_many.log() + (n_many - k) * (-p_many).log1p()

    deviation = (n_many * p_many * (1 - p_many)).sqrt()
    b = 1.15 + 2.53 * deviation
    mode = ((n_many + 1) * p_many).floor()
    many = _by_rejection(
        lambda k: log_pmf(k) - log_pmf(mode),
        a=-0.0873 + 0.0248 * b + 0.01 * p_many,
        b=b,
        centre=n_many * p_many + 0.5,
        log_scale=((2.83 + 5.1 / b) * deviation).log(),
        mode=mode,
        last=n_many,
        generator=generator,
    )
    successes = many.where(large, few)
    return (n - successes).where(flipped, successes).to(count.dtype)


def _by_inversion(first: Tensor, ratio: Callable[[Tensor], Tensor], generator: Generator | None) -> Tensor:
    """How many of the first sums of probabilities are below a uniform number.

    The probability of zero is given, and the ratio of each next probability to the one before.
    """
    counts = arange(1, _FEW, dtype=float64, device=first.device).reshape((-1,) + (1,) * first.ndim)
    sums = first * (1 + ratio(counts).cumprod(0).cumsum(0))
    u = rand(tuple(first.shape), generator=generator, dtype=float64, device=first.device)
    return (first <= u).to(float64) + (sums <= u).sum(0)


def _by_rejection(
    log_pmf: Callable[[Tensor], Tensor],
    *,
    a: Tensor,
    b: Tensor,
    centre: Tensor,
    log_scale: Tensor,
    mode: Tensor,
    last: Tensor | None,
    generator: Generator | None,
) -> Tensor:
    """Hoermann's transformed rejection (1993), without his shortcuts: the logarithm is taken for every proposal."""
    shape = (_ROUNDS, *centre.shape)
    u = rand(shape, generator=generator, dtype=float64, device=centre.device) - 0.5
    height = exponential(shape, generator=generator, dtype=float64, device=centre.device)
    room = (0.5 - u.abs()).clamp(min=2.0**-54)
    k = ((2 * a / room + b) * u + centre).floor()
    possible = k.clamp(min=0) if last is None else k.clamp(min=0).minimum(last)
    accepted = (k == possible) & (log_scale - (a / room.square() + b).log() - height <= log_pmf(possible))
    return first_accepted(k, accepted, mode)


def _known(x: Tensor) -> bool:
    """Whether there are values to look at: not while a library traces."""
    return bool(x._storage.device.backend.concrete(x._array))


def _require_floating(x: Tensor, name: str) -> None:
    if not x.dtype.is_floating_point:
        raise NotImplementedError(f'"{name}" not implemented for {x.dtype}: it takes floating point numbers')
