"""Mixed precision beside PyTorch's on the CPU: dtypes of results, and the course of the scale."""

from __future__ import annotations

import random

import pytest

import arraygrad as ag

torch = pytest.importorskip("torch", reason="torch is not installed")

#: Calls on matrices that are positive definite, and probabilities.
CALLS = {
    "matmul": lambda t, x, i: x @ x,
    "mm": lambda t, x, i: t.mm(x, x),
    "mv": lambda t, x, i: t.mv(x, x[0]),
    "addmm": lambda t, x, i: t.addmm(x, x, x),
    "einsum": lambda t, x, i: t.einsum("ij,jk->ik", x, x),
    "linear": lambda t, x, i: t.nn.functional.linear(x, x),
    "conv1d": lambda t, x, i: t.nn.functional.conv1d(x[None], x[:, :, None]),
    "prelu": lambda t, x, i: t.nn.functional.prelu(x, x[0, :1]),
    "attention": lambda t, x, i: t.nn.functional.scaled_dot_product_attention(x[None], x[None], x[None]),
    "add": lambda t, x, i: x + x,
    "exp": lambda t, x, i: t.exp(x),
    "softmax": lambda t, x, i: t.softmax(x, 0),
    "sum": lambda t, x, i: x.sum(),
    "prod": lambda t, x, i: x.prod(),
    "trace": lambda t, x, i: t.trace(x),
    "cdist": lambda t, x, i: t.cdist(x, x),
    "inv": lambda t, x, i: t.linalg.inv(x),
    "cholesky": lambda t, x, i: t.linalg.cholesky(x),
    "fft": lambda t, x, i: t.fft.fft(x),
    "mse_loss": lambda t, x, i: t.nn.functional.mse_loss(x, x),
    "l1_loss": lambda t, x, i: t.nn.functional.l1_loss(x, x),
    "nll_loss": lambda t, x, i: t.nn.functional.nll_loss(x, i),
    "cross_entropy": lambda t, x, i: t.nn.functional.cross_entropy(x, i),
    "bce": lambda t, x, i: t.nn.functional.binary_cross_entropy(x / 8, x / 8),
    "kl_div": lambda t, x, i: t.nn.functional.kl_div(x, x, reduction="sum"),
    "quantile": lambda t, x, i: t.quantile(x.float(), 0.5),
    "cat": lambda t, x, i: t.cat([x, x]),
    "stack": lambda t, x, i: t.stack([x, x]),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("kind", ["float32", "float16"])
def test_dtypes_are_pytorchs(name, kind):
    def dtype_of(library):
        x = library.tensor([[2.0, 1.0], [1.0, 2.0]], dtype=getattr(library, kind), device="cpu")
        i = library.tensor([0, 1], device="cpu")
        with library.autocast("cpu", library.float16):
            return str(CALLS[name](library, x, i).dtype).rpartition(".")[2]

    assert dtype_of(ag) == dtype_of(torch)


def test_the_course_of_the_scale():
    def course(library):
        w = library.zeros(1, device="cpu", requires_grad=True)
        optimizer = library.optim.SGD([w], lr=0.1)
        scaler = library.amp.GradScaler("cpu", init_scale=3.0, growth_factor=1.7, backoff_factor=0.3, growth_interval=2)
        draw, seen = random.Random(0), []
        for _ in range(30):
            optimizer.zero_grad()
            scaler.scale(w * w + 0.3 * w).backward()
            if draw.random() < 0.3:
                w.grad.fill_(float("inf"))
            scaler.step(optimizer)
            scaler.update()
            seen.append((scaler.get_scale(), scaler.state_dict()["_growth_tracker"], w.item()))
        return seen

    ours, theirs = course(ag), course(torch)
    assert [step[:2] for step in ours] == [step[:2] for step in theirs]
    assert [step[2] for step in ours] == pytest.approx([step[2] for step in theirs], rel=1e-5)
