"""Functions of functions: derivatives and batches, that nest in any order.

Examples
--------
>>> import arraygrad as ag
>>> per_example = ag.func.vmap(ag.func.grad(lambda w, x: (w * x).sum() ** 2), in_dims=(None, 0))
>>> per_example(ag.ones(2), ag.tensor([[1.0, 0.0], [1.0, 2.0]]))
tensor([[ 2.,  0.],
        [ 6., 12.]])
"""

from __future__ import annotations

from arraygrad.func.derivatives import grad, grad_and_value, jvp, linearize, vjp
from arraygrad.func.jacobians import hessian, jacfwd, jacrev
from arraygrad.func.mapping import vmap
from arraygrad.func.modules import functional_call, stack_module_state

__all__ = [
    "functional_call",
    "grad",
    "grad_and_value",
    "hessian",
    "jacfwd",
    "jacrev",
    "jvp",
    "linearize",
    "stack_module_state",
    "vjp",
    "vmap",
]
