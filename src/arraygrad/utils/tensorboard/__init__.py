"""Logging for TensorBoard. Needs the extra ``tensorboard`` when a `SummaryWriter` is made, not before."""

from __future__ import annotations

from arraygrad.utils.tensorboard.writer import SummaryWriter

__all__ = ["SummaryWriter"]
