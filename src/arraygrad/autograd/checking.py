"""Checks of derivatives against finite differences, for one's own functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from arraygrad.autograd.modes import no_grad
from arraygrad.autograd.passes import grad
from arraygrad.creation import tensor
from arraygrad.sampled import randn_like
from arraygrad.tensor import Tensor

__all__ = ["gradcheck", "gradgradcheck"]


def _outputs(result: Any) -> list[Tensor]:
    parts = result if isinstance(result, (tuple, list)) else [result]
    return [p for p in parts if isinstance(p, Tensor) and p.dtype.is_differentiable and p.requires_grad]


def _numerical(
    function: Callable[..., Any], inputs: Sequence[Any], i: int, projections: list[Tensor], eps: float
) -> list[float]:
    """Derivatives of the projected outputs along each element of input i, by central differences."""
    values = inputs[i].detach().clone()
    flat = values.view(-1)

    def at(position: int, delta: float) -> float:
        moved = flat.clone()
        moved[position] = moved[position] + delta
        arguments = [moved.view(values.shape) if j == i else x for j, x in enumerate(inputs)]
        with no_grad():
            result = function(*arguments)
        parts = [p for p in (result if isinstance(result, (tuple, list)) else [result]) if isinstance(p, Tensor)]
        parts = [p for p in parts if p.dtype.is_differentiable][: len(projections)]
        total = sum(float((p * w).sum()) for p, w in zip(parts, projections, strict=True))
        return total

    return [(at(k, eps) - at(k, -eps)) / (2 * eps) for k in range(flat.numel())]


def gradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    raise_exception: bool = True,
) -> bool:
    """Compare the gradients of a function with central differences, in the direction of random output weights.

    Parameters
    ----------
    func : callable
        Takes `inputs`, gives a tensor or a tuple of tensors.
    inputs : Tensor or sequence
        Those that require gradients are checked; use float64.
    eps, atol, rtol : float
        Step of the differences, and tolerances.
    raise_exception : bool
        Raise instead of giving False.

    Raises
    ------
    RuntimeError
        If a gradient is wrong; the message says which input and element.
    ValueError
        If no input requires gradients.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    >>> ag.autograd.gradcheck(lambda x: (x * x).sum(), (x,))
    True
    """
    arguments = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    checked = [i for i, x in enumerate(arguments) if isinstance(x, Tensor) and x.requires_grad]
    if not checked:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of the them have "
            "requires_grad=True."
        )
    outputs = _outputs(func(*arguments))
    projections = [randn_like(o) for o in outputs]
    if not outputs:
        raise ValueError("gradcheck expects an output that requires gradient; none of the results does")
    analytical = grad(outputs, [arguments[i] for i in checked], projections, allow_unused=True, materialize_grads=True)
    for i, gradient in zip(checked, analytical, strict=True):
        assert gradient is not None
        expected = tensor(
            _numerical(func, arguments, i, projections, eps), dtype=gradient.dtype, device=gradient.device
        )
        difference = (gradient.reshape(-1) - expected).abs()
        bad = difference > atol + rtol * expected.abs()
        if bool(bad.any()):
            if not raise_exception:
                return False
            k = int(difference.argmax())
            raise RuntimeError(
                f"Jacobian mismatch for input {i}, element {k}: numerical {float(expected[k]):.8g}, analytical "
                f"{float(gradient.reshape(-1)[k]):.8g}"
            )
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    grad_outputs: Tensor | Sequence[Tensor] | None = None,
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    raise_exception: bool = True,
) -> bool:
    """`gradcheck` of the gradient itself: the second derivative.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    >>> ag.autograd.gradgradcheck(lambda x: (x * x * x).sum(), (x,))
    True
    """
    arguments = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    positions = [i for i, x in enumerate(arguments) if isinstance(x, Tensor) and x.requires_grad]
    outputs = _outputs(func(*arguments))
    if grad_outputs is None:
        firsts = [randn_like(o) for o in outputs]
        for f in firsts:
            f.requires_grad = True
    else:
        firsts = [grad_outputs] if isinstance(grad_outputs, Tensor) else list(grad_outputs)

    def first(*values: Any) -> Any:
        given = [*values[: len(arguments)]]
        tracked = [x if x.requires_grad else x.detach().requires_grad_() for x in (given[i] for i in positions)]
        for i, x in zip(positions, tracked, strict=True):
            given[i] = x
        weights = [w if w.requires_grad else w.detach().requires_grad_() for w in values[len(arguments) :]]
        from arraygrad.autograd.modes import enable_grad

        with enable_grad():
            return grad(
                _outputs(func(*given)), tracked, weights, create_graph=True, allow_unused=True, materialize_grads=True
            )

    return gradcheck(first, [*arguments, *firsts], eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception)
