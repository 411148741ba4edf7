"""Samples that can be differentiated: against quantiles, expectations, and finite differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats


@pytest.fixture(autouse=True)
def _default_generator_as_it_was(ag):
    with ag.random.fork_rng():
        yield


def parameter(ag, *values):
    return ag.tensor(list(values), dtype=ag.float64, requires_grad=True)


@pytest.mark.parametrize("concentration", [1e-3, 0.1, 1.0, 3.0, 50.0, 1e4, 1e8])
def test_gamma_samples_move_with_their_quantile(ag, concentration):
    """A sample stays at its place in the distribution when the concentration changes."""
    from arraygrad.distributions.standard_gamma import log_gamma_slope

    h = 1e-4 * concentration
    for u in (1e-6, 0.1, 0.5, 0.9, 1 - 1e-6):
        # Of the two distribution functions the one that is small is exact.
        low, x, high = (
            special.gammaincinv(a, u) if u < 0.6 else special.gammainccinv(a, 1 - u)
            for a in (concentration - h, concentration, concentration + h)
        )
        if low < 1e-290:
            continue
        expected = (np.log(high) - np.log(low)) / (2 * h)
        slope = log_gamma_slope(ag.tensor(concentration, dtype=ag.float64), ag.tensor(np.log(x), dtype=ag.float64))
        assert slope.item() == pytest.approx(expected, rel=1e-4)


def test_gamma_samples_and_gradients_on_every_backend(ag, device):
    concentration = ag.tensor([0.5, 3.0], dtype=ag.float64, requires_grad=True)
    ag.manual_seed(0)
    x = ag.distributions.Gamma(concentration, 1.0).rsample()
    x.sum().backward()
    a, values = np.array([0.5, 3.0]), x.detach().cpu().numpy()
    with ag.device("cpu"):
        ag.manual_seed(0)
        on_numpy = ag.distributions.Gamma(ag.tensor(a), 1.0).sample().numpy()
    np.testing.assert_allclose(values, on_numpy, rtol=1e-9)
    u, h = special.gammainc(a, values), 1e-5
    expected = (special.gammaincinv(a + h, u) - special.gammaincinv(a - h, u)) / (2 * h)
    np.testing.assert_allclose(concentration.grad.cpu().numpy(), expected, rtol=1e-5)


def test_gamma_samples_have_second_derivatives(ag):
    """The derivative of the derivative, at a fixed place of the distribution."""
    a = ag.tensor(2.0, dtype=ag.float64, requires_grad=True)
    ag.manual_seed(0)
    x = ag.distributions.Gamma(a, 1.0).rsample()
    (first,) = ag.autograd.grad(x, a, create_graph=True)
    (second,) = ag.autograd.grad(first, a)
    u, h = special.gammainc(2.0, x.item()), 1e-3
    around = [special.gammaincinv(2.0 + d, u) for d in (-h, 0, h)]
    assert second.item() == pytest.approx((around[0] - 2 * around[1] + around[2]) / h**2, rel=1e-4)


#: A distribution of one parameter, its value, and how the mean and the mean square follow from it.
EXPECTATIONS = [
    (lambda D, a: D.Gamma(a, 2.0), 1.5, lambda a: a / 2, lambda a: a * (a + 1) / 4),
    (lambda D, a: D.Beta(a, 2.0), 0.7, lambda a: a / (a + 2), lambda a: a * (a + 1) / ((a + 2) * (a + 3))),
    (lambda D, a: D.Beta(2.0, a), 3.0, lambda a: 2 / (a + 2), lambda a: 6 / ((a + 2) * (a + 3))),
    (lambda D, a: D.Chi2(a), 3.0, lambda a: a, lambda a: a * (a + 2)),
    (lambda D, a: D.StudentT(a), 12.0, lambda a: 0 * a, lambda a: a / (a - 2)),
    (lambda D, a: D.FisherSnedecor(3.0, a), 24.0, lambda a: a / (a - 2), lambda a: None),
    (lambda D, a: D.InverseGamma(a, 2.0), 9.0, lambda a: 2 / (a - 1), lambda a: 4 / ((a - 1) * (a - 2))),
]


@pytest.mark.parametrize("number", range(len(EXPECTATIONS)))
def test_gradients_of_expectations(ag, number):
    """The mean gradient of samples is the gradient of the mean, up to five standard errors."""
    make, value, mean, mean_square = EXPECTATIONS[number]
    n = 4000
    a = ag.full((n,), value, dtype=ag.float64, requires_grad=True)
    ag.manual_seed(5)
    x = make(ag.distributions, a).rsample()
    for statistic, expected in ((x, mean), (x.square(), mean_square)):
        exact = ag.tensor(value, dtype=ag.float64, requires_grad=True)
        wanted = expected(exact)
        if wanted is None:
            continue
        (slope,) = ag.autograd.grad(wanted, exact)
        (slopes,) = ag.autograd.grad(statistic.sum(), a, retain_graph=True)
        assert abs(slopes.mean() - slope) <= 5 * slopes.std() / n**0.5


def test_gradients_of_dirichlet_expectations(ag):
    n = 4000
    values = [0.4, 1.5, 3.0]
    c = ag.tensor([values] * n, dtype=ag.float64, requires_grad=True)
    ag.manual_seed(5)
    x = ag.distributions.Dirichlet(c).rsample()
    (slopes,) = ag.autograd.grad(x[:, 0].square().sum(), c)
    exact = ag.tensor(values, dtype=ag.float64, requires_grad=True)
    total = exact.sum()
    (wanted,) = ag.autograd.grad(exact[0] * (exact[0] + 1) / (total * (total + 1)), exact)
    assert bool(((slopes.mean(0) - wanted).abs() <= 5 * slopes.std(0) / n**0.5).all())


#: Distributions whose samples are smooth functions of the parameters and of noise that does not change with them.
SMOOTH = [
    (lambda D, a, b: D.Normal(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.Laplace(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.Cauchy(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.Gumbel(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.LogNormal(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.Uniform(a, a + b), (0.3, 0.7)),
    (lambda D, a, b: D.Weibull(a, b), (0.3, 0.7)),
    (lambda D, a, b: D.Pareto(a, b), (0.3, 2.7)),
    (lambda D, a, b: D.Kumaraswamy(a, b), (1.3, 2.7)),
    (lambda D, a, b: D.GeneralizedPareto(0.0, a, b), (0.3, 0.7)),
    (lambda D, a, b: D.ContinuousBernoulli(a * b), (0.5, 0.4)),
    (lambda D, a, b: D.HalfNormal(a * b), (0.5, 0.4)),
    (lambda D, a, b: D.HalfCauchy(a * b), (0.5, 0.4)),
    (lambda D, a, b: D.Exponential(a * b), (0.5, 0.4)),
    (lambda D, a, b: D.RelaxedBernoulli(a, b), (0.5, 0.4)),
]


@pytest.mark.parametrize("number", range(len(SMOOTH)))
def test_gradients_of_samples(ag, number):
    make, values = SMOOTH[number]
    parameters = [ag.full((3,), v, dtype=ag.float64, requires_grad=True) for v in values]

    def sample(*parameters):
        ag.manual_seed(11)
        return make(ag.distributions, *parameters).rsample()

    assert ag.autograd.gradcheck(sample, tuple(parameters))


def test_gradients_of_vectors_and_matrices(ag):
    D = ag.distributions
    loc, root = parameter(ag, 0.3, -0.2), ag.tensor([[1.0, 0.0], [0.4, 0.8]], dtype=ag.float64, requires_grad=True)

    def seeded(make):
        def sample(*parameters):
            ag.manual_seed(11)
            return make(*parameters).rsample()

        return sample

    assert ag.autograd.gradcheck(seeded(lambda m, f: D.MultivariateNormal(m, scale_tril=f.tril())), (loc, root))
    assert ag.autograd.gradcheck(seeded(lambda m, f: D.LowRankMultivariateNormal(m, f, m.exp())), (loc, root))
    assert ag.autograd.gradcheck(seeded(lambda m: D.LogisticNormal(m, 1.0)), (loc,))
    assert ag.autograd.gradcheck(seeded(lambda m: D.RelaxedOneHotCategorical(0.7, logits=m)), (loc,))
    assert ag.autograd.gradcheck(seeded(lambda f: D.Wishart(5.0, scale_tril=f.tril(), validate_args=False)), (root,))


def test_mapped_over_a_batch(ag):
    """Each example of a batch draws its own samples, and has its own gradient."""
    ag.manual_seed(0)
    a = ag.tensor([0.5, 2.0, 30.0], dtype=ag.float64)

    def slope(a):
        return ag.distributions.Gamma(a, 1.0, validate_args=False).rsample()

    slopes, values = ag.vmap(ag.func.grad_and_value(slope), randomness="different")(a)
    u, h = stats.gamma.cdf(values.numpy(), a.numpy()), 1e-5
    expected = (stats.gamma.ppf(u, a.numpy() + h) - stats.gamma.ppf(u, a.numpy() - h)) / (2 * h)
    np.testing.assert_allclose(slopes.numpy(), expected, rtol=1e-4)


def test_one_hot_samples_pass_gradients_straight_through(ag):
    logits = parameter(ag, 0.1, 0.5, -1.0)
    d = ag.distributions.OneHotCategoricalStraightThrough(logits=logits)
    weights = ag.tensor([1.0, 2.0, 3.0], dtype=ag.float64)
    sample = d.rsample()
    assert sample.sum().item() == pytest.approx(1.0)
    (ours,) = ag.autograd.grad((sample * weights).sum(), logits)
    (wanted,) = ag.autograd.grad((logits.softmax(-1) * weights).sum(), logits)
    assert ag.allclose(ours, wanted)


def test_samples_without_gradients(ag):
    D = ag.distributions
    p = parameter(ag, 0.5)
    assert not D.Gamma(p, 1.0).sample().requires_grad
    for d in (D.Poisson(p), D.Bernoulli(p), D.Geometric(p), D.VonMises(p, p), D.NegativeBinomial(2.0, p)):
        assert not d.has_rsample
        assert not d.sample().requires_grad
        with pytest.raises(NotImplementedError, match=f"{type(d).__name__} has no rsample"):
            d.rsample()
