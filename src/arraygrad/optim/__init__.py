"""Optimizers and learning rate schedules."""

from __future__ import annotations

from arraygrad.optim import lr_scheduler, swa_utils
from arraygrad.optim.adadelta import Adadelta
from arraygrad.optim.adafactor import Adafactor
from arraygrad.optim.adagrad import Adagrad
from arraygrad.optim.adam import Adam
from arraygrad.optim.adamax import Adamax
from arraygrad.optim.adamw import AdamW
from arraygrad.optim.asgd import ASGD
from arraygrad.optim.lbfgs import LBFGS
from arraygrad.optim.muon import Muon
from arraygrad.optim.nadam import NAdam
from arraygrad.optim.optimizer import Optimizer
from arraygrad.optim.radam import RAdam
from arraygrad.optim.rmsprop import RMSprop
from arraygrad.optim.rprop import Rprop
from arraygrad.optim.sgd import SGD

__all__ = [
    "ASGD",
    "LBFGS",
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Muon",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "lr_scheduler",
    "swa_utils",
]
