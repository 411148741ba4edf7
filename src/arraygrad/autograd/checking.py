"""Checks of derivatives against finite differences, for one's own functions.

A complex number counts as two real ones, so that every function is one of real vectors; the gradient of a complex input
is that by its real part plus ``1j`` times that by its imaginary part.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from arraygrad.autograd.functional import jvp
from arraygrad.autograd.modes import enable_grad, no_grad
from arraygrad.autograd.passes import grad
from arraygrad.creation import zeros_like
from arraygrad.dispatch import call
from arraygrad.sampled import randn_like
from arraygrad.tensor import Tensor
from arraygrad.views import reshape

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


class GradcheckError(RuntimeError):
    """A derivative is wrong."""


@dataclass
class _Check:
    """One function, its inputs, and how it is checked."""

    function: Callable[..., Any]
    inputs: list[Any]
    eps: float
    atol: float
    rtol: float
    nondet_tol: float
    fast: bool

    def __post_init__(self) -> None:
        tracked = [i for i, x in enumerate(self.inputs) if isinstance(x, Tensor) and x.requires_grad]
        self.positions = [i for i in tracked if self.inputs[i].numel()]
        self.outputs = self.results(self.inputs)
        self.smooth = [i for i, o in enumerate(self.outputs) if o.requires_grad]

    def results(self, inputs: Sequence[Any]) -> list[Tensor]:
        """All outputs that can have a derivative."""
        result = self.function(*inputs)
        parts = result if isinstance(result, (tuple, list)) else [result]
        return [p for p in parts if isinstance(p, Tensor) and p.dtype.is_differentiable]

    def checked(self) -> list[Tensor]:
        """The inputs that are checked."""
        return [self.inputs[i] for i in self.positions]

    # -- finite differences --------------------------------------------------------------------------------------
    def difference(self, i: int, direction: Tensor) -> list[Tensor]:
        """Change of all outputs per step of input i in a direction, as real vectors."""

        def at(step: float) -> list[Tensor]:
            inputs = list(self.inputs)
            inputs[i] = (self.inputs[i].detach() + step * direction).requires_grad_()
            with no_grad():
                return [_real(o.detach()) for o in self.results(inputs)]

        return [(b - a) / (2 * self.eps) for a, b in zip(at(-self.eps), at(self.eps), strict=True)]

    # -- derivatives ---------------------------------------------------------------------------------------------
    def products(self, output: int, vector: Tensor, **options: Any) -> list[Tensor]:
        """Gradients of one output in the direction of a vector, zeros where there are none."""
        found = grad(self.outputs[output], self.checked(), vector, retain_graph=True, allow_unused=True, **options)
        return [zeros_like(x) if g is None else g for g, x in zip(found, self.checked(), strict=True)]

    def pushed(self, i: int, direction: Tensor) -> list[Tensor]:
        """Derivatives of all outputs by input i in a direction."""

        def function(x: Tensor) -> tuple[Tensor, ...]:
            inputs = list(self.inputs)
            inputs[i] = x
            return tuple(self.results(inputs))

        found = jvp(function, self.inputs[i].detach(), direction)[1]
        return [_real(f) for f in found]

    # -- the checks ----------------------------------------------------------------------------------------------
    def reverse(self) -> None:
        """Backward against differences: all elements, or one direction each."""
        for i, x in zip(self.positions, self.checked(), strict=True):
            directions = [_direction(x)] if self.fast else _units(x)
            columns = [self.difference(i, d) for d in directions]
            for o, output in enumerate(self.outputs):
                numerical = call("stack", [c[o] for c in columns])
                if not output.requires_grad:
                    self.expect_zero(numerical)
                    continue
                if not output.numel():
                    continue
                vectors = [_direction(output)] if self.fast else _units(output)
                rows = [_real(self.products(o, v)[self.positions.index(i)]) for v in vectors]
                analytical = call("stack", rows)
                if self.fast:  # both between the direction of the input and that of the output
                    numerical = (numerical * _real(vectors[0])).sum(1, keepdim=True)
                    analytical = (analytical * _real(directions[0])).sum(1, keepdim=True)
                else:
                    analytical = analytical.T
                self.compare(numerical, analytical, o, i, "Jacobian")

    def forward(self) -> None:
        """Jacobian-vector products against differences."""
        for i, x in zip(self.positions, self.checked(), strict=True):
            directions = [_direction(x)] if self.fast else _units(x)
            for d in directions:
                pairs = zip(self.difference(i, d), self.pushed(i, d), strict=True)
                for o, (numerical, analytical) in enumerate(pairs):
                    if not self.outputs[o].requires_grad:
                        self.expect_zero(numerical)
                    self.compare(numerical, analytical, o, i, "Jacobian computed with forward mode")

    def expect_zero(self, numerical: Tensor) -> None:
        """Differences of an output that has no graph."""
        if not _close(numerical, zeros_like(numerical), self.rtol, self.atol):
            raise GradcheckError("Numerical gradient for function expected to be zero")

    def compare(self, numerical: Tensor, analytical: Tensor, o: int, i: int, what: str) -> None:
        if not _close(analytical, numerical, self.rtol, self.atol):
            worst = float((analytical - numerical).abs().max()) if numerical.numel() else 0.0
            raise GradcheckError(
                f"{what} mismatch for output {o} with respect to input {i},\nnumerical:{numerical}\n"
                f"analytical:{analytical}\nThe largest difference is {worst:.3g}. Rows are elements of the input, "
                "columns of the output; a complex element is two real ones."
            )

    def repeatable(self) -> None:
        """Backward gives the same twice."""
        for o in self.smooth:
            vector = _random(self.outputs[o])
            for a, b in zip(self.products(o, vector), self.products(o, vector), strict=True):
                if a.numel() and not bool(((a - b).abs() <= self.nondet_tol).all()):
                    raise GradcheckError(
                        "Backward is not reentrant, i.e., running backward with same input and grad_output multiple "
                        "times gives different values, although analytical gradient matches numerical gradient. The "
                        f"tolerance for nondeterminism was {self.nondet_tol}."
                    )

    def multiplied(self) -> None:
        """A gradient of zeros gives zeros."""
        for o in self.smooth:
            for g in self.products(o, zeros_like(self.outputs[o])):
                if g.numel() and bool((g != 0).any()):
                    raise GradcheckError("backward not multiplied by grad_output")

    def undefined(self) -> None:
        """A missing gradient of an output counts as zeros."""
        outputs = [self.outputs[o] for o in self.smooth]
        if len(outputs) < 2:
            return
        for k, output in enumerate(outputs):
            vector = _random(output)
            full = [vector if n == k else zeros_like(o) for n, o in enumerate(outputs)]
            found = grad(outputs, self.checked(), full, retain_graph=True, allow_unused=True)
            alone = self.products(self.smooth[k], vector)
            for a, b in zip(alone, found, strict=True):
                if not _close(a, zeros_like(a) if b is None else b, self.rtol, self.atol):
                    raise GradcheckError(
                        "Expected backward function to handle undefined output grads. Please look at 'Notes about "
                        "undefined output gradients': a gradient of an output that is None should count as zeros"
                    )

    def dtypes(self) -> None:
        """Gradients have the dtype of their input."""
        for o in self.smooth:
            for g, x in zip(self.products(o, _random(self.outputs[o])), self.checked(), strict=True):
                if g.dtype is not x.dtype:
                    raise GradcheckError(f"Gradient has dtype mismatch: {g.dtype!r} for an input of {x.dtype!r}")

    def batched(self) -> None:
        """Backward for a batch of vectors is that for each."""
        for o in self.smooth:
            vectors = [_random(self.outputs[o]) for _ in range(2)]
            expected = [self.products(o, v) for v in vectors]
            try:
                found = self.products(o, call("stack", vectors), is_grads_batched=True)
            except RuntimeError as error:
                raise GradcheckError(f"While computing batched gradients, got: {error}") from error
            for i, rows, g in zip(self.positions, zip(*expected, strict=True), found, strict=True):
                together = call("stack", list(rows))
                if g.shape == together.shape and not _close(g, together, self.rtol, self.atol):
                    raise GradcheckError(
                        f"For output {o} and input {i}: batched gradients differ from those computed one by one:\n{g}\n"
                        f"{together}"
                    )


def _real(x: Tensor) -> Tensor:
    """A tensor as a vector of real numbers."""
    if x.dtype.is_complex:
        x = call("stack", [x.real, x.imag], -1)
    return reshape(x, -1)


def _units(x: Tensor) -> list[Tensor]:
    """Unit vectors of all elements; of a complex tensor also in the imaginary direction."""
    made = []
    for k in range(x.numel()):
        for value in (1.0, 1j) if x.dtype.is_complex else (1.0,):
            unit = zeros_like(x.detach())
            reshape(unit, -1)[k] = value
            made.append(unit)
    return made


def _random(x: Tensor) -> Tensor:
    """Random numbers in the shape and dtype of a tensor."""
    x = x.detach()
    return call("complex", randn_like(x.real), randn_like(x.imag)) if x.dtype.is_complex else randn_like(x)


def _direction(x: Tensor) -> Tensor:
    """A random vector of length one."""
    v = _random(x)
    return v / max(float((v.abs() ** 2).sum()), 1e-300) ** 0.5  # type: ignore[no-any-return]


def _close(a: Tensor, b: Tensor, rtol: float, atol: float) -> bool:
    return not a.numel() or bool(call("isclose", a, b, rtol, atol).all())


def gradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Compare the derivatives of a function with central differences.

    Parameters
    ----------
    func : callable
        Takes `inputs`, gives a tensor or a tuple of tensors.
    inputs : Tensor or sequence
        Those that require gradients are checked; use float64 or complex128.
    eps, atol, rtol : float
        Step of the differences, and tolerances.
    raise_exception : bool
        Raise instead of giving False.
    nondet_tol : float
        By how much two runs of the same backward pass may differ.
    check_undefined_grad : bool
        Also check that a gradient which does not arrive counts as zeros.
    check_grad_dtypes : bool
        Also check that gradients have the dtype of their inputs.
    check_batched_grad : bool
        Also check backward with a batch of gradients, as ``is_grads_batched`` computes it.
    check_batched_forward_grad : bool
        Taken for compatibility: a forward derivative is a backward one.
    check_forward_ad : bool
        Also check Jacobian-vector products.
    check_backward_ad : bool
        Check gradients.
    fast_mode : bool
        Check one random direction instead of every element.
    masked : bool, optional
        Taken for compatibility: it speaks of sparse tensors.

    Raises
    ------
    GradcheckError
        A RuntimeError, if a derivative is wrong; the message shows both.
    ValueError
        If no input requires gradients, or there is nothing to check.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    >>> ag.autograd.gradcheck(lambda x: (x * x).sum(), (x,))
    True
    """
    if not (check_forward_ad or check_backward_ad):
        raise ValueError("Expected at least one of check_forward_ad or check_backward_ad to be True")
    if check_batched_grad and not check_backward_ad:
        raise ValueError("Setting check_batched_grad=True requires check_backward_ad to be True")
    if check_batched_forward_grad and not check_forward_ad:
        raise ValueError("Setting check_batched_forward_grad=True requires check_forward_ad to be True")
    arguments = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    if not any(isinstance(x, Tensor) and x.requires_grad for x in arguments):
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True."
        )
    for i, x in enumerate(arguments):
        if isinstance(x, Tensor) and x.requires_grad and x.dtype.name not in ("float64", "complex128"):
            warnings.warn(
                f"Input #{i} requires gradient and is not a double precision floating point or complex. This check "
                "will likely fail if all the inputs are not of double precision floating point or complex.",
                stacklevel=2,
            )
    for x in arguments:
        if isinstance(x, Tensor) and x._node is not None:
            x.retain_grad()
    try:
        with enable_grad():
            check = _Check(func, arguments, eps, atol, rtol, nondet_tol, fast_mode)
            if check_forward_ad:
                check.forward()
            if check_backward_ad:
                check.reverse()
                check.repeatable()
                check.multiplied()
                if check_grad_dtypes:
                    check.dtypes()
                if check_batched_grad:
                    check.batched()
                if check_undefined_grad:
                    check.undefined()
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Tensor | Sequence[Any],
    grad_outputs: Tensor | Sequence[Tensor] | None = None,
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """`gradcheck` of the gradient itself: the second derivative.

    Parameters
    ----------
    func, inputs
        As for `gradcheck`.
    grad_outputs : Tensor or sequence of Tensor, optional
        The vectors of the vector-Jacobian products, which are checked too; random ones by default.
    gen_non_contig_grad_outputs : bool
        Make the random ones views that are not row-major.
    check_fwd_over_rev, check_rev_over_rev : bool
        `check_forward_ad` and `check_backward_ad` for the gradient.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([0.3, 0.7], dtype=ag.float64, requires_grad=True)
    >>> ag.autograd.gradgradcheck(lambda x: (x * x * x).sum(), (x,))
    True
    """
    if not (check_fwd_over_rev or check_rev_over_rev):
        raise ValueError("Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True")
    arguments = [inputs] if isinstance(inputs, Tensor) else list(inputs)
    positions = [i for i, x in enumerate(arguments) if isinstance(x, Tensor) and x.requires_grad]

    def smooth(result: Any) -> list[Tensor]:
        parts = result if isinstance(result, (tuple, list)) else [result]
        return [p for p in parts if isinstance(p, Tensor) and p.dtype.is_differentiable and p.requires_grad]

    if grad_outputs is None:
        firsts = []
        for output in smooth(func(*arguments)):
            vector = _random(output)
            if gen_non_contig_grad_outputs:
                vector = call("stack", [vector, vector], -1)[..., 0]
            firsts.append(vector.detach().requires_grad_())
    else:
        firsts = [grad_outputs] if isinstance(grad_outputs, Tensor) else list(grad_outputs)

    def first(*values: Any) -> Any:
        given = list(values[: len(arguments)])
        for i in positions:
            given[i] = given[i] if given[i].requires_grad else given[i].detach().requires_grad_()
        weights = [w if w.requires_grad else w.detach().requires_grad_() for w in values[len(arguments) :]]
        with enable_grad():
            found = grad(
                smooth(func(*given)), [given[i] for i in positions], weights, create_graph=True, allow_unused=True
            )
        return tuple(g for g in found if g is not None)

    return gradcheck(
        first,
        [*arguments, *firsts],
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        fast_mode=fast_mode,
        masked=masked,
    )
