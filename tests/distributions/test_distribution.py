"""The base class: shapes, checks of arguments, subclasses, families without formulas."""

from __future__ import annotations

import copy
import pickle
from math import nan

import pytest


def test_shapes(ag):
    D = ag.distributions
    m = D.Independent(D.Normal(ag.zeros(4, 3), ag.ones(3)), 1)
    assert (m.batch_shape, m.event_shape) == ((4,), (3,))
    assert m.sample((2, 5)).shape == (2, 5, 4, 3)
    assert m.log_prob(m.sample()).shape == (4,)
    assert m.entropy().shape == (4,)
    assert m.expand((2, 4)).mean.shape == (2, 4, 3)


def test_expanded_distributions_share_memory(ag):
    loc = ag.zeros(2, requires_grad=True)
    m = ag.distributions.Normal(loc, 1.0)
    grown = m.expand((3, 2))
    assert ag.Tensor.shares_memory(grown.loc, m.loc)
    grown.log_prob(ag.ones(2)).sum().backward()
    assert loc.grad.tolist() == [3.0, 3.0]


def test_checks_can_be_switched_off(ag):
    D = ag.distributions
    with pytest.raises(ValueError, match="Expected parameter scale"):
        D.Normal(0.0, -1.0)
    D.Normal(0.0, -1.0, validate_args=False)
    m = D.Bernoulli(0.5, validate_args=False)
    assert m.log_prob(ag.tensor(2.0)).isfinite()
    assert not m.expand((2,))._validate_args
    D.Distribution.set_default_validate_args(False)
    try:
        D.Normal(0.0, -1.0)
        with pytest.raises(ValueError, match="Expected parameter scale"):
            D.Normal(0.0, -1.0, validate_args=True)
    finally:
        D.Distribution.set_default_validate_args(True)


def test_a_failed_construction_draws_and_changes_nothing(ag):
    state = ag.get_rng_state()
    rate = -ag.ones(2)
    with pytest.raises(ValueError, match="Expected parameter rate"):
        ag.distributions.Exponential(rate)
    assert rate.tolist() == [-1.0, -1.0]
    assert bool((ag.get_rng_state() == state).all())


def test_what_a_distribution_lacks_is_named(ag):
    m = ag.distributions.Poisson(1.0)
    for what, action in (
        ("cdf", lambda: m.cdf(ag.zeros(1))),
        ("icdf", lambda: m.icdf(ag.zeros(1))),
        ("entropy", m.entropy),
        ("rsample", m.rsample),
        ("enumerate_support", m.enumerate_support),
    ):
        with pytest.raises(NotImplementedError, match=f"Poisson has no {what}"):
            action()


def test_distributions_of_ones_own(ag):
    D = ag.distributions

    class Triangular(D.Distribution):
        arg_constraints = {"width": D.constraints.positive}  # noqa: RUF012
        support = D.constraints.real
        has_rsample = True

        def __init__(self, width, validate_args=None):
            self.width = width
            super().__init__(width.shape, validate_args=validate_args)

        def rsample(self, sample_shape=()):
            shape = self._extended_shape(sample_shape)
            return self.width * (ag.rand(shape) - ag.rand(shape))

    m = Triangular(ag.tensor([1.0, 2.0]))
    assert m.sample((3,)).shape == (3, 2)
    assert repr(m) == "Triangular(width: arraygrad.Size([2]))"
    for missing in ("mean", "variance", "mode"):
        with pytest.raises(NotImplementedError):
            getattr(m, missing)
    with pytest.raises(NotImplementedError, match="Triangular has no expand"):
        m.expand((2,))
    with pytest.raises(ValueError, match="Expected parameter width"):
        Triangular(-ag.ones(1))


def test_a_subclass_with_another_constructor_defines_expand(ag):
    class Standard(ag.distributions.Normal):
        def __init__(self, n):
            super().__init__(ag.zeros(n), ag.ones(n))

    with pytest.raises(NotImplementedError, match=r"Subclass Standard of Normal that defines a custom __init__"):
        Standard(3).expand((2, 3))


def test_missing_constraints_warn(ag):
    class Bare(ag.distributions.Distribution):
        pass

    with pytest.warns(UserWarning, match="does not define `arg_constraints`"):
        m = Bare()
    with pytest.warns(UserWarning, match="does not define `support`"):
        m._validate_sample(ag.ones(1))
    with pytest.warns(FutureWarning, match="sample_n"):
        assert ag.distributions.Normal(0.0, 1.0).sample_n(3).shape == (3,)
    with pytest.warns(UserWarning, match="Low df values detected"):
        ag.distributions.Wishart(1.5, ag.eye(2))


