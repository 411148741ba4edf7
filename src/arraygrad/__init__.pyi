# Made by tools/generate_stubs.py from the op records: do not edit.

from arraygrad import array_api as array_api
from arraygrad import autograd as autograd
from arraygrad import backend as backend
from arraygrad import cuda as cuda
from arraygrad import fft as fft
from arraygrad import func as func
from arraygrad import linalg as linalg
from arraygrad import masked as masked
from arraygrad import multiprocessing as multiprocessing
from arraygrad import nn as nn
from arraygrad import optim as optim
from arraygrad import random as random
from arraygrad import serialization as serialization
from arraygrad import signal as signal
from arraygrad import special as special
from arraygrad import utils as utils
from arraygrad.functions import *  # noqa: F403
from arraygrad.serialization import load as load
from arraygrad.serialization import save as save

__version__: str
