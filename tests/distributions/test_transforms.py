"""Transforms and constraints: laws that hold for all values."""

from __future__ import annotations

import gc
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

numbers = st.floats(-4.0, 4.0)
vectors = st.lists(numbers, min_size=3, max_size=3)

#: Transforms of vectors of three numbers, all bijections.
BIJECTIONS = {
    "exp": lambda D: D.ExpTransform(),
    "sigmoid": lambda D: D.SigmoidTransform(),
    "softplus": lambda D: D.SoftplusTransform(),
    "tanh": lambda D: D.TanhTransform(),
    "affine": lambda D: D.AffineTransform(1.0, -2.5),
    "chain": lambda D: D.ComposeTransform([D.AffineTransform(1.0, 0.5), D.ExpTransform(), D.PowerTransform(0.5)]),
    "sticks": lambda D: D.StickBreakingTransform(),
    "correlations": lambda D: D.CorrCholeskyTransform(),
    "parts": lambda D: D.CatTransform([D.ExpTransform(), D.SigmoidTransform()], lengths=[2, 1]),
    "normal": lambda D: D.CumulativeDistributionTransform(D.Normal(0.0, 2.0)),
}


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(sorted(BIJECTIONS)), values=vectors)
def test_round_trips_and_jacobians(ag, name, values):
    """The inverse undoes a transform, results are in the codomain, and the determinant is that of the Jacobian."""
    t = BIJECTIONS[name](ag.distributions)
    x = ag.tensor(values, dtype=ag.float64)
    y = t(x)
    assert bool(t.codomain.check(y).all())
    assert ag.allclose(t.inv(y), x, rtol=1e-5, atol=1e-6)
    log_det = t.log_abs_det_jacobian(x, y)
    assert ag.allclose(t.inv.log_abs_det_jacobian(y, x), -log_det)
    if name not in ("sticks", "correlations"):
        jacobian = ag.func.jacrev(t)(x)
        assert ag.allclose(log_det.sum(), ag.linalg.slogdet(jacobian).logabsdet, rtol=1e-5, atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(values=vectors)
def test_determinants_of_coordinates(ag, values):
    """Where results have more elements than arguments: the Jacobian of the elements that are free."""
    D = ag.distributions
    x = ag.tensor(values, dtype=ag.float64)
    sticks, correlations = D.StickBreakingTransform(), D.CorrCholeskyTransform()
    for t, free in ((sticks, lambda y: y[:-1]), (correlations, lambda y: D.utils.tril_matrix_to_vec(y, -1))):
        jacobian = ag.func.jacrev(lambda x, t=t, free=free: free(t(x)))(x)
        expected = ag.linalg.slogdet(jacobian).logabsdet
        assert ag.allclose(t.log_abs_det_jacobian(x, t(x)), expected, rtol=1e-5, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(values=vectors, low=st.floats(-5, 0), width=st.floats(0.1, 5))
def test_transforms_to_a_constraint_satisfy_it(ag, values, low, width):
    D = ag.distributions
    C = D.constraints
    x = ag.tensor(values, dtype=ag.float64)
    for constraint in (C.real, C.greater_than(low), C.less_than(low), C.interval(low, low + width), C.simplex):
        for registry in (D.biject_to, D.transform_to):
            assert bool(constraint.check(registry(constraint)(x)).all())
    matrix = x.outer(x)
    for constraint in (C.lower_cholesky, C.positive_definite):
        assert bool(constraint.check(D.transform_to(constraint)(matrix)))


def test_constraints_on_every_backend(ag, device):
    C = ag.distributions.constraints
    x = ag.tensor([[0.2, 0.3, 0.5], [1.0, -1.0, 1.0]])
    assert C.simplex.check(x).tolist() == [True, False]
    assert C.positive.check(x).tolist() == [[True] * 3, [True, False, True]]
    assert C.positive_definite.check(ag.stack([ag.eye(2), -ag.eye(2)])).tolist() == [True, False]


def test_transforms_on_every_backend(ag, device):
    D = ag.distributions
    x = ag.tensor([0.1, -0.4, 0.3])
    t = D.StickBreakingTransform()
    y = t(x)
    assert ag.allclose(t.inv(y), x, atol=1e-5)
    assert t.log_abs_det_jacobian(x, y).isfinite()


def test_a_cache_gives_back_the_argument(ag):
    D = ag.distributions
    t = D.TanhTransform(cache_size=1)
    x = ag.tensor(20.0)
    assert t.inv(t(x)) is x
    assert t.with_cache(0).inv(ag.tensor(0.5).tanh()) is not x
    y = ag.tensor(0.5)
    assert t(t.inv(y)) is y


def test_an_inverse_lives_as_long_as_it_is_used(ag):
    t = ag.distributions.ExpTransform()
    inverse = t.inv
    assert t.inv is inverse
    assert inverse.inv is t
    del inverse
    gc.collect()
    assert t.inv.inv is t
    assert pickle.loads(pickle.dumps(t)) == t


def test_equality(ag):
    D = ag.distributions
    assert D.AffineTransform(0.0, ag.ones(2)) == D.AffineTransform(0.0, ag.ones(2))
    assert D.AffineTransform(0.0, 1.0) != D.AffineTransform(0.0, 2.0)
    assert D.ExpTransform().inv == D.ExpTransform().inv
    assert D.ExpTransform() != D.SigmoidTransform()
    assert D.ComposeTransform([D.ExpTransform()]) == D.ComposeTransform([D.ExpTransform()])
    assert D.PowerTransform(2.0) == D.PowerTransform(2.0)


def test_transforms_of_ones_own(ag):
    class Half(ag.distributions.Transform):
        domain = codomain = ag.distributions.constraints.real

    t = Half()
    for action, what in (
        (lambda: t(ag.ones(1)), "_call"),
        (lambda: t.inv(ag.ones(1)), "_inverse"),
        (lambda: t.log_abs_det_jacobian(ag.ones(1), ag.ones(1)), "log_abs_det_jacobian"),
    ):
        with pytest.raises(NotImplementedError, match=f"Half does not define {what}"):
            action()
    assert t != Half()


def test_constraints_of_ones_own_are_registered(ag):
    D = ag.distributions

    class Even(D.constraints.Constraint):
        def check(self, value):
            return value % 2 == 0

    with pytest.raises(NotImplementedError, match="Cannot transform Even constraints"):
        D.biject_to(Even())

    @D.transform_to.register(Even)
    def to_even(constraint):
        return D.AffineTransform(0.0, 2.0)

    assert D.transform_to(Even())(ag.tensor(3.0)) == 6.0
    with pytest.raises(NotImplementedError):
        D.biject_to(Even())
