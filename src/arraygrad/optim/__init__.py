"""Optimizers and learning rate schedules."""

from __future__ import annotations

from arraygrad.optim import lr_scheduler
from arraygrad.optim.adam import Adam
from arraygrad.optim.adamw import AdamW
from arraygrad.optim.optimizer import Optimizer
from arraygrad.optim.sgd import SGD

__all__ = ["SGD", "Adam", "AdamW", "Optimizer", "lr_scheduler"]
