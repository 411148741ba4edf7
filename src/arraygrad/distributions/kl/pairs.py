"""Divergences between distributions of two families: minus the entropy, less the mean of the other's logarithm."""

from __future__ import annotations

import math

import arraygrad.functions as ag
from arraygrad.distributions.bernoulli import Bernoulli
from arraygrad.distributions.beta import Beta
from arraygrad.distributions.binomial import Binomial
from arraygrad.distributions.continuous_bernoulli import ContinuousBernoulli
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.exponential import Exponential
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.gumbel import Gumbel
from arraygrad.distributions.kl.registry import register_kl
from arraygrad.distributions.laplace import Laplace
from arraygrad.distributions.normal import Normal
from arraygrad.distributions.pareto import Pareto
from arraygrad.distributions.poisson import Poisson
from arraygrad.distributions.uniform import Uniform
from arraygrad.distributions.utils import euler_constant
from arraygrad.tensor import Tensor

__all__: list[str] = []

_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


def _infinite(p: Distribution, q: Distribution) -> Tensor:
    """For a `p` that has samples where `q` has none."""
    like = p.mean
    shape = ag.broadcast_shapes(p.batch_shape, q.batch_shape)
    return ag.full(shape, math.inf, dtype=like.dtype, device=like.device)


_LARGER_SUPPORT: dict[type[Distribution], list[type[Distribution]]] = {
    Beta: [Pareto],
    ContinuousBernoulli: [Pareto],
    Exponential: [Beta, ContinuousBernoulli, Pareto, Uniform],
    Gamma: [Beta, ContinuousBernoulli, Pareto, Uniform],
    Gumbel: [Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform],
    Laplace: [Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform],
    Normal: [Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform],
    Pareto: [Beta, ContinuousBernoulli, Uniform],
    Poisson: [Bernoulli, Binomial],
}
for _p, _others in _LARGER_SUPPORT.items():
    for _q in _others:
        register_kl(_p, _q)(_infinite)


def _minus_mean_log_exponential(q: Exponential, mean: Tensor) -> Tensor:
    return q.rate * mean - q.rate.log()


def _minus_mean_log_gamma(q: Gamma, mean: Tensor, mean_log: Tensor) -> Tensor:
    a = q.concentration
    return a.lgamma() - a * q.rate.log() - (a - 1) * mean_log + q.rate * mean


def _minus_mean_log_normal(q: Normal, mean: Tensor, variance: Tensor) -> Tensor:
    squared = variance + (mean - q.loc).square()
    return q.scale.log() + _HALF_LOG_2PI + 0.5 * squared / q.scale.square()


def _minus_mean_log_gumbel(q: Gumbel, mean: Tensor, mean_exp: Tensor) -> Tensor:
    """Given the mean of x and that of ``exp((q.loc - x) / q.scale)``."""
    return q.scale.log() + (mean - q.loc) / q.scale + mean_exp


# -- on the unit interval ----------------------------------------------------------------------------------------


def _mean_log_beta(p: Beta) -> Tensor:
    return p.concentration1.digamma() - (p.concentration1 + p.concentration0).digamma()


@register_kl(Bernoulli, Poisson)
def _bernoulli_poisson(p: Bernoulli, q: Poisson) -> Tensor:
    return -p.entropy() - (p.probs * q.rate.log() - q.rate)


@register_kl(Beta, ContinuousBernoulli)
def _beta_continuous_bernoulli(p: Beta, q: ContinuousBernoulli) -> Tensor:
    return -p.entropy() - p.mean * q.logits + q._log_normalizer(q.logits)


@register_kl(Beta, Exponential)
def _beta_exponential(p: Beta, q: Exponential) -> Tensor:
    return -p.entropy() + _minus_mean_log_exponential(q, p.mean)


@register_kl(Beta, Gamma)
def _beta_gamma(p: Beta, q: Gamma) -> Tensor:
    return -p.entropy() + _minus_mean_log_gamma(q, p.mean, _mean_log_beta(p))


@register_kl(Beta, Normal)
def _beta_normal(p: Beta, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Beta, Uniform)
def _beta_uniform(p: Beta, q: Uniform) -> Tensor:
    kl = -p.entropy() + (q.high - q.low).log()
    return kl.masked_fill((q.low > 0) | (q.high < 1), math.inf)


@register_kl(ContinuousBernoulli, Exponential)
def _continuous_bernoulli_exponential(p: ContinuousBernoulli, q: Exponential) -> Tensor:
    return -p.entropy() + _minus_mean_log_exponential(q, p.mean)


