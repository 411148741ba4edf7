"""The switches of PyTorch's libraries: kept, read again, and refused where PyTorch has none."""

from __future__ import annotations

import importlib

import pytest

SWITCHES = {
    "cudnn": {"enabled": False, "benchmark": True, "deterministic": True, "allow_tf32": False, "benchmark_limit": 4},
    "mkldnn": {"enabled": False, "deterministic": True, "allow_tf32": False},
    "opt_einsum": {"enabled": False, "strategy": "greedy"},
    "cuda.matmul": {"allow_tf32": True, "allow_fp16_reduced_precision_reduction": False},
}


@pytest.mark.only_arraygrad(reason="PyTorch may refuse what does not suit its libraries")
@pytest.mark.parametrize(("path", "name"), [(path, name) for path, names in SWITCHES.items() for name in names])
def test_switches_are_kept(ag, monkeypatch, path, name):
    holder = ag.backends
    for part in path.split("."):
        holder = getattr(holder, part)
    monkeypatch.setattr(holder, name, SWITCHES[path][name])
    assert getattr(holder, name) == SWITCHES[path][name]


def test_defaults(ag):
    backends = ag.backends
    assert (backends.cudnn.enabled, backends.cudnn.benchmark, backends.cudnn.deterministic) == (True, False, False)
    assert not backends.cuda.matmul.allow_tf32
    assert backends.cuda.flash_sdp_enabled()
    assert backends.opt_einsum.strategy == "auto"
    assert backends.mha.get_fastpath_enabled()


@pytest.mark.only_arraygrad(reason="PyTorch has these libraries")
def test_no_such_library_is_used(ag):
    for name in ("cudnn", "mkl", "mkldnn", "mps", "nnpack", "openmp", "opt_einsum"):
        assert importlib.import_module(f"arraygrad.backends.{name}").is_available() is False
    assert not ag.backends.mps.is_built()
    assert not ag.backends.cuda.is_flash_attention_available()
    assert ag.backends.cuda.is_built() == ag.cuda.is_available()
    assert ag.backends.cudnn.version() is None
    assert not ag.backends.cudnn.is_acceptable(ag.ones(1))
    assert ag.backends.quantized.engine in ag.backends.quantized.supported_engines
    assert ag.backends.cpu.get_cpu_capability()


@pytest.mark.only_arraygrad(reason="PyTorch takes any name for some of them")
@pytest.mark.parametrize("path", ["cudnn", "mkldnn", "opt_einsum", "cuda.matmul", "nnpack", "quantized"])
def test_unknown_switches_are_refused(ag, path):
    holder = ag.backends
    for part in path.split("."):
        holder = getattr(holder, part)
    with pytest.raises(AttributeError, match="no_such_switch"):
        holder.no_such_switch = True
    with pytest.raises(AttributeError, match="no_such_switch"):
        _ = holder.no_such_switch


def test_switches_for_a_while(ag):
    cudnn = ag.backends.cudnn
    with cudnn.flags(enabled=False, benchmark=True):
        assert (cudnn.enabled, cudnn.benchmark) == (False, True)
    assert (cudnn.enabled, cudnn.benchmark) == (True, False)
    with pytest.raises(TypeError, match="no_such_switch"):
        cudnn.flags(no_such_switch=True)


@pytest.mark.only_arraygrad(reason="PyTorch's library is not switched off there")
def test_other_switches_for_a_while(ag):
    backends = ag.backends
    with backends.mkldnn.flags(enabled=False), backends.nnpack.flags(enabled=True):
        with backends.opt_einsum.flags(strategy="optimal"):
            assert (backends.opt_einsum.strategy, backends.opt_einsum.enabled) == ("optimal", False)
        assert (backends.mkldnn.enabled, backends.nnpack.enabled) == (False, True)
    assert backends.nnpack.set_flags(False) == (False,)
    backends.mha.set_fastpath_enabled(False)
    assert not backends.mha.get_fastpath_enabled()
    backends.mha.set_fastpath_enabled(True)


def test_ways_to_compute_attention(ag):
    cuda = ag.backends.cuda
    with pytest.warns(FutureWarning, match="sdp_kernel"), cuda.sdp_kernel(enable_flash=False, enable_cudnn=False):
        assert (cuda.flash_sdp_enabled(), cuda.cudnn_sdp_enabled(), cuda.math_sdp_enabled()) == (False, False, True)
    assert cuda.flash_sdp_enabled()
    for name in ("flash", "mem_efficient", "math", "cudnn"):
        getattr(cuda, f"enable_{name}_sdp")(False)
        assert not getattr(cuda, f"{name}_sdp_enabled")()
        getattr(cuda, f"enable_{name}_sdp")(True)