def test_derived_parameters_are_computed_once(ag):
    m = ag.distributions.Bernoulli(ag.tensor([0.2, 0.7], requires_grad=True))
    assert "logits" not in vars(m)
    with ag.no_grad():
        logits = m.logits
    assert m.logits is logits
    assert logits.requires_grad


@pytest.mark.parametrize("way", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_copies(ag, way):
    D = ag.distributions
    m = D.TransformedDistribution(D.Normal(0.0, 1.0), [D.AffineTransform(1.0, 2.0), D.ExpTransform()])
    x = ag.tensor(0.7)
    assert way(m).log_prob(x) == m.log_prob(x)


def test_edges_of_the_support(ag):
    """Without checks, values outside have the probability zero; at the edges there are numbers, without warnings."""
    D = ag.distributions
    zero, one = ag.tensor(0.0), ag.tensor(1.0)
    inf = float("inf")
    assert D.Uniform(0.0, 1.0, validate_args=False).log_prob(ag.tensor([-1.0, 0.0, 1.0])).tolist() == [-inf, 0.0, -inf]
    assert D.HalfNormal(1.0, validate_args=False).log_prob(-one) == -inf
    assert D.Geometric(1.0).log_prob(zero) == 0.0
    assert D.Poisson(0.0).log_prob(zero) == 0.0
    assert D.Multinomial(2, ag.tensor([1.0, 0.0])).log_prob(ag.tensor([2.0, 0.0])).abs() < 1e-6
    assert D.NegativeBinomial(0.0, ag.tensor(0.5)).log_prob(zero) == 0.0
    assert D.Exponential(2.0).cdf(zero) == 0.0
    assert D.Beta(1.0, 1.0).log_prob(zero) == 0.0
    assert D.Gamma(1.0, 2.0).log_prob(zero).exp() == 2.0
    assert D.Categorical(ag.tensor([0.0, 1.0])).entropy().abs() < 1e-5


def test_formulas_where_others_fail(ag):
    """The modes of two families, a mode that exists, and the slope of a distribution function in its middle."""
    D = ag.distributions
    a, b = 2.0, 3.0
    mode = D.Kumaraswamy(ag.tensor(a), b).mode
    assert mode.item() == pytest.approx(((a - 1) / (a * b - 1)) ** (1 / a))
    assert D.Weibull(1.0, ag.tensor(0.5)).mode == 0.0
    assert D.Kumaraswamy(ag.tensor(0.5), 2.0).mode.isnan()
    probs = ag.tensor(0.5, dtype=ag.float64, requires_grad=True)
    D.ContinuousBernoulli(probs).cdf(ag.tensor(0.5, dtype=ag.float64)).backward()
    x, h = 0.5, 1e-3

    def cdf(p):
        return (p**x * (1 - p) ** (1 - x) + p - 1) / (2 * p - 1)

    assert probs.grad.item() == pytest.approx((cdf(0.5 + h) - cdf(0.5 - h)) / (2 * h), rel=1e-4)


def test_undefined_moments_have_no_bad_gradients(ag):
    """Where a moment does not exist its formula is not differentiated either."""
    D = ag.distributions
    a = ag.tensor([0.5, 1.0, 2.0, 5.0], dtype=ag.float64, requires_grad=True)
    for m in (D.Pareto(1.0, a), D.InverseGamma(a, 1.0), D.FisherSnedecor(3.0, a), D.StudentT(a)):
        for moment in (m.mean, m.variance):
            if moment.requires_grad:
                (slope,) = ag.autograd.grad(moment[-1], a)
                assert bool(slope.isfinite().all())


def test_numbers_take_the_default_dtype(ag, device):
    D = ag.distributions
    assert D.Normal(0, 1).loc.dtype is ag.float32
    assert D.Normal(0, ag.ones(2, dtype=ag.float64)).loc.dtype is ag.float64
    assert D.Normal(0.0, 1.0).sample().shape == ()
    assert str(D.Normal(0.0, 1.0).sample().device).startswith(device)
    assert D.Uniform(0.0, 1.0).mode.isnan()
    assert D.Categorical(ag.ones(2)).mean.isnan()
    assert str(D.Bernoulli(0.5).mode.item()) == str(nan)
