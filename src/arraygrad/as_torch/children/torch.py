"""What ``import torch`` finds in a process that begins anew: it installs the alias and gives way to it."""

from __future__ import annotations

import sys
from importlib import import_module

from arraygrad.as_torch import install_as_torch

del sys.modules[__name__]
install_as_torch()
import_module(__name__)
