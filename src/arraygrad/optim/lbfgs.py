"""L-BFGS."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import arraygrad.functions as ag
from arraygrad.autograd import enable_grad, no_grad
from arraygrad.optim.line_search import Trial, strong_wolfe
from arraygrad.optim.optimizer import Optimizer, ParamsT
from arraygrad.optim.rules import check_lr
from arraygrad.tensor import Tensor

__all__ = ["LBFGS"]


def two_loop(
    grad: Tensor, changes: list[Tensor], steps: list[Tensor], ro: list[Tensor], scale: float | Tensor
) -> tuple[Tensor, list[Tensor]]:
    """Direction of the quasi-Newton step: minus the gradient times the approximate inverse of the Hessian.

    `changes` are those of the gradient, `steps` those of the parameters, `ro` one over the products of both.
    Also the coefficients of the first loop (Nocedal and Wright, 2006, algorithm 7.4).
    """
    coefficients = []
    direction = -grad
    for change, step, factor in zip(reversed(changes), reversed(steps), reversed(ro), strict=True):
        coefficients.append(step.dot(direction) * factor)
        direction = direction - coefficients[-1] * change
    coefficients.reverse()
    direction = direction * scale
    for change, step, factor, coefficient in zip(changes, steps, ro, coefficients, strict=True):
        direction = direction + step * (coefficient - change.dot(direction) * factor)
    return direction, coefficients


def largest(x: Tensor) -> float:
    """Largest size of an element."""
    return float(x.abs().max())


class LBFGS(Optimizer):
    """L-BFGS: quasi-Newton steps from the last changes of the gradient (Liu and Nocedal, 1989).

    All parameters form one group and are on one device.

    Parameters
    ----------
    params : iterable
        Tensors, or pairs of name and tensor; see `Optimizer`.
    lr : float or Tensor
        Length of the steps, or with which the line search begins.
    max_iter : int
        Largest number of iterations in a call of `step`.
    max_eval : int, optional
        Largest number of evaluations in a call of `step`; by default ``max_iter * 5 // 4``.
    tolerance_grad : float
        A gradient whose components are no larger ends the call.
    tolerance_change : float
        As does a change of the loss or of all parameters that is no larger.
    history_size : int
        Number of changes that are kept.
    line_search_fn : {"strong_wolfe"}, optional
        How the lengths of the steps are searched for.

    Raises
    ------
    ValueError
        If the rate is negative, or there are several groups.
    RuntimeError
        When a step is taken, if the line search is unknown.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import optim
    >>> w = ag.tensor([1.0, -2.0], requires_grad=True)
    >>> optimizer = optim.LBFGS([w], line_search_fn="strong_wolfe")
    >>> def closure():
    ...     optimizer.zero_grad()
    ...     loss = ((w - 3.0) ** 2).sum()
    ...     loss.backward()
    ...     return loss
    >>> optimizer.step(closure).item()
    29.0
    >>> [round(x, 4) for x in w.tolist()]
    [3.0, 3.0]
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float | Tensor = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check_lr(lr)
        defaults: dict[str, Any] = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Iterate until a limit or a tolerance is reached.

        Parameters
        ----------
        closure : callable
            Computes the loss anew, with gradients, and returns it.

        Returns
        -------
        The loss at the beginning.

        Raises
        ------
        TypeError
            If there is no `closure`.
        """
        if closure is None:
            raise TypeError("LBFGS.step() missing 1 required positional argument: 'closure'")
        with no_grad():
            return self._iterate(closure)

    def _iterate(self, closure: Callable[[], Any]) -> Any:
        group = self.param_groups[0]
        if group["line_search_fn"] not in (None, "strong_wolfe"):
            raise RuntimeError(f"only 'strong_wolfe' is supported, but line_search_fn is {group['line_search_fn']!r}")
        # The state belongs to all parameters together; it is kept with the first.
        state = self.state[group["params"][0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first_loss = self._evaluate(closure)
        loss, grad = float(first_loss), self._gradient()
        state["func_evals"] += 1
        if largest(grad) <= group["tolerance_grad"]:
            return first_loss
        evaluations = 1
        for iteration in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            self._set_direction(state, grad)
            direction: Tensor = state["d"]
            slope = float(grad.dot(direction))
            length = float(group["lr"])
            if state["n_iter"] == 1:
                length /= max(1.0, float(grad.abs().sum()))
            state.update(prev_flat_grad=grad, prev_loss=loss, t=length)
            if slope > -group["tolerance_change"]:
                break
            if group["line_search_fn"] is not None:
                found, more = strong_wolfe(
                    partial(self._look, closure, direction),
                    Trial(0.0, loss, grad, slope),
                    length,
                    largest(direction),
                    group["max_eval"] - evaluations,
                )
                state["t"], loss, grad = found.step, found.loss, found.grad
                self._move(state["t"], direction)
            else:
                self._move(length, direction)
                more = 0
                if iteration < group["max_iter"]:
                    loss, grad = float(self._evaluate(closure)), self._gradient()
                    more = 1
            evaluations += more
            state["func_evals"] += more
            if (
                evaluations >= group["max_eval"]
                or largest(grad) <= group["tolerance_grad"]
                or largest(direction) * abs(state["t"]) <= group["tolerance_change"]
                or abs(loss - state["prev_loss"]) < group["tolerance_change"]
            ):
                break
        return first_loss

    def _set_direction(self, state: dict[str, Any], grad: Tensor) -> None:
        """Take note of the last change of the gradient, and choose the direction of the next step."""
        if state["n_iter"] == 1:
            state.update(d=-grad, old_dirs=[], old_stps=[], ro=[], H_diag=1)
            return
        history = self.param_groups[0]["history_size"]
        change, step = grad - state["prev_flat_grad"], state["d"] * state["t"]
        product = change.dot(step)
        if float(product) > 1e-10:
            for key, value in (("old_dirs", change), ("old_stps", step), ("ro", 1.0 / product)):
                state[key] = [*state[key], value][-history:]
            state["H_diag"] = product / change.dot(change)
        state["d"], coefficients = two_loop(grad, state["old_dirs"], state["old_stps"], state["ro"], state["H_diag"])
        state["al"] = coefficients + [None] * (history - len(coefficients))

    # -- parameters as one vector --------------------------------------------------------------------------------
    def _evaluate(self, closure: Callable[[], Any]) -> Any:
        with enable_grad():
            return closure()

    def _gradient(self) -> Tensor:
        params: list[Tensor] = self.param_groups[0]["params"]
        grads = [ag.zeros_like(param) if param.grad is None else param.grad for param in params]
        return ag.cat([(ag.view_as_real(grad) if grad.is_complex() else grad).reshape(-1) for grad in grads])

    def _move(self, length: float, direction: Tensor) -> None:
        start = 0
        for param in self.param_groups[0]["params"]:
            shape = (*param.shape, 2) if param.is_complex() else param.shape
            end = start + param.numel() * (2 if param.is_complex() else 1)
            piece = direction[start:end].reshape(shape)
            param.add_(ag.view_as_complex(piece) if param.is_complex() else piece, alpha=length)
            start = end

    def _look(self, closure: Callable[[], Any], direction: Tensor, length: float) -> Trial:
        """Evaluate at some distance, and come back."""
        params: list[Tensor] = self.param_groups[0]["params"]
        here = [param.clone() for param in params]
        self._move(length, direction)
        loss, grad = float(self._evaluate(closure)), self._gradient()
        for param, value in zip(params, here, strict=True):
            param.copy_(value)
        return Trial(length, loss, grad, float(grad.dot(direction)))
