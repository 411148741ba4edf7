"""Divergences between two distributions of one family."""

from __future__ import annotations

import math

from arraygrad.distributions.bernoulli import Bernoulli
from arraygrad.distributions.beta import Beta
from arraygrad.distributions.binomial import Binomial
from arraygrad.distributions.categorical import Categorical
from arraygrad.distributions.cauchy import Cauchy
from arraygrad.distributions.continuous_bernoulli import ContinuousBernoulli
from arraygrad.distributions.dirichlet import Dirichlet
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.exponential import Exponential
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.geometric import Geometric
from arraygrad.distributions.gumbel import Gumbel
from arraygrad.distributions.half_normal import HalfNormal
from arraygrad.distributions.independent import Independent
from arraygrad.distributions.kl.registry import kl_divergence, register_kl
from arraygrad.distributions.laplace import Laplace
from arraygrad.distributions.normal import Normal
from arraygrad.distributions.one_hot_categorical import OneHotCategorical
from arraygrad.distributions.pareto import Pareto
from arraygrad.distributions.poisson import Poisson
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.uniform import Uniform
from arraygrad.distributions.utils import euler_constant, sum_rightmost
from arraygrad.nn import functional as F
from arraygrad.tensor import Tensor

__all__: list[str] = []


@register_kl(Bernoulli, Bernoulli)
def _bernoulli(p: Bernoulli, q: Bernoulli) -> Tensor:
    probs, rest = p.probs, 1 - p.probs
    # Each outcome's log-ratio, where it is possible at all.
    one = probs * (F.softplus(-q.logits) - F.softplus(-p.logits))
    zero = rest * (F.softplus(q.logits) - F.softplus(p.logits))
    one = one.masked_fill(probs == 0, 0.0).masked_fill((q.probs == 0) & (probs > 0), math.inf)
    zero = zero.masked_fill(probs == 1, 0.0).masked_fill((q.probs == 1) & (probs < 1), math.inf)
    return one + zero


@register_kl(Beta, Beta)
def _beta(p: Beta, q: Beta) -> Tensor:
    return _dirichlet(p._dirichlet, q._dirichlet)


@register_kl(Binomial, Binomial)
def _binomial(p: Binomial, q: Binomial) -> Tensor:
    if bool((p.total_count < q.total_count).any()):
        raise NotImplementedError("KL between Binomials where q.total_count > p.total_count is not implemented")
    kl = p.total_count * (p.probs * (p.logits - q.logits) + (-p.probs).log1p() - (-q.probs).log1p())
    # With fewer trials some of the numbers of successes are impossible.
    return kl.masked_fill(p.total_count > q.total_count, math.inf)


@register_kl(Categorical, Categorical)
def _categorical(p: Categorical, q: Categorical) -> Tensor:
    terms = p.probs * (p.logits - q.logits)
    terms = terms.masked_fill((q.probs == 0).expand(terms.shape), math.inf)
    return terms.masked_fill((p.probs == 0).expand(terms.shape), 0.0).sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _one_hot(p: OneHotCategorical, q: OneHotCategorical) -> Tensor:
    return _categorical(p._categorical, q._categorical)


@register_kl(Cauchy, Cauchy)
def _cauchy(p: Cauchy, q: Cauchy) -> Tensor:
    together = (p.scale + q.scale).square() + (p.loc - q.loc).square()
    return (together / (4 * p.scale * q.scale)).log()


@register_kl(ContinuousBernoulli, ContinuousBernoulli)
def _continuous_bernoulli(p: ContinuousBernoulli, q: ContinuousBernoulli) -> Tensor:
    return p.mean * (p.logits - q.logits) - p._log_normalizer(p.logits) + q._log_normalizer(q.logits)


@register_kl(Dirichlet, Dirichlet)
def _dirichlet(p: Dirichlet, q: Dirichlet) -> Tensor:
    a, b = p.concentration, q.concentration
    total = a.sum(-1, True)
    normalizers = total.squeeze(-1).lgamma() - b.sum(-1).lgamma() + (b.lgamma() - a.lgamma()).sum(-1)
    return normalizers + ((a - b) * (a.digamma() - total.digamma())).sum(-1)


