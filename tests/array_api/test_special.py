"""SciPy's special functions in the namespace, against SciPy, where it has special values too."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")

VALUES = (0.0, -0.0, 1.0, 2.5, -1.0, math.inf, -math.inf, math.nan)
PAIRS = np.array(list(itertools.product(VALUES, VALUES)))


@pytest.fixture
def special():
    return pytest.importorskip("scipy.special")


@pytest.mark.filterwarnings("ignore:(divide by zero|invalid value|overflow):RuntimeWarning")
@pytest.mark.parametrize("name", ["kl_div", "rel_entr", "xlogy"])
def test_pairs(ag, device, special, name):
    xp = ag.array_api
    result = getattr(xp.special, name)(xp.asarray(PAIRS[:, 0]), xp.asarray(PAIRS[:, 1]))
    np.testing.assert_allclose(result.tolist(), getattr(special, name)(PAIRS[:, 0], PAIRS[:, 1]))
    assert getattr(xp.special, name)(xp.ones(1), xp.ones(1)).dtype is xp.float32
    integers = getattr(xp.special, name)(xp.asarray([2, 0]), xp.asarray([3, 1]))
    np.testing.assert_allclose(integers.tolist(), getattr(special, name)([2, 0], [3, 1]), rtol=1e-6)


def test_names_mean_what_they_mean_in_scipy(ag, special):
    xp = ag.array_api
    x = np.array([0.1, 0.4, 0.7])
    others = {"multigammaln": (x + 2, 2), "polygamma": (2, x), "zeta": (x + 1.5, x), "gammainc": (x, x)}
    for name in dir(xp.special):
        arguments = others.get(name) or (
            (x, x) if name in ("gammaincc", "kl_div", "rel_entr", "xlog1py", "xlogy") else (x,)
        )
        ours = (xp.asarray(a) if isinstance(a, np.ndarray) else a for a in arguments)
        expected = getattr(special, name)(*arguments)
        np.testing.assert_allclose(getattr(xp.special, name)(*ours).tolist(), expected, rtol=1e-7, err_msg=name)


def test_polygamma_takes_an_array_of_orders(ag, device, special):
    xp = ag.array_api
    n, x = np.array([0, 1, 2, 3]), np.array([0.5, 1.5, 2.0, 3.0])
    result = xp.special.polygamma(xp.asarray(n), xp.asarray(x))
    np.testing.assert_allclose(result.tolist(), special.polygamma(n, x), rtol=1e-7)


def test_divergences_have_gradients_at_the_edge(ag, device):
    xp = ag.array_api
    x = xp.asarray([0.0, 1.0, -1.0])
    x.requires_grad = True
    xp.sum(xp.special.kl_div(x, xp.asarray([1.0, 2.0, 1.0]))).backward()
    assert x.grad.tolist() == pytest.approx([0.0, -math.log(2.0), 0.0])
