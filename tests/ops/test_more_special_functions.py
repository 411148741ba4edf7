"""Special functions beside SciPy, at the ends of their ranges, and where they have no derivative."""

from __future__ import annotations

import math

import numpy as np
import pytest

INF, NAN = math.inf, math.nan

#: SciPy's function, and where to compare.
RANGES = {
    "bessel_j0": ("j0", -40.0, 40.0),
    "bessel_j1": ("j1", -40.0, 40.0),
    "bessel_y0": ("y0", 0.01, 40.0),
    "bessel_y1": ("y1", 0.01, 40.0),
    "modified_bessel_i0": ("i0", -12.0, 12.0),
    "modified_bessel_i1": ("i1", -12.0, 12.0),
    "modified_bessel_k0": ("k0", 0.01, 40.0),
    "modified_bessel_k1": ("k1", 0.01, 40.0),
    "scaled_modified_bessel_k0": ("k0e", 0.01, 40.0),
    "scaled_modified_bessel_k1": ("k1e", 0.01, 40.0),
    "airy_ai": ("airy", -20.0, 10.0),
    "spherical_bessel_j0": ("spherical_jn", 0.01, 40.0),
}


@pytest.mark.only_arraygrad(reason="finer than PyTorch is")
@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_beside_scipy(ag, device, name, dtype):
    scipy = pytest.importorskip("scipy.special", reason="SciPy is not installed")
    oracle, low, high = RANGES[name]
    x = np.linspace(low, high, 301).astype(dtype)
    function = getattr(scipy, oracle)
    wide = x.astype("float64")
    expected = function(0, wide) if oracle == "spherical_jn" else function(wide)
    expected = expected[0] if oracle == "airy" else expected
    values = getattr(ag.special, name)(ag.tensor(x))
    assert values.dtype == getattr(ag, dtype)
    result = np.asarray(values.tolist())
    eps = np.finfo(dtype).eps
    # Near the zeros of an oscillating function its amplitude counts.
    oscillates = name.startswith(("bessel", "airy", "spherical"))
    atol = 100 * eps / np.sqrt(np.maximum(np.abs(wide), 1.0)) if oscillates else 0.0
    assert np.all(np.abs(result - expected) <= 50 * eps * np.abs(expected) + atol)


@pytest.mark.parametrize(
    ("name", "point", "expected"),
    [
        ("bessel_j0", 0.0, 1.0),
        ("bessel_j1", 0.0, 0.0),
        ("bessel_y0", 0.0, -INF),
        ("bessel_y1", 0.0, -INF),
        ("bessel_y0", -1.0, NAN),
        ("modified_bessel_k0", 0.0, INF),
        ("modified_bessel_k1", -1.0, NAN),
        ("modified_bessel_k1", INF, 0.0),
        ("scaled_modified_bessel_k0", 1e300, 1.2533141373155004e-150),
        ("spherical_bessel_j0", INF, 0.0),
        ("airy_ai", 200.0, 0.0),
        ("bessel_j0", NAN, NAN),
        ("digamma", 0.0, -INF),
        ("digamma", -0.0, INF),
        ("digamma", -3.0, NAN),
    ],
)
def test_ends(ag, device, name, point, expected):
    result = getattr(ag.special, name)(ag.tensor([point], dtype=ag.float64))
    assert result.tolist() == pytest.approx([expected], rel=1e-14, nan_ok=True)


POLYNOMIALS = {
    "chebyshev_polynomial_t": [1.0, 0.3, -0.82, -0.792],
    "chebyshev_polynomial_u": [1.0, 0.6, -0.64, -0.984],
    "chebyshev_polynomial_v": [1.0, -0.4, -1.24, -0.344],
    "chebyshev_polynomial_w": [1.0, 1.6, -0.04, -1.624],
    "hermite_polynomial_h": [1.0, 0.6, -1.64, -3.384],
    "hermite_polynomial_he": [1.0, 0.3, -0.91, -0.873],
    "laguerre_polynomial_l": [1.0, 0.7, 0.445, 0.2305],
    "legendre_polynomial_p": [1.0, 0.3, -0.365, -0.3825],
    "shifted_chebyshev_polynomial_t": [1.0, -0.4, -0.68, 0.944],
    "shifted_chebyshev_polynomial_u": [1.0, -0.8, -0.36, 1.088],
    "shifted_chebyshev_polynomial_v": [1.0, -1.8, 0.44, 1.448],
    "shifted_chebyshev_polynomial_w": [1.0, 0.2, -1.16, 0.728],
}


