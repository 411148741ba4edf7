"""Divergences between multivariate normal distributions, whole or of low rank."""

from __future__ import annotations

from typing import TypeAlias

from arraygrad import linalg
from arraygrad.distributions.kl.registry import register_kl
from arraygrad.distributions.lowrank_multivariate_normal import (
    LowRankMultivariateNormal,
    lowrank_log_det,
    lowrank_mahalanobis,
)
from arraygrad.distributions.multivariate_normal import MultivariateNormal, batch_mahalanobis, half_log_det
from arraygrad.tensor import Tensor

__all__: list[str] = []

Whole: TypeAlias = MultivariateNormal
Low: TypeAlias = LowRankMultivariateNormal


def _check_shapes(p: Whole | Low, q: Whole | Low, kinds: str) -> None:
    if p.event_shape != q.event_shape:
        raise ValueError(
            f"KL-divergence between two {kinds} with different event shapes cannot be computed: "
            f"{p.event_shape} and {q.event_shape}"
        )


def _together(p: Whole | Low, log_dets: Tensor, trace: Tensor, squared: Tensor) -> Tensor:
    """Half of: the difference of log determinants, the trace of the covariance under the other's precision, the
    squared distance of the means, less the dimension."""
    return 0.5 * (log_dets + trace + squared - p.event_shape[0])


def _squares(factor: Tensor, matrix: Tensor) -> Tensor:
    """The squared norm of ``inverse(factor) @ matrix``, for a lower triangle."""
    batch = (factor[..., :1, :1] + matrix[..., :1, :1]).shape[:-2]
    factor = factor.expand((*batch, *factor.shape[-2:]))
    matrix = matrix.expand((*batch, *matrix.shape[-2:]))
    return linalg.solve_triangular(factor, matrix, upper=False).square().sum((-2, -1))


def _trace_under_low(q: Low, matrix: Tensor) -> Tensor:
    """The trace of ``matrix.mT @ inverse(covariance of q) @ matrix``."""
    weighted = q._factor.mT / q._diag.unsqueeze(-2)
    return (matrix.square() / q._diag.unsqueeze(-1)).sum((-2, -1)) - _squares(q._capacitance, weighted @ matrix)


@register_kl(Low, Low)
def _low_low(p: Low, q: Low) -> Tensor:
    _check_shapes(p, q, "Low Rank Multivariate Normals")
    log_dets = lowrank_log_det(q._diag, q._capacitance) - lowrank_log_det(p._diag, p._capacitance)
    squared = lowrank_mahalanobis(q._factor, q._diag, q.loc - p.loc, q._capacitance)
    trace = _trace_under_low(q, p._factor) + _trace_under_low(q, p._diag.sqrt().diag_embed())
    return _together(p, log_dets, trace, squared)


@register_kl(Whole, Low)
def _whole_low(p: Whole, q: Low) -> Tensor:
    _check_shapes(p, q, "(Low Rank) Multivariate Normals")
    log_dets = lowrank_log_det(q._diag, q._capacitance) - 2 * half_log_det(p._factor)
    squared = lowrank_mahalanobis(q._factor, q._diag, q.loc - p.loc, q._capacitance)
    return _together(p, log_dets, _trace_under_low(q, p._factor), squared)


@register_kl(Low, Whole)
def _low_whole(p: Low, q: Whole) -> Tensor:
    _check_shapes(p, q, "(Low Rank) Multivariate Normals")
    log_dets = 2 * half_log_det(q._factor) - lowrank_log_det(p._diag, p._capacitance)
    trace = _squares(q._factor, p._factor) + _squares(q._factor, p._diag.sqrt().diag_embed())
    return _together(p, log_dets, trace, batch_mahalanobis(q._factor, q.loc - p.loc))


@register_kl(Whole, Whole)
def _whole_whole(p: Whole, q: Whole) -> Tensor:
    _check_shapes(p, q, "Multivariate Normals")
    log_dets = 2 * (half_log_det(q._factor) - half_log_det(p._factor))
    return _together(p, log_dets, _squares(q._factor, p._factor), batch_mahalanobis(q._factor, q.loc - p.loc))
