"""Which function computes the divergence between distributions of two classes."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from arraygrad.distributions.distribution import Distribution
from arraygrad.tensor import Tensor

__all__ = ["kl_divergence", "register_kl"]

F = TypeVar("F", bound=Callable[..., Any])
Pair = tuple[type[Distribution], type[Distribution]]

_registered: dict[Pair, Callable[..., Tensor]] = {}
#: What was found for pairs of classes so far.
_found: dict[Pair, Callable[..., Tensor] | None] = {}


def register_kl(type_p: type[Distribution], type_q: type[Distribution]) -> Callable[[F], F]:
    """A decorator for a function of two distributions that computes their divergence.

    Parameters
    ----------
    type_p, type_q : type
        Classes of distributions; the function serves their subclasses too, unless it finds a closer one.

    Raises
    ------
    TypeError
        If a class is not one of distributions.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import Normal, kl_divergence, register_kl
    >>> class Fixed(Normal):
    ...     pass
    >>> @register_kl(Fixed, Fixed)
    ... def between_fixed(p, q):
    ...     return ag.zeros(())
    >>> kl_divergence(Fixed(0.0, 1.0), Fixed(1.0, 1.0))
    tensor(0.)
    """
    for name, kind in (("type_p", type_p), ("type_q", type_q)):
        if not isinstance(kind, type) or not issubclass(kind, Distribution):
            raise TypeError(f"Expected {name} to be a Distribution subclass but got {kind}")

    def decorator(function: F) -> F:
        _registered[type_p, type_q] = function
        _found.clear()
        return function

    return decorator


def _closest(type_p: type[Distribution], type_q: type[Distribution]) -> Callable[..., Tensor] | None:
    """The function for the closest pair of base classes.

    A warning says so if the closest for the one class is not the closest for the other.
    """
    candidates = [(p, q) for p, q in _registered if issubclass(type_p, p) and issubclass(type_q, q)]
    if not candidates:
        return None
    orders = type_p.__mro__, type_q.__mro__
    left = min(candidates, key=lambda pair: (orders[0].index(pair[0]), orders[1].index(pair[1])))
    right = min(candidates, key=lambda pair: (orders[1].index(pair[1]), orders[0].index(pair[0])))
    if _registered[left] is not _registered[right]:
        names = [" ".join(kind.__name__ for kind in pair) for pair in (left, right)]
        warnings.warn(
            f"Ambiguous kl_divergence({type_p.__name__}, {type_q.__name__}). Please register_kl for this pair: "
            f"{names[0]} was taken, {names[1]} would do as well.",
            RuntimeWarning,
            stacklevel=3,
        )
    return _registered[left]


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The Kullback-Leibler divergence: the expectation under `p` of the difference of the log probabilities.

    Parameters
    ----------
    p, q : Distribution
        Distributions whose batches broadcast.

    Returns
    -------
    Tensor
        Shape of the batch; infinite where `p` has samples that are impossible under `q`.

    Raises
    ------
    NotImplementedError
        If there is no formula for the two classes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad.distributions import Exponential, kl_divergence
    >>> kl_divergence(Exponential(1.0), Exponential(2.0))
    tensor(0.3069)
    """
    pair = type(p), type(q)
    if pair not in _found:
        _found[pair] = _closest(*pair)
    function = _found[pair]
    if function is None:
        raise NotImplementedError(
            f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}: "
            "write a function and register it with register_kl"
        )
    return function(p, q)
