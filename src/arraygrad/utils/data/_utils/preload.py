"""For a fork server to import: does once what every worker would do first."""

from __future__ import annotations

import numpy.random  # noqa: F401

from arraygrad.backend import Device
from arraygrad.utils.data._utils import worker  # noqa: F401

Device("cpu")  # finds the backends, and loads the one of the host