@register_kl(Exponential, Exponential)
def _exponential(p: Exponential, q: Exponential) -> Tensor:
    ratio = q.rate / p.rate
    return ratio - ratio.log() - 1


@register_kl(ExponentialFamily, ExponentialFamily)
def _exp_family(p: ExponentialFamily, q: ExponentialFamily) -> Tensor:
    """The Bregman divergence of the log normalizer."""
    if type(p) is not type(q):
        raise NotImplementedError(
            "The cross KL-divergence between different exponential families cannot be computed using Bregman "
            f"divergences: write a function for {type(p).__name__} and {type(q).__name__} and register it"
        )
    natural, normalizer, slopes = p._normalizer_and_slopes()
    other = q._natural_params
    result = q._log_normalizer(*other) - normalizer
    for mine, theirs, slope in zip(natural, other, slopes, strict=True):
        result = result - sum_rightmost((theirs - mine) * slope, mine.ndim - len(p.batch_shape))
    return result


@register_kl(Gamma, Gamma)
def _gamma(p: Gamma, q: Gamma) -> Tensor:
    a, b = p.concentration, q.concentration
    return (
        b * (p.rate / q.rate).log() + b.lgamma() - a.lgamma() + (a - b) * a.digamma() + (q.rate - p.rate) * (a / p.rate)
    )


@register_kl(Gumbel, Gumbel)
def _gumbel(p: Gumbel, q: Gumbel) -> Tensor:
    ratio = p.scale / q.scale
    shift = (q.loc - p.loc) / q.scale
    return -ratio.log() + ratio * euler_constant - shift + (shift + (1 + ratio).lgamma()).exp() - (1 + euler_constant)


@register_kl(Geometric, Geometric)
def _geometric(p: Geometric, q: Geometric) -> Tensor:
    return -p.entropy() - (-q.probs).log1p() / p.probs - q.logits


@register_kl(HalfNormal, HalfNormal)
def _half_normal(p: HalfNormal, q: HalfNormal) -> Tensor:
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(Laplace, Laplace)
def _laplace(p: Laplace, q: Laplace) -> Tensor:
    ratio = p.scale / q.scale
    distance = (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * (-distance / p.scale).exp() - 1


@register_kl(Normal, Normal)
def _normal(p: Normal, q: Normal) -> Tensor:
    ratio = (p.scale / q.scale).square()
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).square() - 1 - ratio.log())


@register_kl(Pareto, Pareto)
def _pareto(p: Pareto, q: Pareto) -> Tensor:
    ratio = p.alpha / q.alpha
    kl = q.alpha * (p.scale / q.scale).log() + ratio.log() + q.alpha / p.alpha - 1
    return kl.masked_fill(p.scale < q.scale, math.inf)


@register_kl(Poisson, Poisson)
def _poisson(p: Poisson, q: Poisson) -> Tensor:
    return p.rate.xlogy(p.rate) - p.rate.xlogy(q.rate) - (p.rate - q.rate)


@register_kl(TransformedDistribution, TransformedDistribution)
def _transformed(p: TransformedDistribution, q: TransformedDistribution) -> Tensor:
    """The same transforms on both sides change nothing."""
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError(
            "the divergence between transformed distributions is known for the same transforms and event shape only"
        )
    kl = kl_divergence(p.base_dist, q.base_dist)
    return sum_rightmost(kl, len(p.event_shape) - len(p.base_dist.event_shape))


@register_kl(Independent, Independent)
def _independent(p: Independent, q: Independent) -> Tensor:
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError(
            "the divergence between independent batches needs the same reinterpreted_batch_ndims on both sides"
        )
    return sum_rightmost(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


@register_kl(Uniform, Uniform)
def _uniform(p: Uniform, q: Uniform) -> Tensor:
    kl = ((q.high - q.low) / (p.high - p.low)).log()
    return kl.masked_fill((q.low > p.low) | (q.high < p.high), math.inf)
