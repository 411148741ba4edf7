"""Windows and short-time Fourier transforms: values, lengths, dtypes and errors."""

from __future__ import annotations

import numpy as np
import pytest

WINDOWS = "bartlett blackman cosine exponential gaussian hamming hann kaiser nuttall".split()


def values(x):
    return np.asarray(x.detach().cpu())


@pytest.fixture
def windows(ag):
    if ag.__name__ == "torch":
        return pytest.importorskip("torch.signal").windows
    return ag.signal.windows


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_are_one_in_the_middle_and_periodic_ones_are_cut_off(windows, ag, device, name):
    window = getattr(windows, name)
    assert values(window(1)).tolist() == [1.0]
    assert window(0).shape == (0,)
    symmetric = values(window(9, dtype=ag.float64))
    np.testing.assert_allclose(symmetric, symmetric[::-1], atol=1e-12)
    assert symmetric[4] == pytest.approx(1.0)
    np.testing.assert_allclose(values(window(8, sym=False, dtype=ag.float64)), symmetric[:-1], atol=1e-12)
    assert window(3, requires_grad=True).requires_grad
    with pytest.raises(ValueError, match="requires non-negative window length"):
        window(-1)
    with pytest.raises(ValueError, match="expects float32 or float64 dtypes"):
        window(3, dtype=ag.int64)


def test_values_of_windows(windows, ag, device):
    np.testing.assert_allclose(values(windows.gaussian(3, std=2.0)), [np.exp(-0.125), 1, np.exp(-0.125)], rtol=1e-6)
    np.testing.assert_allclose(values(windows.exponential(3, center=0, sym=False)), np.exp([0.0, -1, -2]), rtol=1e-6)
    np.testing.assert_allclose(values(windows.general_hamming(3, alpha=0.6)), [0.2, 1.0, 0.2], rtol=1e-6)
    np.testing.assert_allclose(values(windows.general_cosine(3, a=[0.5, 0.3, 0.2])), [0.4, 1.0, 0.4], rtol=1e-6)
    np.testing.assert_allclose(values(windows.kaiser(5, beta=2.0)), np.kaiser(5, 2.0), rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("gaussian", {"std": 0.0}, "Standard deviation must be positive"),
        ("exponential", {"tau": 0.0}, "Tau must be positive"),
        ("exponential", {"center": 1.0}, "Center must be None for symmetric windows"),
        ("kaiser", {"beta": -1.0}, "beta must be non-negative"),
        ("general_cosine", {"a": []}, "Coefficients cannot be empty"),
    ],
)
def test_arguments_of_windows(windows, ag, device, name, options, message):
    with pytest.raises(ValueError, match=message):
        getattr(windows, name)(3, **options)


def test_windows_at_top_level_are_periodic(ag, windows, device):
    for name in ("bartlett", "blackman", "hamming", "hann", "kaiser"):
        function, there = getattr(ag, f"{name}_window"), getattr(windows, name)
        np.testing.assert_allclose(values(function(5)), values(there(5, sym=False)), atol=2e-6)
        np.testing.assert_allclose(values(function(5, False)), values(there(5)), atol=2e-6)
        assert function(3, dtype=ag.float64).dtype == ag.float64
        with pytest.raises(RuntimeError, match="requires non-negative window_length"):
            function(-1)
        with pytest.raises(RuntimeError, match="expects floating point dtypes"):
            function(3, dtype=ag.int64)
    np.testing.assert_allclose(values(ag.hamming_window(4, False, 0.6, 0.4)), [0.2, 0.8, 0.8, 0.2], rtol=1e-6)
    np.testing.assert_allclose(values(ag.kaiser_window(5, False, 2.0)), np.kaiser(5, 2.0), rtol=1e-6)


def signal(ag, *shape):
    return ag.tensor(np.random.default_rng(0).standard_normal(shape).tolist(), dtype=ag.float64)


def test_frames_are_transformed(ag, device):
    x, window = signal(ag, 20), ag.hann_window(8, dtype=ag.float64)
    spectra = x.stft(8, 4, window=window, center=False, return_complex=True)
    assert spectra.shape == (5, 4)
    expected = [np.fft.rfft(values(x)[4 * i : 4 * i + 8] * values(window)) for i in range(4)]
    np.testing.assert_allclose(values(spectra), np.transpose(expected), atol=1e-12)
    assert ag.stft(x, 8, 4, window=window, onesided=False, return_complex=True).shape == (8, 6)


@pytest.mark.parametrize("options", [{}, {"normalized": True}, {"onesided": False}, {"win_length": 6}])
def test_the_inverse_gives_the_signal(ag, device, options):
    x = signal(ag, 2, 16)
    options = {"hop_length": 2, "window": ag.ones(options.get("win_length", 8), dtype=ag.float64), **options}
    spectra = ag.stft(x, 8, return_complex=True, **options)
    np.testing.assert_allclose(values(ag.istft(spectra, 8, **options)), values(x), atol=1e-12)
    assert ag.istft(spectra, 8, length=13, **options).shape == (2, 13)
    z = ag.stft(x * 1j, 8, **{**options, "onesided": False})
    assert ag.istft(z, 8, return_complex=True, **{**options, "onesided": False}).dtype == ag.complex128


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ag, x, w: ag.stft(x, 8, window=w), "stft requires the return_complex parameter"),
        (lambda ag, x, w: ag.stft(x, 8, window=w[:4], return_complex=True), "expected a 1D window tensor"),
        (lambda ag, x, w: ag.stft(x, 8, 0, window=w, return_complex=True), "expected hop_length > 0"),
        (lambda ag, x, w: ag.stft(x, 8, window=w, center=False, win_length=9, return_complex=True), "win_length"),
        (lambda ag, x, w: ag.stft(x[:4], 8, window=w, center=False, return_complex=True), "expected 0 < n_fft <"),
        (lambda ag, x, w: ag.stft(x, 8, window=w, align_to_window=True), "should only be set when center = false"),
        (lambda ag, x, w: ag.stft(x * 1j, 8, window=w, onesided=True), "Cannot have onesided output"),
        (lambda ag, x, w: ag.istft(x, 8, window=w), "istft requires a complex-valued input tensor"),
        (lambda ag, x, w: ag.istft(ag.ones(4, 3) * 1j, 8, window=w), "frequency dimension"),
        (lambda ag, x, w: ag.istft(ag.ones(5, 3) * 1j, 8, window=w, center=False), "window overlap add min"),
        (lambda ag, x, w: ag.istft(ag.ones(5, 3) * 1j, 8, window=w, return_complex=True), "Cannot have onesided"),
    ],
)
def test_what_does_not_fit_is_refused(ag, device, call, message):
    with pytest.raises(RuntimeError, match=message):
        call(ag, signal(ag, 20), ag.hann_window(8))


def test_warnings_of_short_time_transforms(ag, device):
    x, window = signal(ag, 16), ag.ones(8, dtype=ag.float64)
    with pytest.warns(UserWarning, match="A window was not provided"):
        spectra = ag.stft(x, 8, return_complex=True)
    with pytest.warns(UserWarning, match="return_complex=False is deprecated"):
        assert ag.stft(x, 8, window=window, return_complex=False).shape == (5, 9, 2)
    with pytest.warns(UserWarning, match="padded with zeros"):
        longer = ag.istft(spectra, 8, window=window, length=24)
    assert values(longer)[20:].tolist() == [0.0] * 4
