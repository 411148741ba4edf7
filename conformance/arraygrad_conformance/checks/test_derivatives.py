"""First and second derivatives, against central differences in float64.

A case's floating inputs move together along a fixed random direction, its results are weighted with fixed random
numbers: an error in any entry of any Jacobian shows.
"""

from __future__ import annotations

import numpy as np
import pytest

import arraygrad as ag
from arraygrad_conformance.calls import call, case_of, each_case, host, inputs, leaves, weights_for
from arraygrad_conformance.samples import samples_of

#: Half the distance of the two points of a central difference.
STEP = 1e-6


def moved(xs, directions, step):
    """Fresh leaves, a step away along the directions (one per leaf that requires a gradient)."""
    rest = iter(directions)
    return [(x.detach() + step * next(rest)).requires_grad_() if x.requires_grad else x for x in xs]


def directions_for(name, number, xs, *weights):
    """A random direction for each leaf among the inputs, and for each of `weights`; Hermitian where the input is."""
    found = weights_for([*leaves(xs), *weights], name, number, "direction")
    samples = [s for s, x in zip(samples_of(case_of(name, number)[1]), xs, strict=True) if x.requires_grad]
    hermitian = [d + ag.conj(d.mT) if s.definite else d for s, d in zip(samples, found, strict=False)]
    return hermitian + found[len(samples) :]


def project(outs, weights):
    """The weighted sum of the floating results, as a number and, if it is recorded, as a tensor."""
    total, recorded = 0.0, None
    for out, w in zip(outs, weights, strict=True):
        total += float(np.real(np.sum(np.conj(host(w)) * host(out))))
        if out.requires_grad:
            part = (ag.real(out * ag.conj(w)) if out.is_complex() else out * w).sum()
            recorded = part if recorded is None else recorded + part
    return total, recorded


def floating(outs):
    return [o for o in outs if isinstance(o, ag.Tensor) and o.dtype.is_differentiable]


def compare(found, expected, what):
    assert found == pytest.approx(expected, rel=2e-6, abs=2e-7 * max(1.0, abs(expected))), what


def has_floats(case):
    return any(s.kind in ("float", "complex") and 0 not in s.shape for s in samples_of(case))


def along(gradients, directions):
    """The derivative along the directions, from gradients."""
    return sum(
        float(np.real(np.sum(np.conj(host(g)) * host(d))))
        for g, d in zip(gradients, directions, strict=True)
        if g is not None
    )


@each_case(lambda op, case: case.first and has_floats(case), compiled="none")
def test_first_derivative(device, name, number):
    op, case = case_of(name, number)
    xs = inputs(name, number, device)
    wanted = leaves(xs)
    directions = directions_for(name, number, xs)
    outs = floating(call(op, case, xs))
    if not outs:
        return
    weights = weights_for(outs, name, number)
    _, total = project(outs, weights)
    found = [None] * len(wanted) if total is None else ag.autograd.grad(total, wanted, allow_unused=True)
    for g, x in zip(found, wanted, strict=True):
        assert g is None or (g.shape, g.dtype, g.device) == (x.shape, x.dtype, x.device)
    ends = [project(floating(call(op, case, moved(xs, directions, s))), weights)[0] for s in (STEP, -STEP)]
    compare(along(found, directions), (ends[0] - ends[1]) / (2 * STEP), "the derivative along a random direction")


@each_case(lambda op, case: case.second and has_floats(case), compiled="none")
def test_second_derivative(device, name, number):
    """The recorded gradient, weighted, is itself differentiated: by the inputs, and by what it was multiplied with."""
    op, case = case_of(name, number)
    xs = inputs(name, number, device)
    first = floating(call(op, case, xs))
    weights = [w.requires_grad_() for w in weights_for(first, name, number)]
    wanted = [*leaves(xs), *weights]
    if not any(o.requires_grad for o in first):
        return
    directions = directions_for(name, number, xs, *weights)
    again = weights_for(leaves(xs), name, number, "second")

    def gradient(xs, weights, create_graph):
        outs = floating(call(op, case, xs))
        pairs = [(o, w) for o, w in zip(outs, weights, strict=True) if o.requires_grad]
        found = ag.autograd.grad(
            [o for o, _ in pairs], leaves(xs), [w for _, w in pairs], create_graph=create_graph, allow_unused=True
        )
        pairs = [(g, a) for g, a in zip(found, again, strict=True) if g is not None]
        return project([g for g, _ in pairs], [a for _, a in pairs])

    total, recorded = gradient(xs, weights, True)
    assert total == pytest.approx(gradient(xs, weights, False)[0], rel=1e-9, abs=1e-9), "recorded and plain pass differ"
    found = [None] * len(wanted) if recorded is None else ag.autograd.grad(recorded, wanted, allow_unused=True)
    ends = []
    for step in (STEP, -STEP):
        there = moved(wanted, directions, step)
        rest = iter(there)
        ends.append(gradient([next(rest) if x.requires_grad else x for x in xs], list(rest), False)[0])
    compare(
        along(found, directions), (ends[0] - ends[1]) / (2 * STEP), "the second derivative along a random direction"
    )
