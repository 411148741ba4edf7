"""Schedules: objects that change the learning rates of an optimizer from step to step."""

from __future__ import annotations

from arraygrad.optim.lr_scheduler.base import LRScheduler
from arraygrad.optim.lr_scheduler.combined import ChainedScheduler
from arraygrad.optim.lr_scheduler.cosine import CosineAnnealingLR, CosineAnnealingWarmRestarts
from arraygrad.optim.lr_scheduler.cyclic import CyclicLR
from arraygrad.optim.lr_scheduler.decay import (
    ConstantLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiplicativeLR,
    MultiStepLR,
    PolynomialLR,
    StepLR,
)
from arraygrad.optim.lr_scheduler.one_cycle import OneCycleLR
from arraygrad.optim.lr_scheduler.plateau import ReduceLROnPlateau
from arraygrad.optim.lr_scheduler.sequential import SequentialLR

_LRScheduler = LRScheduler  # its name before PyTorch 2.0, which schedules of users derive from

__all__ = [
    "ChainedScheduler",
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "MultiplicativeLR",
    "OneCycleLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
]