@register_kl(ContinuousBernoulli, Normal)
def _continuous_bernoulli_normal(p: ContinuousBernoulli, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(ContinuousBernoulli, Uniform)
def _continuous_bernoulli_uniform(p: ContinuousBernoulli, q: Uniform) -> Tensor:
    kl = -p.entropy() + (q.high - q.low).log()
    return kl.masked_fill((q.low > 0) | (q.high < 1), math.inf)


# -- on the positive numbers -------------------------------------------------------------------------------------


@register_kl(Exponential, Gamma)
def _exponential_gamma(p: Exponential, q: Gamma) -> Tensor:
    return -p.entropy() + _minus_mean_log_gamma(q, p.mean, -euler_constant - p.rate.log())


@register_kl(Exponential, Gumbel)
def _exponential_gumbel(p: Exponential, q: Gumbel) -> Tensor:
    product = p.rate * q.scale
    mean_exp = (q.loc / q.scale).exp() * product / (product + 1)
    return -p.entropy() + _minus_mean_log_gumbel(q, p.mean, mean_exp)


@register_kl(Exponential, Normal)
def _exponential_normal(p: Exponential, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Gamma, Exponential)
def _gamma_exponential(p: Gamma, q: Exponential) -> Tensor:
    return -p.entropy() + _minus_mean_log_exponential(q, p.mean)


@register_kl(Gamma, Gumbel)
def _gamma_gumbel(p: Gamma, q: Gumbel) -> Tensor:
    product = p.rate * q.scale
    mean_exp = (q.loc / q.scale - p.concentration * (1 / product).log1p()).exp()
    return -p.entropy() + _minus_mean_log_gumbel(q, p.mean, mean_exp)


@register_kl(Gamma, Normal)
def _gamma_normal(p: Gamma, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Pareto, Exponential)
def _pareto_exponential(p: Pareto, q: Exponential) -> Tensor:
    return -p.entropy() + _minus_mean_log_exponential(q, p.mean)


@register_kl(Pareto, Gamma)
def _pareto_gamma(p: Pareto, q: Gamma) -> Tensor:
    return -p.entropy() + _minus_mean_log_gamma(q, p.mean, p.scale.log() + 1 / p.alpha)


@register_kl(Pareto, Normal)
def _pareto_normal(p: Pareto, q: Normal) -> Tensor:
    infinite = p.alpha <= 2
    alpha = p.alpha.masked_fill(infinite, 3.0)
    mean = alpha * p.scale / (alpha - 1)
    variance = p.scale.square() * alpha / ((alpha - 1).square() * (alpha - 2))
    kl = -p.entropy() + _minus_mean_log_normal(q, mean, variance)
    return kl.masked_fill(infinite, math.inf)


# -- on all numbers ----------------------------------------------------------------------------------------------


@register_kl(Gumbel, Normal)
def _gumbel_normal(p: Gumbel, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Laplace, Normal)
def _laplace_normal(p: Laplace, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Normal, Gumbel)
def _normal_gumbel(p: Normal, q: Gumbel) -> Tensor:
    mean_exp = ((q.loc - p.loc) / q.scale + 0.5 * (p.scale / q.scale).square()).exp()
    return -p.entropy() + _minus_mean_log_gumbel(q, p.mean, mean_exp)


@register_kl(Normal, Laplace)
def _normal_laplace(p: Normal, q: Laplace) -> Tensor:
    z = (p.loc - q.loc) / p.scale
    distance = p.scale * (math.sqrt(2 / math.pi) * (-0.5 * z.square()).exp() + z * (z / math.sqrt(2)).erf())
    return -p.entropy() + (2 * q.scale).log() + distance / q.scale


# -- from an interval --------------------------------------------------------------------------------------------


def _outside(p: Uniform, low: float | Tensor, high: float | Tensor = math.inf) -> Tensor:
    return (p.low < low) | (p.high > high)


def _mean_log(low: Tensor, high: Tensor) -> Tensor:
    """The mean of the logarithm over an interval of numbers that are not negative."""
    return (high.xlogy(high) - low.xlogy(low)) / (high - low) - 1


@register_kl(Uniform, Beta)
def _uniform_beta(p: Uniform, q: Beta) -> Tensor:
    outside = _outside(p, 0.0, 1.0)
    low, high = p.low.masked_fill(outside, 0.0), p.high.masked_fill(outside, 1.0)
    a, b = q.concentration1, q.concentration0
    log_beta = a.lgamma() + b.lgamma() - (a + b).lgamma()
    of_both = (a - 1) * _mean_log(low, high) + (b - 1) * _mean_log(1 - high, 1 - low)
    kl = log_beta - of_both - (high - low).log()
    return kl.masked_fill(outside, math.inf)


@register_kl(Uniform, ContinuousBernoulli)
def _uniform_continuous_bernoulli(p: Uniform, q: ContinuousBernoulli) -> Tensor:
    kl = -p.entropy() - p.mean * q.logits + q._log_normalizer(q.logits)
    return kl.masked_fill(_outside(p, 0.0, 1.0), math.inf)


@register_kl(Uniform, Exponential)
def _uniform_exponential(p: Uniform, q: Exponential) -> Tensor:
    kl = -p.entropy() + _minus_mean_log_exponential(q, p.mean)
    return kl.masked_fill(_outside(p, 0.0), math.inf)


@register_kl(Uniform, Gamma)
def _uniform_gamma(p: Uniform, q: Gamma) -> Tensor:
    outside = _outside(p, 0.0)
    low, high = p.low.masked_fill(outside, 0.0), p.high.masked_fill(outside, 1.0)
    mean_log = _mean_log(low, high)
    kl = -p.entropy() + _minus_mean_log_gamma(q, p.mean, mean_log)
    return kl.masked_fill(outside, math.inf)


@register_kl(Uniform, Gumbel)
def _uniform_gumbel(p: Uniform, q: Gumbel) -> Tensor:
    at_low, at_high = ((q.loc - end) / q.scale for end in (p.low, p.high))
    mean_exp = q.scale * (at_low.exp() - at_high.exp()) / (p.high - p.low)
    return -p.entropy() + _minus_mean_log_gumbel(q, p.mean, mean_exp)


@register_kl(Uniform, Normal)
def _uniform_normal(p: Uniform, q: Normal) -> Tensor:
    return -p.entropy() + _minus_mean_log_normal(q, p.mean, p.variance)


@register_kl(Uniform, Pareto)
def _uniform_pareto(p: Uniform, q: Pareto) -> Tensor:
    outside = _outside(p, q.scale)
    low, high = p.low.masked_fill(outside, 1.0), p.high.masked_fill(outside, 2.0)
    mean_log = _mean_log(low, high)
    kl = -p.entropy() - q.alpha.log() - q.alpha * q.scale.log() + (q.alpha + 1) * mean_log
    return kl.masked_fill(outside, math.inf)