@pytest.mark.parametrize("name", POLYNOMIALS)
def test_polynomials_of_each_degree(ag, device, name):
    function = getattr(ag.special, name)
    expected = POLYNOMIALS[name]
    x = ag.tensor(0.3)
    assert [function(x, n).item() for n in range(4)] == pytest.approx(expected, rel=1e-5)
    assert function(x, ag.arange(4)).tolist() == pytest.approx(expected, rel=1e-5)
    assert function(0.3, ag.tensor([3, 1])).tolist() == pytest.approx([expected[3], expected[1]], rel=1e-5)
    assert function(x, ag.tensor([2.7, -1.0])).tolist() == pytest.approx([expected[2], 0.0], rel=1e-5)
    assert function(ag.tensor([0, 1]), 2).dtype == ag.float32


@pytest.mark.only_arraygrad(reason="finer than PyTorch is")
@pytest.mark.parametrize("name", ["igamma", "igammac"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_incomplete_gamma_functions_beside_scipy(ag, device, name, dtype):
    scipy = pytest.importorskip("scipy.special", reason="SciPy is not installed")
    a, ratio = np.meshgrid([0.01, 0.5, 1.0, 4.0, 19.0, 21.0, 60.0, 900.0], [0.2, 0.7, 0.97, 1.0, 1.1, 1.6, 3.0])
    a, x = a.astype(dtype), (a * ratio).astype(dtype)
    expected = getattr(scipy, {"igamma": "gammainc", "igammac": "gammaincc"}[name])(a.astype(float), x.astype(float))
    values = getattr(ag, name)(ag.tensor(a), ag.tensor(x))
    assert values.dtype == getattr(ag, dtype)
    result = np.asarray(values.tolist())
    rtol = 2e-6 if dtype == "float32" else 1e-11
    np.testing.assert_allclose(result, expected, rtol=rtol, atol=1e-37 if dtype == "float32" else 1e-290)


def test_incomplete_gamma_functions_at_the_ends(ag, device):
    a = ag.tensor([1.0, 1.0, 0.0, 0.0, INF, INF, -1.0, 1.0])
    x = ag.tensor([0.0, INF, 1.0, 0.0, 1.0, INF, 1.0, -1.0])
    assert ag.igamma(a, x).tolist() == pytest.approx([0.0, 1.0, 1.0, NAN, 0.0, NAN, NAN, NAN], nan_ok=True)
    assert ag.igammac(a, x).tolist() == pytest.approx([1.0, 0.0, 0.0, NAN, 1.0, NAN, NAN, NAN], nan_ok=True)
    assert ag.igamma(ag.tensor([2.0]), ag.tensor([1.0])).igamma_(ag.tensor([1.0])).shape == (1,)


def _of(ag, name):
    return getattr(ag.special, name)


@pytest.mark.parametrize("name", ["zeta", "gammainc", "gammaincc"])
def test_the_first_operand_has_no_derivative(ag, device, name):
    a, x = ag.tensor([2.5], requires_grad=True), ag.tensor([1.5], requires_grad=True)
    with pytest.raises(NotImplementedError, match=r"derivative for .* is not implemented"):
        _of(ag, name)(a, x).backward()
    _of(ag, name)(a.detach(), x).backward()
    assert a.grad is None
    assert math.isfinite(x.grad.item())


@pytest.mark.parametrize(
    "name", ["erf", "erfc", "erfinv", "gammaln", "psi", "i0", "ndtr", "entr", "logit", "bessel_j0", "airy_ai"]
)
def test_complex_numbers_are_refused(ag, device, name):
    with pytest.raises(NotImplementedError, match="not implemented for"):
        _of(ag, name)(ag.tensor([1 + 1j]))


@pytest.mark.parametrize(
    ("alias", "name", "more"),
    [("expit", "sigmoid", ()), ("psi", "digamma", ()), ("gammaln", "lgamma", ()), ("multigammaln", "mvlgamma", (2,))],
)
def test_other_names(ag, device, alias, name, more):
    x = ag.tensor([1.5, 2.5])
    assert _of(ag, alias)(x, *more).tolist() == getattr(ag, name)(x, *more).tolist()
    assert not hasattr(ag, alias)
