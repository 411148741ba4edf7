"""Limits for gradients."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.autograd import no_grad
from arraygrad.tensor import Tensor

__all__ = ["clip_grad_norm", "clip_grad_norm_", "clip_grad_value_", "clip_grads_with_norm_", "get_total_norm"]


def _grads(parameters: Tensor | Iterable[Tensor]) -> list[Tensor]:
    if isinstance(parameters, Tensor):
        parameters = [parameters]
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


def get_total_norm(
    tensors: Tensor | Iterable[Tensor],
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """The norm of all elements of several tensors, as if they were one vector.

    Parameters
    ----------
    tensors : Tensor or iterable of Tensor
        May be on several devices; the result is on the first one's.
    norm_type : float
        The p of the norm; ``inf`` for the largest absolute value.
    error_if_nonfinite : bool
        Whether a norm that is infinite or not a number is an error.
    foreach : bool, optional
        Without effect.

    Raises
    ------
    RuntimeError
        If it is, and `error_if_nonfinite` is set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> nn.utils.get_total_norm([ag.tensor([3.0]), ag.tensor([4.0])]).item()
    5.0
    """
    tensors = [tensors] if isinstance(tensors, Tensor) else list(tensors)
    norm_type = float(norm_type)
    if not tensors:
        return ag.tensor(0.0)
    with no_grad():
        device = tensors[0].device
        norms = [linalg.vector_norm(tensor, norm_type).to(device) for tensor in tensors]
        total = linalg.vector_norm(ag.stack(norms), norm_type)
        if error_if_nonfinite and not total.isfinite():
            raise RuntimeError(
                f"The total norm of order {norm_type} for gradients from `parameters` is non-finite, so it cannot be "
                "clipped. To disable this error and scale the gradients by the non-finite norm anyway, set "
                "`error_if_nonfinite=False`"
            )
        return total


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """Scale the gradients, in place, so that the norm of all of them together is at most `max_norm`.

    Parameters
    ----------
    parameters : Tensor or iterable of Tensor
        Tensors whose gradients are meant; those without one are left out.
    max_norm : float
        The limit.
    norm_type : float
        The p of the norm; ``inf`` for the largest absolute value.
    error_if_nonfinite : bool
        Whether a norm that is infinite or not a number is an error; the gradients are then as they were.
    foreach : bool, optional
        Without effect.

    Returns
    -------
    Tensor
        The norm as it was.

    Raises
    ------
    RuntimeError
        If the norm is not finite and `error_if_nonfinite` is set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> w = ag.zeros(2, requires_grad=True)
    >>> w.grad = ag.tensor([3.0, 4.0])
    >>> nn.utils.clip_grad_norm_(w, 1.0).item()
    5.0
    >>> round(w.grad.norm().item(), 4)
    1.0
    """
    tensors = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    if not tensors and isinstance(parameters, Generator):
        warnings.warn("`parameters` is an empty generator, no gradient clipping will occur.", stacklevel=2)
    total = get_total_norm(_grads(tensors), norm_type, error_if_nonfinite)
    clip_grads_with_norm_(tensors, max_norm, total)
    return total


def clip_grad_norm(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> Tensor:
    """`clip_grad_norm_` under its older name, with a FutureWarning."""
    warnings.warn(
        "`nn.utils.clip_grad_norm` is now deprecated in favor of `nn.utils.clip_grad_norm_`.",
        FutureWarning,
        stacklevel=2,
    )
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)


def clip_grads_with_norm_(
    parameters: Tensor | Iterable[Tensor], max_norm: float, total_norm: Tensor, foreach: bool | None = None
) -> None:
    """Scale the gradients, in place, as `clip_grad_norm_` does for a norm that is known.

    Parameters
    ----------
    parameters : Tensor or iterable of Tensor
        Tensors whose gradients are meant; those without one are left out.
    max_norm : float
        The limit.
    total_norm : Tensor
        The norm of all gradients together, as `get_total_norm` gives it.
    foreach : bool, optional
        Without effect.
    """
    with no_grad():
        factor = (float(max_norm) / (total_norm + 1e-6)).clamp(max=1.0)
        for grad in _grads(parameters):
            grad.mul_(factor.to(grad.device))


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float, foreach: bool | None = None) -> None:
    """Limit each element of the gradients, in place, to ``[-clip_value, clip_value]``.

    Parameters
    ----------
    parameters : Tensor or iterable of Tensor
        Tensors whose gradients are meant; those without one are left out.
    clip_value : float
        The limit.
    foreach : bool, optional
        Without effect.
    """
    clip_value = float(clip_value)
    with no_grad():
        for grad in _grads(parameters):
            grad.clamp_(min=-clip_value, max=clip_value)
