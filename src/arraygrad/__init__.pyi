# Made by tools/generate_stubs.py from the op records: do not edit.

from arraygrad import accelerator as accelerator
from arraygrad import amp as amp
from arraygrad import array_api as array_api
from arraygrad import autograd as autograd
from arraygrad import backend as backend
from arraygrad import backends as backends
from arraygrad import compiler as compiler
from arraygrad import cpu as cpu
from arraygrad import cuda as cuda
from arraygrad import fft as fft
from arraygrad import func as func
from arraygrad import jit as jit
from arraygrad import linalg as linalg
from arraygrad import masked as masked
from arraygrad import mps as mps
from arraygrad import nn as nn
from arraygrad import optim as optim
from arraygrad import random as random
from arraygrad import serialization as serialization
from arraygrad import signal as signal
from arraygrad import sparse as sparse
from arraygrad import special as special
from arraygrad import utils as utils
from arraygrad import xpu as xpu
from arraygrad.accelerator import get_device_module as get_device_module
from arraygrad.amp import autocast as autocast
from arraygrad.amp.settings import clear_autocast_cache as clear_autocast_cache
from arraygrad.amp.settings import get_autocast_cpu_dtype as get_autocast_cpu_dtype
from arraygrad.amp.settings import get_autocast_dtype as get_autocast_dtype
from arraygrad.amp.settings import get_autocast_gpu_dtype as get_autocast_gpu_dtype
from arraygrad.amp.settings import is_autocast_cache_enabled as is_autocast_cache_enabled
from arraygrad.amp.settings import is_autocast_cpu_enabled as is_autocast_cpu_enabled
from arraygrad.amp.settings import is_autocast_enabled as is_autocast_enabled
from arraygrad.amp.settings import set_autocast_cache_enabled as set_autocast_cache_enabled
from arraygrad.amp.settings import set_autocast_cpu_dtype as set_autocast_cpu_dtype
from arraygrad.amp.settings import set_autocast_cpu_enabled as set_autocast_cpu_enabled
from arraygrad.amp.settings import set_autocast_dtype as set_autocast_dtype
from arraygrad.amp.settings import set_autocast_enabled as set_autocast_enabled
from arraygrad.amp.settings import set_autocast_gpu_dtype as set_autocast_gpu_dtype
from arraygrad.autograd.anomaly_mode import is_anomaly_check_nan_enabled as is_anomaly_check_nan_enabled
from arraygrad.autograd.anomaly_mode import is_anomaly_enabled as is_anomaly_enabled
from arraygrad.compiler import compile as compile
from arraygrad.func import vmap as vmap
from arraygrad.functions import *  # noqa: F403
from arraygrad.serialization import load as load
from arraygrad.serialization import save as save
from arraygrad.sparse import sparse_coo_tensor as sparse_coo_tensor
from arraygrad.sparse import sparse_csr_tensor as sparse_csr_tensor
from arraygrad.sparse import spmm as spmm

__version__: str
