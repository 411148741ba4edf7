"""Special functions: precision against the standard library, and values at the ends."""

from __future__ import annotations

import math

import pytest

RANGES = {
    "erf": (math.erf, [-7.0, -2.5, -1.0, -1e-5, 0.0, 1e-10, 0.3, 0.99, 1.7, 3.0, 5.5, 9.0]),
    "erfc": (math.erfc, [-7.0, -2.5, -1e-5, 0.0, 0.3, 0.99, 1.7, 3.0, 5.5, 9.0, 20.0]),
    "lgamma": (math.lgamma, [-3.4, -0.5, 1e-8, 0.3, 1.0, 1.5, 2.0, 3.7, 4.3, 20.0, 1e6]),
}


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values(ag, device, name, dtype):
    function, points = RANGES[name]
    eps = 2.0**-23 if dtype == "float32" else 2.0**-52
    x = ag.tensor(points, dtype=getattr(ag, dtype))
    result = getattr(ag, name)(x)
    assert result.dtype == x.dtype
    tiny = 1.2e-38 if dtype == "float32" else 1e-300
    assert result.tolist() == pytest.approx(
        [function(v) for v in x.tolist()], rel=50 * eps, abs=4 * eps if name == "lgamma" else tiny
    )


@pytest.mark.parametrize(
    ("name", "point", "expected"),
    [
        ("erf", math.inf, 1.0),
        ("erfc", math.inf, 0.0),
        ("erfinv", 1.0, math.inf),
        ("erfinv", -1.0, -math.inf),
        ("erfinv", 1.5, math.nan),
        ("lgamma", 0.0, math.inf),
        ("lgamma", -2.0, math.inf),
        ("lgamma", -math.inf, math.inf),
        ("digamma", -1.0, math.nan),
        ("digamma", 1.0, -0.5772156649015329),
        ("erf", math.nan, math.nan),
        ("lgamma", math.nan, math.nan),
    ],
)
def test_special_points(ag, device, name, point, expected):
    result = getattr(ag, name)(ag.tensor([point], dtype=ag.float64))
    assert result.tolist() == pytest.approx([expected], rel=1e-14, nan_ok=True)


@pytest.mark.parametrize("point", [-0.999999, -0.3, 1e-12, 0.5, 0.9, 1 - 1e-12])
def test_erfinv_inverts_erf(ag, device, point):
    y = ag.erfinv(ag.tensor([point], dtype=ag.float64))
    assert ag.erf(y).item() == pytest.approx(point, rel=1e-14)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_polygamma_of_one(ag, device, n):
    expected = {1: math.pi**2 / 6, 2: -2 * 1.2020569031595942, 3: math.pi**4 / 15}[n]
    assert ag.polygamma(n, ag.tensor([1.0], dtype=ag.float64)).item() == pytest.approx(expected, rel=1e-9)


def test_derivatives_of_lgamma_are_polygammas(ag, device):
    x = ag.tensor([2.5], dtype=ag.float64, requires_grad=True)
    (first,) = ag.autograd.grad(ag.lgamma(x).sum(), x, create_graph=True)
    (second,) = ag.autograd.grad(first.sum(), x)
    assert first.item() == pytest.approx(ag.digamma(x).item())
    assert second.item() == pytest.approx(ag.polygamma(1, x).item())


def test_xlogy_is_zero_at_zero_with_a_finite_gradient(ag, device):
    x = ag.tensor([0.0, 2.0], dtype=ag.float64, requires_grad=True)
    y = ag.tensor([0.0, 3.0], dtype=ag.float64)
    result = ag.xlogy(x, y)
    assert result.tolist() == pytest.approx([0.0, 2 * math.log(3)])
    result.sum().backward()
    assert x.grad.tolist() == pytest.approx([0.0, math.log(3)])


def test_sigmoid_is_precise_far_out(ag, device):
    result = ag.sigmoid(ag.tensor([-700.0, 0.0, 700.0], dtype=ag.float64))
    assert result.tolist() == pytest.approx([math.exp(-700), 0.5, 1.0], rel=1e-12, abs=0)


def test_sinc_at_zero(ag, device):
    x = ag.tensor([0.0, 0.5], dtype=ag.float64, requires_grad=True)
    y = ag.sinc(x)
    assert y.tolist() == pytest.approx([1.0, 2 / math.pi])
    y.sum().backward()
    assert x.grad.tolist() == pytest.approx([0.0, -4 / math.pi])


def test_complex_numbers_are_refused(ag, device):
    with pytest.raises((RuntimeError, TypeError)):
        ag.erf(ag.tensor([1j]))


def test_zeta_left_of_zero(ag, device):
    """Poles at the integers; between them a value for integer powers only."""
    s = ag.tensor([2.0, 3.0, 4.0, 2.0, 2.5, 3.0, 2.0], dtype=ag.float64)
    q = ag.tensor([-60.0, -12.0, 0.0, -0.5, -0.5, -60.25, -12.75], dtype=ag.float64)
    special = pytest.importorskip("scipy.special")
    expected = special.zeta(s.tolist(), q.tolist())
    assert ag.special.zeta(s, q).tolist() == pytest.approx(list(expected), rel=1e-9, nan_ok=True)
