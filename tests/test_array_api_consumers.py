"""SciPy, scikit-learn and helpers over the array API take our tensors and hand gradients on.

SciPy decides at its first import whether it looks for array API namespaces, so the checks of SciPy and scikit-learn run
in a process of their own, which prints what went wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")


def scipy_functions() -> dict[str, tuple[Callable[..., Any], str]]:
    """Smooth functions of SciPy that follow the namespace of their argument, and the kind of argument."""
    from scipy import fft, integrate, signal, special, stats

    return {
        "skew": (stats.skew, "vector"),
        "kurtosis": (stats.kurtosis, "vector"),
        "moment": (lambda x: stats.moment(x, 3), "vector"),
        "gmean": (stats.gmean, "positive"),
        "hmean": (stats.hmean, "positive"),
        "pmean": (lambda x: stats.pmean(x, 3), "positive"),
        "variation": (stats.variation, "positive"),
        "zscore": (stats.zscore, "vector"),
        "sem": (stats.sem, "vector"),
        "tvar": (stats.tvar, "vector"),
        "ttest_1samp": (lambda x: stats.ttest_1samp(x, 0.0).statistic, "vector"),
        "ttest_ind": (lambda x: stats.ttest_ind(x, x * x).statistic, "vector"),
        "pearsonr": (lambda x: stats.pearsonr(x, x**3).statistic[()], "vector"),
        "entropy": (lambda x: stats.entropy(x, x * x), "positive"),
        "bartlett": (lambda x: stats.bartlett(x, x * x).statistic, "vector"),
        "jarque_bera": (lambda x: stats.jarque_bera(x).statistic, "vector"),
        "power_divergence": (lambda x: stats.power_divergence(x, lambda_=2 / 3).statistic, "positive"),
        "circmean": (stats.circmean, "vector"),
        "boxcox_llf": (lambda x: stats.boxcox_llf(0.5, x), "positive"),
        "trim_mean": (lambda x: stats.trim_mean(x, 0.2), "vector"),
        "quantile": (lambda x: stats.quantile(x, 0.3), "vector"),
        "logsumexp": (special.logsumexp, "vector"),
        "softmax": (special.softmax, "vector"),
        "erf": (special.erf, "vector"),
        "gammaln": (special.gammaln, "positive"),
        "ndtr": (special.ndtr, "vector"),
        "rel_entr": (lambda x: special.rel_entr(x, x * x), "positive"),
        "rfft": (lambda x: abs(fft.rfft(x)), "vector"),
        "hilbert": (lambda x: abs(signal.hilbert(x)), "vector"),
        "fftconvolve": (lambda x: signal.fftconvolve(x, x[:3]), "vector"),
        "trapezoid": (integrate.trapezoid, "vector"),
    }


def learn_functions() -> dict[str, tuple[Callable[..., Any], str]]:
    """The same of scikit-learn."""
    from sklearn import decomposition, linear_model, preprocessing
    from sklearn.metrics import pairwise

    return {
        "euclidean_distances": (lambda x: pairwise.euclidean_distances(x, x * x), "matrix"),
        "rbf_kernel": (lambda x: pairwise.rbf_kernel(x, x * x), "matrix"),
        "cosine_similarity": (lambda x: pairwise.cosine_similarity(x, x * x), "matrix"),
        "polynomial_kernel": (pairwise.polynomial_kernel, "matrix"),
        "normalize": (preprocessing.normalize, "matrix"),
        "minmax": (lambda x: preprocessing.MinMaxScaler().fit_transform(x), "matrix"),
        "pca": (lambda x: decomposition.PCA(2, svd_solver="full").fit(x).explained_variance_, "matrix"),
        "ridge": (lambda x: linear_model.Ridge(solver="svd").fit(x[:, :2], x[:, 2]).coef_, "matrix"),
        "maxabs": (lambda x: preprocessing.MaxAbsScaler().fit_transform(x), "matrix"),
    }


def check(library: str, device: str) -> list[str]:
    """What is wrong with values and gradients, against NumPy and finite differences."""
    import warnings

    import numpy as np
    import sklearn

    import arraygrad as ag

    ag.set_default_device(device)
    xp = ag.array_api
    rng = np.random.default_rng(0)
    values = {
        "vector": rng.normal(size=12) + 0.1,
        "positive": rng.uniform(0.2, 2.0, 12),
        "matrix": rng.normal(size=(4, 3)),
    }
    functions = scipy_functions() if library == "scipy" else learn_functions()
    wrong = []
    for name, (function, kind) in functions.items():
        x = values[kind]
        direction = np.cos(np.arange(x.size)).reshape(x.shape)
        try:
            with warnings.catch_warnings(), sklearn.config_context(array_api_dispatch=library != "scipy"):
                warnings.simplefilter("ignore")
                expected = function(x)
                slope = (np.sum(function(x + 1e-6 * direction)) - np.sum(function(x - 1e-6 * direction))) / 2e-6
                tensor = xp.asarray(x)
                tensor.requires_grad = True
                result = function(tensor)
                xp.sum(result).backward()
        except Exception as error:
            wrong.append(f"{name}: {type(error).__name__}: {error}")
            continue
        if not np.allclose(result.detach().tolist(), expected, rtol=1e-7):
            wrong.append(f"{name}: {result.tolist()} instead of {expected.tolist()}")
        if not np.isclose(found := xp.sum(tensor.grad * xp.asarray(direction)).item(), slope, rtol=1e-4, atol=1e-6):
            wrong.append(f"{name}: the gradient gives the slope {found} instead of {slope}")
    return wrong


@pytest.mark.parametrize("library", ["scipy", "sklearn"])
def test_consumers_give_values_and_gradients(ag, device, library):
    for needed in ("scipy", "sklearn"):
        pytest.importorskip(needed)
    run = subprocess.run(
        [sys.executable, __file__, library, device],
        env={**os.environ, "SCIPY_ARRAY_API": "1"},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout.strip(), run.stderr[-2000:] if run.returncode else "") == (0, "", "")


def test_array_api_extra_takes_tensors(ag, device):
    """Its functions write through ``at``, and apply a function to both sides of a condition."""
    extra = pytest.importorskip("array_api_extra")
    xp = ag.array_api
    x = xp.asarray([1.0, 0.0, 4.0])
    x.requires_grad = True
    root = extra.apply_where(x > 0, x, xp.sqrt, fill_value=0.0)
    y = extra.at(root, 0).set(5.0)
    xp.sum(y).backward()
    assert y.tolist() == [5.0, 0.0, 2.0]
    assert x.grad.tolist() == [0.0, 0.0, 0.25]
    assert extra.nunique(xp.asarray([1, 2, 1])).item() == 2
    assert extra.kron(xp.ones((2, 1)), xp.asarray([[1.0, 2.0]])).tolist() == [[1.0, 2.0], [1.0, 2.0]]


if __name__ == "__main__":
    print("\n".join(check(*sys.argv[1:])))
