"""Samples have the distribution they claim, and are the same on every backend."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

N = 4000

#: A distribution, made from the module and a function that makes tensors, and what SciPy says of it.
CONTINUOUS = {
    "Beta": (lambda D, t: D.Beta(t(0.7), t(2.0)), stats.beta(0.7, 2.0)),
    "Beta small": (lambda D, t: D.Beta(t(0.2), t(0.3)), stats.beta(0.2, 0.3)),
    "Cauchy": (lambda D, t: D.Cauchy(t(1.0), t(2.0)), stats.cauchy(1.0, 2.0)),
    "Chi2": (lambda D, t: D.Chi2(t(3.0)), stats.chi2(3.0)),
    "Exponential": (lambda D, t: D.Exponential(t(2.0)), stats.expon(scale=0.5)),
    "FisherSnedecor": (lambda D, t: D.FisherSnedecor(t(3.0), t(12.0)), stats.f(3.0, 12.0)),
    "Gamma": (lambda D, t: D.Gamma(t(2.5), t(3.0)), stats.gamma(2.5, scale=1 / 3)),
    "Gamma small": (lambda D, t: D.Gamma(t(0.1), t(1.0)), stats.gamma(0.1)),
    "Gamma large": (lambda D, t: D.Gamma(t(1000.0), t(1.0)), stats.gamma(1000.0)),
    "GeneralizedPareto": (lambda D, t: D.GeneralizedPareto(t(1.0), t(2.0), t(0.1)), stats.genpareto(0.1, 1.0, 2.0)),
    "GeneralizedPareto bounded": (
        lambda D, t: D.GeneralizedPareto(t(1.0), t(2.0), t(-0.5)),
        stats.genpareto(-0.5, 1.0, 2.0),
    ),
    "Gumbel": (lambda D, t: D.Gumbel(t(1.0), t(2.0)), stats.gumbel_r(1.0, 2.0)),
    "HalfCauchy": (lambda D, t: D.HalfCauchy(t(2.0)), stats.halfcauchy(scale=2.0)),
    "HalfNormal": (lambda D, t: D.HalfNormal(t(2.0)), stats.halfnorm(scale=2.0)),
    "InverseGamma": (lambda D, t: D.InverseGamma(t(6.0), t(2.0)), stats.invgamma(6.0, scale=2.0)),
    "Laplace": (lambda D, t: D.Laplace(t(1.0), t(2.0)), stats.laplace(1.0, 2.0)),
    "LogNormal": (lambda D, t: D.LogNormal(t(0.5), t(0.4)), stats.lognorm(0.4, scale=np.exp(0.5))),
    "Normal": (lambda D, t: D.Normal(t(1.0), t(2.0)), stats.norm(1.0, 2.0)),
    "Pareto": (lambda D, t: D.Pareto(t(2.0), t(7.0)), stats.pareto(7.0, scale=2.0)),
    "StudentT": (lambda D, t: D.StudentT(t(8.0), t(1.0), t(2.0)), stats.t(8.0, 1.0, 2.0)),
    "Uniform": (lambda D, t: D.Uniform(t(1.0), t(3.0)), stats.uniform(1.0, 2.0)),
    "VonMises": (lambda D, t: D.VonMises(t(1.0), t(2.0)), stats.vonmises(2.0, 1.0)),
    "VonMises nearly uniform": (lambda D, t: D.VonMises(t(0.0), t(1e-7)), stats.uniform(-np.pi, 2 * np.pi)),
    "Weibull": (lambda D, t: D.Weibull(t(2.0), t(1.5)), stats.weibull_min(1.5, scale=2.0)),
}
COUNTS = {
    "Bernoulli": (lambda D, t: D.Bernoulli(t(0.3)), stats.bernoulli(0.3)),
    "Binomial": (lambda D, t: D.Binomial(12, t(0.3)), stats.binom(12, 0.3)),
    "Binomial of many": (lambda D, t: D.Binomial(400, t(0.3)), stats.binom(400, 0.3)),
    "Binomial often": (lambda D, t: D.Binomial(50, t(0.9)), stats.binom(50, 0.9)),
    "Geometric": (lambda D, t: D.Geometric(t(0.3)), stats.geom(0.3, -1)),
    "NegativeBinomial": (lambda D, t: D.NegativeBinomial(t(2.5), t(0.6)), stats.nbinom(2.5, 0.4)),
    "Poisson": (lambda D, t: D.Poisson(t(1.7)), stats.poisson(1.7)),
    "Poisson at the seam": (lambda D, t: D.Poisson(t(9.99)), stats.poisson(9.99)),
    "Poisson large": (lambda D, t: D.Poisson(t(250.0)), stats.poisson(250.0)),
}
OTHERS = {
    "Categorical": lambda D, t: D.Categorical(t([0.1, 0.6, 0.3])),
    "ContinuousBernoulli": lambda D, t: D.ContinuousBernoulli(t([0.2, 0.5])),
    "Dirichlet": lambda D, t: D.Dirichlet(t([0.5, 2.0, 3.0])),
    "Independent": lambda D, t: D.Independent(D.Normal(t([1.0, 2.0]), t([1.0, 3.0])), 1),
    "Kumaraswamy": lambda D, t: D.Kumaraswamy(t(2.0), t(3.0)),
    "LKJCholesky": lambda D, t: D.LKJCholesky(3, t(1.5)),
    "LogisticNormal": lambda D, t: D.LogisticNormal(t([0.5, -0.5]), t([1.0, 0.5])),
    "LowRankMultivariateNormal": lambda D, t: D.LowRankMultivariateNormal(
        t([1.0, 2.0]), t([[1.0], [0.5]]), t([0.3, 0.7])
    ),
    "MixtureSameFamily": lambda D, t: D.MixtureSameFamily(
        D.Categorical(t([0.3, 0.7])), D.Normal(t([0.0, 4.0]), t([1.0, 2.0]))
    ),
    "Multinomial": lambda D, t: D.Multinomial(5, t([0.2, 0.5, 0.3])),
    "MultivariateNormal": lambda D, t: D.MultivariateNormal(t([1.0, 2.0]), t([[2.0, 0.5], [0.5, 1.0]])),
    "OneHotCategorical": lambda D, t: D.OneHotCategorical(t([0.1, 0.6, 0.3])),
    "RelaxedBernoulli": lambda D, t: D.RelaxedBernoulli(t(0.5), t([0.3, 0.8])),
    "RelaxedOneHotCategorical": lambda D, t: D.RelaxedOneHotCategorical(t(0.5), t([0.3, 0.6, 0.1])),
    "TransformedDistribution": lambda D, t: D.TransformedDistribution(
        D.Normal(t(0.0), t(1.0)), [D.AffineTransform(1.0, 2.0), D.SigmoidTransform()]
    ),
    "Wishart": lambda D, t: D.Wishart(t(5.0), t([[2.0, 0.5], [0.5, 1.0]])),
}
ALL = {**{k: v[0] for k, v in (CONTINUOUS | COUNTS).items()}, **OTHERS}


@pytest.fixture(autouse=True)
def _default_generator_as_it_was(ag):
    with ag.random.fork_rng():
        yield


def drawn(ag, make, shape, seed=1):
    """A distribution and samples of it, in float64."""
    d = make(ag.distributions, lambda x: ag.tensor(x, dtype=ag.float64))
    ag.manual_seed(seed)
    return d, d.sample(shape)


@pytest.mark.parametrize("name", CONTINUOUS)
def test_continuous_samples(ag, name):
    make, reference = CONTINUOUS[name]
    d, x = drawn(ag, make, (N,))
    x = x.numpy()
    assert bool(d.support.check(ag.tensor(x.tolist(), dtype=ag.float64)).all())
    turn = 2 * np.pi if name == "VonMises" else 0.0  # SciPy's are around the mean
    x = np.where(x < 1 - np.pi, x + turn, x)
    assert stats.kstest(x, reference.cdf).pvalue > 1e-3


@pytest.mark.parametrize("name", COUNTS)
def test_counts(ag, name):
    make, reference = COUNTS[name]
    d, x = drawn(ag, make, (N,))
    assert bool(d.support.check(x).all())
    # Classes with enough in each of them.
    ends = np.unique(reference.ppf(np.linspace(0.01, 0.99, 25)))
    ends = ends[reference.sf(ends) > 1e-3]
    seen = np.diff(np.concatenate([[0], (x.numpy()[:, None] <= ends).sum(0), [N]]))
    expected = N * np.diff(np.concatenate([[0.0], reference.cdf(ends), [1.0]]))
    assert stats.chisquare(seen, expected).pvalue > 1e-3


#: Those without formulas for mean and variance, or without these.
MOMENTLESS = (
    "Categorical Cauchy HalfCauchy LKJCholesky LogisticNormal RelaxedBernoulli RelaxedOneHotCategorical "
    "TransformedDistribution"
).split()


@pytest.mark.parametrize("name", [name for name in ALL if name not in MOMENTLESS])
def test_moments_of_samples(ag, name):
    """Means and variances are those of many samples, up to five standard errors."""
    d, x = drawn(ag, ALL[name], (N,), seed=2)
    x = x.double()
    mean, variance = d.mean, d.variance
    if name.startswith("VonMises"):  # moments on the circle
        x = (x - d.loc).sin()
        mean, variance = ag.zeros(()), (x.square()).mean()
    n = N**0.5
    assert bool(((x.mean(0) - mean).abs() <= 5 * variance.sqrt() / n + 1e-9).all())
    error = (x - mean).square().std(0) / n
    assert bool((((x - mean).square().mean(0) - variance).abs() <= 5 * error + 1e-9).all())


def same_as_on_numpy(ag, device, name):
    _, on_numpy = drawn(ag, ALL[name], (3,))
    with ag.device(device):
        _, there = drawn(ag, ALL[name], (3,))
    assert str(there.device).startswith(device)
    np.testing.assert_allclose(there.cpu().numpy(), on_numpy.numpy(), rtol=1e-9)


@pytest.mark.parametrize("name", ["Categorical", "Laplace", "Poisson"])
def test_one_seed_gives_the_same_samples_on_every_backend(ag, device, name):
    """Of each way of drawing one (gamma numbers: test_gradients); all are tried on the strictest backend below."""
    with ag.device("cpu"):
        same_as_on_numpy(ag, device, name)


@pytest.mark.parametrize("name", ALL)
def test_samples_on_the_strictest_backend_are_those_on_numpy(ag, name):
    same_as_on_numpy(ag, "strict", name)


@pytest.mark.parametrize("name", [*CONTINUOUS, *COUNTS])
def test_draws_take_the_same_part_of_the_stream_whatever_comes_out(ag, name):
    """Nothing that is drawn afterwards depends on the values before."""
    states = set()
    for seed in range(3):
        drawn(ag, ALL[name], (2,), seed)
        states.add(ag.default_generator._counter)
    assert len(states) == 1


@pytest.mark.parametrize("name", ["Gamma small", "Beta small", "Poisson", "Binomial", "VonMises", "Normal"])
def test_samples_have_the_dtype_of_the_parameters(ag, name):
    for dtype in (ag.float32, ag.float64, ag.float16):
        d = ALL[name](ag.distributions, lambda x, dtype=dtype: ag.tensor(x, dtype=dtype))
        assert d.sample((2,)).dtype is dtype


def test_correlations_of_samples(ag):
    d, x = drawn(ag, OTHERS["MultivariateNormal"], (N,))
    np.testing.assert_allclose(np.cov(x.numpy().T), d.covariance_matrix.numpy(), atol=0.15)
    d, x = drawn(ag, OTHERS["LowRankMultivariateNormal"], (N,))
    np.testing.assert_allclose(np.cov(x.numpy().T), d.covariance_matrix.numpy(), atol=0.1)


def test_correlation_matrices(ag):
    """Each correlation has a beta distribution on [-1, 1]."""
    d = ag.distributions.LKJCholesky(4, ag.tensor(1.5, dtype=ag.float64))
    ag.manual_seed(3)
    factor = d.sample((N,))
    matrix = (factor @ factor.mT).numpy()
    for i, j in ((1, 0), (2, 1), (3, 0)):
        a = 1.5 + 0.5 * (4 - 2)
        assert stats.kstest((matrix[:, i, j] + 1) / 2, stats.beta(a, a).cdf).pvalue > 1e-3


@pytest.mark.filterwarnings("ignore:Low df values")
def test_wishart_samples_are_drawn_once(ag):
    """Also where they are nearly singular, so that what is drawn afterwards stays in place."""
    states = set()
    for df in (1.01, 5.0):
        d = ag.distributions.Wishart(ag.tensor(df), ag.eye(2))
        ag.manual_seed(0)
        assert d.rsample((50,)).shape == (50, 2, 2)
        states.add(ag.default_generator._counter)
    assert len(states) == 1


def test_densities_integrate_to_one(ag):
    """Where no other formula is at hand."""
    t = ag.linspace(1e-6, 1 - 1e-6, 20001, dtype=ag.float64)
    for d in (
        ag.distributions.Kumaraswamy(ag.tensor(2.0, dtype=ag.float64), 3.0),
        ag.distributions.RelaxedBernoulli(0.7, ag.tensor(0.3, dtype=ag.float64)),
        ag.distributions.ContinuousBernoulli(ag.tensor(0.4999, dtype=ag.float64)),
        ag.distributions.ContinuousBernoulli(ag.tensor(0.9, dtype=ag.float64)),
    ):
        total = np.trapezoid(d.log_prob(t).exp().numpy(), t.numpy())
        assert total == pytest.approx(1.0, abs=2e-3)
