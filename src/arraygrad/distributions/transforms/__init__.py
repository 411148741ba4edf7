"""Transforms: functions of tensors with an inverse and the logarithm of the Jacobian's determinant.

Examples
--------
>>> import arraygrad as ag
>>> from arraygrad.distributions.transforms import AffineTransform, ComposeTransform, ExpTransform
>>> t = ComposeTransform([ExpTransform(), AffineTransform(1.0, 2.0)])
>>> y = t(ag.zeros(2))
>>> y, t.inv(y)
(tensor([3., 3.]), tensor([0., 0.]))
"""

from __future__ import annotations

from arraygrad.distributions.transforms.composition import (
    CatTransform,
    IndependentTransform,
    ReshapeTransform,
    StackTransform,
)
from arraygrad.distributions.transforms.elementwise import (
    AbsTransform,
    AffineTransform,
    CumulativeDistributionTransform,
    ExpTransform,
    PowerTransform,
    SigmoidTransform,
    SoftplusTransform,
    TanhTransform,
)
from arraygrad.distributions.transforms.transform import (
    ComposeTransform,
    Transform,
    _InverseTransform,
    identity_transform,
)
from arraygrad.distributions.transforms.vectors import (
    CorrCholeskyTransform,
    LowerCholeskyTransform,
    PositiveDefiniteTransform,
    SoftmaxTransform,
    StickBreakingTransform,
)

__all__ = [
    "AbsTransform",
    "AffineTransform",
    "CatTransform",
    "ComposeTransform",
    "CorrCholeskyTransform",
    "CumulativeDistributionTransform",
    "ExpTransform",
    "IndependentTransform",
    "LowerCholeskyTransform",
    "PositiveDefiniteTransform",
    "PowerTransform",
    "ReshapeTransform",
    "SigmoidTransform",
    "SoftmaxTransform",
    "SoftplusTransform",
    "StackTransform",
    "StickBreakingTransform",
    "TanhTransform",
    "Transform",
    "_InverseTransform",
    "identity_transform",
]
