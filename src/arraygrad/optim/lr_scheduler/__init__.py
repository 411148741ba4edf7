"""Schedules: objects that change the learning rates of an optimizer from step to step."""

from __future__ import annotations

from arraygrad.optim.lr_scheduler.base import LRScheduler
from arraygrad.optim.lr_scheduler.cosine import CosineAnnealingLR, CosineAnnealingWarmRestarts
from arraygrad.optim.lr_scheduler.decay import ConstantLR, ExponentialLR, LambdaLR, LinearLR, MultiStepLR, StepLR
from arraygrad.optim.lr_scheduler.one_cycle import OneCycleLR
from arraygrad.optim.lr_scheduler.plateau import ReduceLROnPlateau
from arraygrad.optim.lr_scheduler.sequential import SequentialLR

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "OneCycleLR",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
]
