"""Divergences: the registry, their laws, and their values beside means over samples."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(autouse=True)
def _default_generator_as_it_was(ag):
    with ag.random.fork_rng():
        yield


positive = st.floats(0.1, 10.0)
#: Families of two positive parameters.
SPD, UNIT = [[2.0, 0.5], [0.5, 1.0]], [[1.0, 0.0], [0.0, 1.0]]
FAMILIES = ("Beta", "Gamma", "Normal", "Laplace", "Gumbel", "Cauchy", "LogNormal")


@settings(max_examples=15, deadline=None)
@given(family=st.sampled_from(FAMILIES), a=positive, b=positive, c=positive, d=positive)
def test_divergences_are_not_negative_and_vanish_for_equals(ag, family, a, b, c, d):
    kind = getattr(ag.distributions, family)
    p, q = (kind(ag.tensor(x, dtype=ag.float64), ag.tensor(y, dtype=ag.float64)) for x, y in ((a, b), (c, d)))
    assert ag.distributions.kl_divergence(p, q).item() >= -1e-9
    assert abs(ag.distributions.kl_divergence(p, p).item()) < 1e-9


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (lambda D, t: D.Wishart(t(5.0), t(SPD)), lambda D, t: D.Wishart(t(7.0), t(UNIT))),
        (lambda D, t: D.Gumbel(t(1.0), t(2.0)), lambda D, t: D.Gumbel(t(0.0), t(3.0))),
        (lambda D, t: D.Uniform(t(0.2), t(0.9)), lambda D, t: D.Beta(t(2.0), t(3.0))),
        (lambda D, t: D.Normal(t(1.0), t(2.0)), lambda D, t: D.Laplace(t(0.0), t(3.0))),
        (lambda D, t: D.LogNormal(t(1.0), t(0.5)), lambda D, t: D.LogNormal(t(0.0), t(1.0))),
        (lambda D, t: D.ContinuousBernoulli(t(0.3)), lambda D, t: D.ContinuousBernoulli(t(0.6))),
    ],
)  # fmt: skip
def test_divergences_are_means_over_samples(ag, p, q):
    n = 4000
    p, q = (make(ag.distributions, lambda x: ag.tensor(x, dtype=ag.float64)) for make in (p, q))
    ag.manual_seed(0)
    x = p.sample((n,))
    ratios = p.log_prob(x) - q.log_prob(x)
    assert abs(ratios.mean() - ag.distributions.kl_divergence(p, q)) <= 5 * ratios.std() / math.sqrt(n)


def test_batches_of_wishart_divergences(ag):
    """Sums over the elements of each matrix, not over the batch."""
    D = ag.distributions
    df = ag.tensor([4.0, 6.0], dtype=ag.float64)
    unit = ag.eye(2, dtype=ag.float64)
    together = D.kl_divergence(D.Wishart(df, unit), D.Wishart(df + 1, 2 * unit))
    each = [D.kl_divergence(D.Wishart(n, unit), D.Wishart(n + 1, 2 * unit)).item() for n in df]
    assert together.tolist() == pytest.approx(each)


def test_impossible_outcomes_are_infinitely_far(ag):
    D = ag.distributions
    assert D.kl_divergence(D.Normal(ag.zeros(2), 1.0), D.Exponential(1.0)).tolist() == [math.inf] * 2
    assert D.kl_divergence(D.Uniform(0.0, 2.0), D.Uniform(0.0, 1.0)).item() == math.inf
    assert D.kl_divergence(D.Bernoulli(0.0), D.Bernoulli(0.0)).item() == 0.0


def test_the_registry_takes_the_closest_pair(ag):
    D = ag.distributions

    class Left(D.Normal):
        pass

    class Right(Left):
        pass

    @D.register_kl(Left, D.Normal)
    def left(p, q):
        return ag.tensor(1.0)

    assert D.kl_divergence(Right(0.0, 1.0), Left(0.0, 1.0)) == 1.0
    assert D.kl_divergence(D.Normal(0.0, 1.0), Left(0.0, 1.0)) == 0.0

    @D.register_kl(D.Normal, Right)
    def right(p, q):
        return ag.tensor(2.0)

    with pytest.warns(RuntimeWarning, match=r"Ambiguous kl_divergence\(Right, Right\)"):
        assert D.kl_divergence(Right(0.0, 1.0), Right(0.0, 1.0)) == 1.0


def test_what_is_not_known_is_refused(ag):
    D = ag.distributions
    with pytest.raises(NotImplementedError, match="is implemented for p type Normal and q type Cauchy"):
        D.kl_divergence(D.Normal(0.0, 1.0), D.Cauchy(0.0, 1.0))
    with pytest.raises(NotImplementedError, match="The cross KL-divergence between different exponential families"):
        D.kl_divergence(D.Normal(0.0, 1.0), D.Poisson(1.0))
    with pytest.raises(NotImplementedError, match="the same transforms"):
        D.kl_divergence(D.LogNormal(0.0, 1.0), D.TransformedDistribution(D.Normal(0.0, 1.0), []))
    with pytest.raises(TypeError, match="Expected type_q to be a Distribution subclass"):
        D.register_kl(D.Normal, int)
