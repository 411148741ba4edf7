"""Operations that choose their precision, on every backend that has a lower one."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="PyTorch's devices have other lower precisions")

#: A lower precision of each device; array-api-strict has none.
LOWER = {"cpu": "float16", "readonly": "float16", "jax": "bfloat16", "cuda": "float16"}


@pytest.fixture
def low(ag, device):
    """The lower precision of the device, or float32 where it has none."""
    return getattr(ag, LOWER.get(device, "float32"))


def test_products_run_in_the_lower_precision(ag, device, low):
    x, w = ag.ones(2, 2), ag.ones(2, 2, requires_grad=True)
    with ag.autocast(device, low):
        y = x @ w
        assert ag.is_autocast_enabled(device)
        assert ag.get_autocast_dtype(device) is low
        assert ag.nn.functional.linear(x, w).dtype is low
        assert ag.einsum("ij,jk->ik", x, w).dtype is low
        assert (y * 2).dtype is low
        assert (y + x).dtype is ag.float32
    assert y.dtype is low
    assert (x @ w).dtype is ag.float32
    assert not ag.is_autocast_enabled(device)
    y.sum().backward()
    assert w.grad.dtype is ag.float32
    assert w.grad.tolist() == [[2.0, 2.0], [2.0, 2.0]]


def test_sensitive_operations_run_in_float32(ag, device, low):
    with ag.autocast(device, low):
        y = ag.ones(2, 2) @ ag.ones(2, 2)
        assert ag.nn.functional.mse_loss(y, y).dtype is ag.float32
        assert ag.prod(y).dtype is ag.float32
        assert ag.cat([y, ag.ones(1, 2)]).dtype is ag.float32
        assert ag.cat([y, y]).dtype is low


def test_what_is_not_cast(ag, device, low):
    wide, whole = ag.ones(2, 2, dtype=ag.float64), ag.ones(2, 2, dtype=ag.int64)
    with ag.autocast(device, low):
        assert (wide @ wide).dtype is ag.float64
        assert (whole @ whole).dtype is ag.int64
        with ag.autocast(device, low, enabled=False):
            assert (ag.ones(2, 2) @ ag.ones(2, 2)).dtype is ag.float32
        assert (ag.ones(2, 2) @ ag.ones(2, 2)).dtype is low


def test_other_devices_are_left_alone(ag, device, other_device):
    x = ag.ones(2, 2, device="cpu")
    name = "jax" if device == "cpu" else device
    with ag.autocast(name, getattr(ag, LOWER.get(name, "float32"))):
        if device != "cpu":
            assert (x @ x).dtype is ag.float32


def test_it_decorates(ag, device, low):
    @ag.autocast(device, low)
    def product(x):
        """Docs."""
        return x @ x if x.dtype is low else product(x @ x)

    assert product(ag.ones(2, 2)).dtype is low
    assert product.__doc__ == "Docs."
    with pytest.raises(ZeroDivisionError), ag.autocast(device, low):
        raise ZeroDivisionError
    assert not ag.is_autocast_enabled(device)


def test_the_cast_of_a_weight_is_kept(ag, device, low):
    x, w = ag.ones(2, 2), ag.ones(2, 2, requires_grad=True)

    def weight_of(y):
        return y.grad_fn.next_functions[1][0]

    with ag.autocast(device, low):
        first, second = weight_of(x @ w), weight_of(x @ w)
        assert first is second
        with ag.no_grad():
            w.add_(1.0)
        assert (x @ w)[0, 0].item() == 4.0
        ag.clear_autocast_cache()
        (x @ w).sum().backward()
        (x @ w).sum().backward()
    assert w.grad.tolist() == [[4.0, 4.0], [4.0, 4.0]]
    with ag.autocast(device, low, cache_enabled=False):
        again = weight_of(x @ w)
        assert low is ag.float32 or again is not weight_of(x @ w)


def test_settings_belong_to_the_context(ag, device, low):
    seen = []
    with ag.autocast(device, low):
        thread = threading.Thread(target=lambda: seen.append(ag.is_autocast_enabled(device)))
        thread.start()
        thread.join()
        ag.set_autocast_enabled(device, False)
        assert (ag.ones(2, 2) @ ag.ones(2, 2)).dtype is ag.float32
        ag.set_autocast_cache_enabled(False)
        assert not ag.is_autocast_cache_enabled()
    assert seen == [False]
    assert ag.is_autocast_cache_enabled()
    assert not ag.is_autocast_enabled(device)


def test_training_a_model(ag, device, low):
    ag.manual_seed(0)
    model = ag.nn.Linear(3, 2)
    optimizer = ag.optim.SGD(model.parameters(), lr=0.1)
    scaler = ag.amp.GradScaler(device, init_scale=8.0)
    x, target = ag.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]), ag.tensor([[1.0, 0.0], [0.0, 1.0]])
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        with ag.autocast(device, low):
            out = model(x)
            loss = ag.nn.functional.mse_loss(out, target)
        assert out.dtype is low
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    assert {p.dtype for p in model.parameters()} == {ag.float32}


@pytest.mark.parametrize("reentrant", [True, False])
def test_checkpoints_cast_again(ag, device, low, reentrant):
    checkpoint = ag.utils.checkpoint.checkpoint
    w = ag.ones(2, 2, requires_grad=True)
    seen = []

    def product(x):
        y = x @ x
        seen.append(y.dtype)
        return y

    with ag.autocast(device, low):
        out = checkpoint(product, w, use_reentrant=reentrant, early_stop=False)
    out.sum().backward()
    assert seen == [low, low]
    assert w.grad.tolist() == [[4.0, 4.0], [4.0, 4.0]]
    assert (w @ w).dtype is ag.float32


def test_vmap_casts_too(ag, device, low):
    w = ag.ones(3, 2, 2)
    with ag.autocast(device, low):
        assert ag.vmap(lambda a: a @ a)(w).dtype is low


def test_functions_of_the_user(ag, device, low):
    class Product(ag.autograd.Function):
        @staticmethod
        @ag.amp.custom_fwd(device_type=device)
        def forward(ctx, a, b):
            ctx.save_for_backward(a, b)
            return a @ b

        @staticmethod
        @ag.amp.custom_bwd(device_type=device)
        def backward(ctx, g):
            a, b = ctx.saved_tensors
            product = g @ b.T
            seen.append(product.dtype)
            return product, a.T @ g

    class Full(Product):
        @staticmethod
        @ag.amp.custom_fwd(device_type=device, cast_inputs=ag.float32)
        def forward(ctx, a, b):
            ctx.save_for_backward(a, b)
            return a @ b

    seen = []
    a, b = ag.ones(2, 2, requires_grad=True), ag.ones(2, 2, requires_grad=True)
    with ag.autocast(device, low):
        out = Product.apply(a, b)
        full = Full.apply(a.to(low), b)
    assert (out.dtype, full.dtype) == (low, ag.float32)
    (out.sum() + full.sum()).backward()
    assert set(seen) == {low, ag.float32}
    assert a.grad.tolist() == [[4.0, 4.0], [4.0, 4.0]]


def test_full_precision_is_announced_once(ag):
    program = """
