"""Fourier transforms: dtypes, sizes, norms, errors, and one transform in terms of another."""

from __future__ import annotations

import numpy as np
import pytest


def signal(ag, *shape):
    return ag.tensor(np.random.default_rng(0).standard_normal(shape).tolist(), dtype=ag.float64)


def values(x):
    return np.asarray(x.detach().resolve_conj().cpu())


def test_dtypes(ag, device):
    fft = ag.fft
    assert fft.fft(ag.ones(4)).dtype == ag.complex64
    assert fft.fft(signal(ag, 4)).dtype == ag.complex128
    assert fft.rfft(ag.arange(4)).dtype == ag.complex64
    assert fft.irfft(ag.ones(3)).dtype == ag.float32
    assert fft.hfft(signal(ag, 3)).dtype == ag.float64
    assert fft.ihfft(ag.tensor([True, False])).dtype == ag.complex64
    assert fft.fftfreq(3, dtype=ag.float64).dtype == ag.float64


def test_sizes_are_cut_off_or_filled_up(ag, device):
    x = signal(ag, 3, 4)
    assert ag.fft.fft(x, 6).shape == (3, 6)
    assert ag.fft.rfft(x, 3, dim=0).shape == (2, 4)
    assert ag.fft.irfft(x).shape == (3, 6)
    assert ag.fft.fftn(x, s=(2,)).shape == (3, 2)
    assert ag.fft.irfft2(x, s=(5, -1)).shape == (5, 6)
    np.testing.assert_allclose(values(ag.fft.fft(x, 2)), values(ag.fft.fft(x[:, :2])))
    assert ag.fft.fftn(x, dim=()).shape == (3, 4)


@pytest.mark.parametrize("norm", [None, "backward", "ortho", "forward"])
def test_inverses(ag, device, norm):
    x = signal(ag, 4, 5)
    for there, back in (("fft", "ifft"), ("fftn", "ifftn"), ("fft2", "ifft2")):
        found = getattr(ag.fft, back)(getattr(ag.fft, there)(x, norm=norm), norm=norm)
        np.testing.assert_allclose(values(found), values(x), atol=1e-12)
    np.testing.assert_allclose(values(ag.fft.irfft(ag.fft.rfft(x, norm=norm), 5, norm=norm)), values(x), atol=1e-12)
    np.testing.assert_allclose(
        values(ag.fft.irfftn(ag.fft.rfftn(x, norm=norm), (4, 5), norm=norm)), values(x), atol=1e-12
    )
    np.testing.assert_allclose(values(ag.fft.hfft(ag.fft.ihfft(x, norm=norm), 5, norm=norm)), values(x), atol=1e-12)
    np.testing.assert_allclose(
        values(ag.fft.hfft2(ag.fft.ihfft2(x, norm=norm), (4, 5), norm=norm)), values(x), atol=1e-12
    )


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda ag: ag.fft.fft(ag.tensor(1.0)), IndexError, "but tensor has no dimensions"),
        (lambda ag: ag.fft.fft(ag.ones(2), dim=1), IndexError, "Dimension out of range"),
        (lambda ag: ag.fft.fft(ag.ones(2), 0), RuntimeError, r"Invalid number of data points \(0\) specified"),
        (lambda ag: ag.fft.irfft(ag.ones(1)), RuntimeError, r"Invalid number of data points \(0\) specified"),
        (lambda ag: ag.fft.fft(ag.ones(2), norm="unit"), RuntimeError, 'Invalid normalization mode: "unit"'),
        (lambda ag: ag.fft.rfft(ag.ones(2) * 1j), RuntimeError, "rfft expects a real input tensor"),
        (lambda ag: ag.fft.rfftn(ag.ones(2), dim=()), RuntimeError, "rfftn must transform at least one axis"),
        (lambda ag: ag.fft.fftn(ag.ones(2), s=(2, 2)), RuntimeError, "input tensor only has 1 dimensions"),
        (lambda ag: ag.fft.fftn(ag.ones(2), s=(2,), dim=()), RuntimeError, "must have the same length"),
        (lambda ag: ag.fft.fftn(ag.ones(2), dim=(0, -1)), RuntimeError, "FFT dims must be unique"),
        (lambda ag: ag.fft.fft(ag.ones(2, dtype=ag.float16)), RuntimeError, "Unsupported dtype"),
        (lambda ag: ag.fft.fftfreq(3, dtype=ag.int64), RuntimeError, "fftfreq requires a floating point"),
        (lambda ag: ag.fft.fftfreq(-1), RuntimeError, "negative dimension"),
    ],
)
def test_errors(ag, device, call, error, message):
    if "Unsupported" in message and device == "strict":
        pytest.skip("has no half precision")
    with pytest.raises(error, match=message):
        call(ag)


def test_gradients_of_real_numbers_are_real(ag, device):
    x = signal(ag, 5).requires_grad_()
    power = ag.fft.fft(x).abs().square().sum()
    (gradient,) = ag.autograd.grad(power, x, create_graph=True)
    assert gradient.dtype == ag.float64
    np.testing.assert_allclose(values(gradient), 10 * values(x))  # the transform keeps lengths, times 5
    (second,) = ag.autograd.grad(gradient.sum(), x)
    np.testing.assert_allclose(values(second), 10.0)


def test_shifts_turn_dimensions(ag, device):
    x = ag.arange(6).reshape(2, 3)
    assert ag.fft.fftshift(x).tolist() == [[5, 3, 4], [2, 0, 1]]
    assert ag.fft.ifftshift(ag.fft.fftshift(x)).tolist() == x.tolist()
    assert ag.fft.fftshift(x, dim=1).tolist() == [[2, 0, 1], [5, 3, 4]]
    with pytest.raises(IndexError):
        ag.fft.fftshift(x, dim=2)


def test_frequencies(ag, device):
    assert ag.fft.fftfreq(5, 0.5).tolist() == pytest.approx([0.0, 0.4, 0.8, -0.8, -0.4])
    assert ag.fft.fftfreq(4).tolist() == [0.0, 0.25, -0.5, -0.25]
    assert ag.fft.rfftfreq(5).tolist() == pytest.approx([0.0, 0.2, 0.4])
    assert ag.fft.fftfreq(3, requires_grad=True).requires_grad
