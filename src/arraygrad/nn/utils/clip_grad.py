"""Limits for gradients."""

from __future__ import annotations

from collections.abc import Iterable

import arraygrad.functions as ag
from arraygrad import linalg
from arraygrad.autograd import no_grad
from arraygrad.tensor import Tensor

__all__ = ["clip_grad_norm_", "clip_grad_value_", "get_total_norm"]


def _grads(parameters: Tensor | Iterable[Tensor]) -> list[Tensor]:
    if isinstance(parameters, Tensor):
        parameters = [parameters]
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


def get_total_norm(
    tensors: Tensor | Iterable[Tensor], norm_type: float = 2.0, error_if_nonfinite: bool = False
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
    grads = _grads(parameters)
    total = get_total_norm(grads, norm_type, error_if_nonfinite)
    with no_grad():
        factor = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
        for grad in grads:
            grad.mul_(factor.to(grad.device))
    return total


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Limit each element of the gradients, in place, to ``[-clip_value, clip_value]``.

    Parameters
    ----------
    parameters : Tensor or iterable of Tensor
        Tensors whose gradients are meant; those without one are left out.
    clip_value : float
        The limit.
    """
    clip_value = float(clip_value)
    with no_grad():
        for grad in _grads(parameters):
            grad.clamp_(min=-clip_value, max=clip_value)