import warnings
import arraygrad as ag
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    for _ in range(3):
        with ag.autocast("cpu"):
            assert not ag.is_autocast_enabled("cpu")
            assert (ag.ones(2, 2) @ ag.ones(2, 2)).dtype is ag.float32
print(*(w.message for w in told), sep="\\n")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    lacks = "arraygrad.bfloat16 is not supported on device 'cpu': numpy lacks it"
    assert run.stdout == f"autocast runs in full precision: {lacks}\n"


def test_arguments_that_do_not_fit(ag, monkeypatch):
    with pytest.raises(RuntimeError, match="device type at start of device string: nowhere"):
        ag.autocast("nowhere")
    with pytest.raises(ValueError, match="Expected `device_type` of type `str`"):
        ag.autocast(3)
    assert ag.amp.is_autocast_available("cpu")
    assert not ag.amp.is_autocast_available("nowhere")
    monkeypatch.setattr("arraygrad.amp.mode.available", lambda name: "it is broken: mend it")
    with pytest.warns(UserWarning, match="'cpu', but it is not available: it is broken: mend it"):
        assert not ag.autocast("cpu", ag.float16)._enabled


def test_the_short_names(ag):
    ag.set_autocast_cpu_dtype(ag.float16)
    try:
        assert ag.get_autocast_cpu_dtype() is ag.float16
        ag.set_autocast_cpu_enabled(True)
        assert ag.is_autocast_cpu_enabled()
        assert (ag.ones(2, 2, device="cpu") @ ag.ones(2, 2, device="cpu")).dtype is ag.float16
    finally:
        ag.set_autocast_cpu_enabled(False)
        ag.set_autocast_cpu_dtype(ag.bfloat16)
    assert ag.get_autocast_gpu_dtype() is ag.float16
    assert not ag.is_autocast_enabled()
