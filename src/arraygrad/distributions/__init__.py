"""Probability distributions, under the names of PyTorch's ``torch.distributions``.

A distribution draws samples, computes log probabilities that can be differentiated, and knows its moments. Most draw
samples that can be differentiated too (`rsample`). One seed gives the same samples on every backend.

Examples
--------
>>> import arraygrad as ag
>>> from arraygrad.distributions import Normal, kl_divergence
>>> loc = ag.zeros(2, requires_grad=True)
>>> kl_divergence(Normal(loc, 1.0), Normal(1.0, 1.0)).sum().backward()
>>> loc.grad
tensor([-1., -1.])
"""

from __future__ import annotations

from arraygrad.distributions import constraints, kl, transforms, utils
from arraygrad.distributions.bernoulli import Bernoulli
from arraygrad.distributions.beta import Beta
from arraygrad.distributions.binomial import Binomial
from arraygrad.distributions.categorical import Categorical
from arraygrad.distributions.cauchy import Cauchy
from arraygrad.distributions.chi2 import Chi2
from arraygrad.distributions.constraint_registry import biject_to, transform_to
from arraygrad.distributions.continuous_bernoulli import ContinuousBernoulli
from arraygrad.distributions.dirichlet import Dirichlet
from arraygrad.distributions.distribution import Distribution
from arraygrad.distributions.exp_family import ExponentialFamily
from arraygrad.distributions.exponential import Exponential
from arraygrad.distributions.fishersnedecor import FisherSnedecor
from arraygrad.distributions.gamma import Gamma
from arraygrad.distributions.generalized_pareto import GeneralizedPareto
from arraygrad.distributions.geometric import Geometric
from arraygrad.distributions.gumbel import Gumbel
from arraygrad.distributions.half_cauchy import HalfCauchy
from arraygrad.distributions.half_normal import HalfNormal
from arraygrad.distributions.independent import Independent
from arraygrad.distributions.inverse_gamma import InverseGamma
from arraygrad.distributions.kl import kl_divergence, register_kl
from arraygrad.distributions.kumaraswamy import Kumaraswamy
from arraygrad.distributions.laplace import Laplace
from arraygrad.distributions.lkj_cholesky import LKJCholesky
from arraygrad.distributions.log_normal import LogNormal
from arraygrad.distributions.logistic_normal import LogisticNormal
from arraygrad.distributions.lowrank_multivariate_normal import LowRankMultivariateNormal
from arraygrad.distributions.mixture_same_family import MixtureSameFamily
from arraygrad.distributions.multinomial import Multinomial
from arraygrad.distributions.multivariate_normal import MultivariateNormal
from arraygrad.distributions.negative_binomial import NegativeBinomial
from arraygrad.distributions.normal import Normal
from arraygrad.distributions.one_hot_categorical import OneHotCategorical, OneHotCategoricalStraightThrough
from arraygrad.distributions.pareto import Pareto
from arraygrad.distributions.poisson import Poisson
from arraygrad.distributions.relaxed_bernoulli import RelaxedBernoulli
from arraygrad.distributions.relaxed_categorical import RelaxedOneHotCategorical
from arraygrad.distributions.studentT import StudentT
from arraygrad.distributions.transformed_distribution import TransformedDistribution
from arraygrad.distributions.transforms import (
    AbsTransform,
    AffineTransform,
    CatTransform,
    ComposeTransform,
    CorrCholeskyTransform,
    CumulativeDistributionTransform,
    ExpTransform,
    IndependentTransform,
    LowerCholeskyTransform,
    PositiveDefiniteTransform,
    PowerTransform,
    ReshapeTransform,
    SigmoidTransform,
    SoftmaxTransform,
    SoftplusTransform,
    StackTransform,
    StickBreakingTransform,
    TanhTransform,
    Transform,
    identity_transform,
)
from arraygrad.distributions.uniform import Uniform
from arraygrad.distributions.von_mises import VonMises
from arraygrad.distributions.weibull import Weibull
from arraygrad.distributions.wishart import Wishart

__all__ = [
    "AbsTransform",
    "AffineTransform",
    "Bernoulli",
    "Beta",
    "Binomial",
    "CatTransform",
    "Categorical",
    "Cauchy",
    "Chi2",
    "ComposeTransform",
    "ContinuousBernoulli",
    "CorrCholeskyTransform",
    "CumulativeDistributionTransform",
    "Dirichlet",
    "Distribution",
    "ExpTransform",
    "Exponential",
    "ExponentialFamily",
    "FisherSnedecor",
    "Gamma",
    "GeneralizedPareto",
    "Geometric",
    "Gumbel",
    "HalfCauchy",
    "HalfNormal",
    "Independent",
    "IndependentTransform",
    "InverseGamma",
    "Kumaraswamy",
    "LKJCholesky",
    "Laplace",
    "LogNormal",
    "LogisticNormal",
    "LowRankMultivariateNormal",
    "LowerCholeskyTransform",
    "MixtureSameFamily",
    "Multinomial",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "OneHotCategorical",
    "OneHotCategoricalStraightThrough",
    "Pareto",
    "Poisson",
    "PositiveDefiniteTransform",
    "PowerTransform",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReshapeTransform",
    "SigmoidTransform",
    "SoftmaxTransform",
    "SoftplusTransform",
    "StackTransform",
    "StickBreakingTransform",
    "StudentT",
    "TanhTransform",
    "Transform",
    "TransformedDistribution",
    "Uniform",
    "VonMises",
    "Weibull",
    "Wishart",
    "biject_to",
    "constraints",
    "identity_transform",
    "kl",
    "kl_divergence",
    "register_kl",
    "transform_to",
    "transforms",
    "utils",
]
