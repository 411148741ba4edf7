"""What an operation costs on a million elements, beside the bare NumPy call.

Each operation is run with gradients recorded, in turn with the NumPy expression that does the same. Its ratio is

    time(operation, 10^6 elements) / (time(NumPy, 10^6 elements) + recording)

where `recording` is what the operation costs more than NumPy on 256 elements. Operations without a NumPy expression of
a line (convolution, pooling, attention, ...) are compared with PyTorch in the workloads instead.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

SIDE = 1000
#: The ratio that is meant to hold.
LIMIT = 1.25
#: A sample lasts at least this long, in seconds.
SAMPLE = 0.02

#: Name, arraygrad's expression, NumPy's. Both know x, y (float32 matrices), p (positive), i (integers below the side),
#: m (bools), u (between 0 and 1), v (a vector), a (a small positive definite matrix), w (to be written), n (the side);
#: x, p, v, a are tracked; F is nn.functional, g a generator.
TABLE = """
abs | ag.abs(x) | np.abs(x)
ceil | ag.ceil(x) | np.ceil(x)
cos | ag.cos(x) | np.cos(x)
exp | ag.exp(x) | np.exp(x)
expm1 | ag.expm1(x) | np.expm1(x)
floor | ag.floor(x) | np.floor(x)
log1p | ag.log1p(x) | np.log1p(x)
sign | ag.sign(x) | np.sign(x)
sin | ag.sin(x) | np.sin(x)
tan | ag.tan(x) | np.tan(x)
tanh | ag.tanh(x) | np.tanh(x)
trunc | ag.trunc(x) | np.trunc(x)
isfinite | ag.isfinite(x) | np.isfinite(x)
isinf | ag.isinf(x) | np.isinf(x)
isnan | ag.isnan(x) | np.isnan(x)
square | ag.square(x) | np.square(x)
log | ag.log(p) | np.log(p)
log10 | ag.log10(p) | np.log10(p)
log2 | ag.log2(p) | np.log2(p)
reciprocal | ag.reciprocal(p) | np.reciprocal(p)
sqrt | ag.sqrt(p) | np.sqrt(p)
maximum | ag.maximum(x, y) | np.maximum(x, y)
minimum | ag.minimum(x, y) | np.minimum(x, y)
add | ag.add(x, y) | np.add(x, y)
logical_and | ag.logical_and(m, m) | np.logical_and(m, m)
logical_or | ag.logical_or(m, m) | np.logical_or(m, m)
round | ag.round(x) | np.rint(x)
logical_not | ag.logical_not(m) | np.logical_not(m)
neg | -x | -x
sub | x - y | x - y
mul | x * y | x * y
div | x / p | x / p
pow | x ** 2 | x ** 2
pow_tensor | p ** y | p ** y
remainder | ag.remainder(x, p) | np.remainder(x, p)
floor_divide | x // p | x // p
true_divide | ag.true_divide(x, p) | np.true_divide(x, p)
eq | x == y | x == y
ne | x != y | x != y
lt | x < y | x < y
le | x <= y | x <= y
gt | x > y | x > y
ge | x >= y | x >= y
rsqrt | ag.rsqrt(p) | 1 / np.sqrt(p)
sigmoid | ag.sigmoid(x) | 1 / (1 + np.exp(-x))
clamp | ag.clamp(x, -1, 1) | np.clip(x, -1, 1)
lerp | ag.lerp(x, y, 0.3) | x + np.float32(0.3) * (y - x)
addcmul | ag.addcmul(x, y, p) | x + y * p
addcdiv | ag.addcdiv(x, y, p) | x + y / p
where | ag.where(m, x, y) | np.where(m, x, y)
nan_to_num | ag.nan_to_num(x) | np.nan_to_num(x)
masked_fill | x.masked_fill(m, 0.0) | np.where(m, np.float32(0), x)
masked_select | x[m] | x[m]
isin | ag.isin(i, v) | np.isin(i, v)
sum | ag.sum(x, 1) | np.sum(x, 1)
mean | ag.mean(x, 1) | np.mean(x, 1)
prod | ag.prod(x, 1) | np.prod(x, 1)
amax | ag.amax(x, 1) | np.amax(x, 1)
amin | ag.amin(x, 1) | np.amin(x, 1)
argmax | ag.argmax(x, 1) | np.argmax(x, 1)
argmin | ag.argmin(x, 1) | np.argmin(x, 1)
sum_all | x.sum() | x.sum()
max | x.max() | x.max()
min | x.min() | x.min()
max_dim | x.max(1) | x.max(1), x.argmax(1)
any | m.any() | m.any()
all | m.all() | m.all()
var | x.var(1) | x.var(1, ddof=1)
std | x.std(1) | x.std(1, ddof=1)
norm | ag.linalg.vector_norm(x, dim=1) | np.linalg.norm(x, axis=1)
logsumexp | ag.logsumexp(x, 1) | (h := x.max(1)) + np.log(np.exp(x - h[:, None]).sum(1))
cumsum | x.cumsum(1) | x.cumsum(1)
cumprod | x.cumprod(1) | x.cumprod(1)
median | x.median() | np.median(x)
softmax | x.softmax(1) | (h := np.exp(x - x.max(1, keepdims=True))) / h.sum(1, keepdims=True)
log_softmax | x.log_softmax(1) | (h := x - x.max(1, keepdims=True)) - np.log(np.exp(h).sum(1, keepdims=True))
bincount | ag.bincount(i.view(-1)) | np.bincount(i.reshape(-1))
allclose | ag.allclose(y, y) | np.allclose(y, y)
equal | ag.equal(y, y) | np.array_equal(y, y)
sort | x.sort(1) | x.argsort(1, kind="stable"), np.sort(x, 1)
argsort | x.argsort(1) | x.argsort(1, kind="stable")
topk | x.topk(10, 1) | np.sort(np.partition(x, -10, 1)[:, -10:], 1), np.argpartition(x, -10, 1)
unique | ag.unique(i) | np.unique(i)
nonzero | ag.nonzero(m) | np.argwhere(m)
cat | ag.cat([x, y]) | np.concatenate([x, y])
stack | ag.stack([x, y]) | np.stack([x, y])
vstack | ag.vstack([x, y]) | np.vstack([x, y])
hstack | ag.hstack([x, y]) | np.hstack([x, y])
clone | x.clone() | x.copy()
contiguous | x.T.contiguous() | np.ascontiguousarray(x.T)
flip | x.flip(0) | np.ascontiguousarray(np.flip(x, 0))
roll | x.roll(3, 1) | np.roll(x, 3, 1)
repeat | v.repeat(1000, 1) | np.tile(v, (1000, 1))
tile | v.tile((1000, 1)) | np.tile(v, (1000, 1))
repeat_interleave | v.repeat_interleave(1000) | np.repeat(v, 1000)
tril | x.tril() | np.tril(x)
triu | x.triu() | np.triu(x)
diag | ag.diag(v) | np.diag(v)
gather | x.gather(1, i) | np.take_along_axis(x, i, 1)
take_along_dim | ag.take_along_dim(x, i, 1) | np.take_along_axis(x, i, 1)
index_select | x.index_select(0, i[0]) | x.take(i[0], 0)
getitem | x[i[0]] | x[i[0]]
scatter | x.scatter(1, i, y) | np.put_along_axis(h := x.copy(), i, y, 1)
scatter_add | x.scatter_add(1, i, y) | np.add.at(h := x.copy(), (np.arange(len(x))[:, None], i), y)
transpose | x.transpose(0, 1) | x.transpose(1, 0)
reshape | x.reshape(-1) | x.reshape(-1)
meshgrid | ag.meshgrid(v, v, indexing="ij") | np.meshgrid(v, v, indexing="ij", copy=False)
matmul | x @ y | x @ y
mv | x.mv(v) | x @ v
addmm | ag.addmm(x, x, y) | x + x @ y
outer | ag.outer(v, v) | np.outer(v, v)
einsum | ag.einsum("ij,jk->ik", x, y) | np.einsum("ij,jk->ik", x, y, optimize=True)
zeros_like | ag.zeros_like(x) | np.zeros_like(x)
ones_like | ag.ones_like(x) | np.ones_like(x)
full_like | ag.full_like(x, 3.0) | np.full_like(x, 3.0)
arange | ag.arange(n * n) | np.arange(n * n)
linspace | ag.linspace(0, 1, n * n) | np.linspace(0, 1, n * n, dtype=np.float32)
eye | ag.eye(n) | np.eye(n, dtype=np.float32)
rand_like | ag.rand_like(y) | g.random(y.shape, dtype=np.float32)
randn_like | ag.randn_like(y) | g.standard_normal(y.shape, dtype=np.float32)
randint | ag.randint(0, 9, (n, n)) | g.integers(0, 9, (n, n))
bernoulli | ag.bernoulli(u) | (g.random(u.shape, dtype=np.float32) < u).astype(np.float32)
to | x.double() | x.astype(np.float64)
fill_ | w.fill_(2.0) | w.fill(2.0)
relu | F.relu(x) | np.maximum(x, 0)
relu6 | F.relu6(x) | np.clip(x, 0, 6)
hardtanh | F.hardtanh(x) | np.clip(x, -1, 1)
leaky_relu | F.leaky_relu(x) | np.where(x > 0, x, x * np.float32(0.01))
softplus | F.softplus(x) | np.logaddexp(x, np.float32(0))
elu | F.elu(x) | np.where(x > 0, x, np.expm1(x))
silu | F.silu(x) | x / (1 + np.exp(-x))
softsign | F.softsign(x) | x / (1 + np.abs(x))
tanhshrink | F.tanhshrink(x) | x - np.tanh(x)
threshold | F.threshold(x, 0.1, 0.0) | np.where(x > 0.1, x, np.float32(0))
linear | F.linear(x, y, v) | x @ y.T + v
mse_loss | F.mse_loss(x, y) | np.mean((x - y) ** 2)
l1_loss | F.l1_loss(x, y) | np.mean(np.abs(x - y))
embedding | F.embedding(i[0], x) | x[i[0]]
pad | F.pad(x, (1, 1)) | np.pad(x, ((0, 0), (1, 1)))
normalize | F.normalize(x) | x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)
layer_norm | F.layer_norm(x, (n,)) | (h := x - x.mean(1)[:, None]) / np.sqrt((h * h).mean(1) + 1e-5)[:, None]
cross_entropy | F.cross_entropy(x, i[0]) | ((h := x - x.max(1)[:, None]) - np.log(np.exp(h).sum(1))[:, None])[0].mean()
inv | ag.linalg.inv(a) | np.linalg.inv(a)
solve | ag.linalg.solve(a, a) | np.linalg.solve(a, a)
cholesky | ag.linalg.cholesky(a) | np.linalg.cholesky(a)
eigh | ag.linalg.eigh(a) | np.linalg.eigh(a)
svd | ag.linalg.svd(a) | np.linalg.svd(a)
"""
PAIRS = {name: (ours, numpy) for name, ours, numpy in (row.split(" | ") for row in TABLE.strip().splitlines())}


@dataclass(frozen=True)
class Cost:
    """Seconds of one operation and of the NumPy expression on 10^6 elements, and the ratio defined above."""

    name: str
    ours: float
    numpy: float
    ratio: float


def arrays(n: int) -> dict[str, Any]:
    """The operands of both expressions, with a side of `n`."""
    rng = np.random.default_rng(0)
    x, y = (rng.standard_normal((n, n), dtype=np.float32) for _ in range(2))
    small = rng.standard_normal((max(n // 10, 2),) * 2, dtype=np.float32)
    return {
        "x": x, "y": y, "p": np.abs(x) + 0.5, "i": rng.integers(0, n, (n, n)), "m": x > y,
        "w": np.zeros((n, n), np.float32),
        "v": rng.standard_normal(n, dtype=np.float32), "u": rng.random((n, n), dtype=np.float32),
        "a": small @ small.T + len(small) * np.eye(len(small), dtype=np.float32),
    }  # fmt: skip


def scope_of(library: Any, n: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the two expressions see."""
    plain = {**arrays(n), "np": np, "g": np.random.Generator(np.random.Philox(0)), "n": n}
    ours = {name: library.tensor(value) for name, value in arrays(n).items()}
    for name in "xpva":
        ours[name].requires_grad_()
    return {**ours, "ag": library, "F": library.nn.functional, "n": n}, plain


def timer(expression: str, scope: dict[str, Any]) -> Callable[[], float]:
    """A function that takes a sample: seconds of one evaluation."""
    names = ", ".join(f"{name}={name}" for name in scope)
    namespace = dict(scope)
    exec(f"def run(count, {names}):\n    for _ in range(count):\n        {expression}\n", namespace)
    run, count = namespace["run"], 1

    def sample() -> float:
        start = perf_counter()
        run(count)
        return (perf_counter() - start) / count

    while (seconds := sample()) * count < SAMPLE:
        count = max(2 * count, round(1.1 * SAMPLE / max(seconds, 1e-9)))
    return sample


def pair(
    expressions: tuple[str, str], scopes: tuple[dict[str, Any], dict[str, Any]], rounds: int
) -> tuple[float, float]:
    """Median seconds of both, measured in turn."""
    ours, plain = (timer(e, s) for e, s in zip(expressions, scopes, strict=True))
    samples = [(ours(), plain()) for _ in range(rounds)]
    return statistics.median(a for a, _ in samples), statistics.median(b for _, b in samples)


def measure(library: Any, rounds: int, chosen: list[str] | None = None) -> list[Cost]:
    """The cost of each operation, the dearest beside NumPy first."""
    small, large = scope_of(library, 16), scope_of(library, SIDE)
    costs = []
    with np.errstate(all="ignore"):
        for name in chosen or PAIRS:
            few, few_plain = pair(PAIRS[name], small, rounds)
            many, many_plain = pair(PAIRS[name], large, rounds)
            recording = max(few - few_plain, 0.0)
            costs.append(Cost(name, many, many_plain, many / (many_plain + recording)))
    return sorted(costs, key=lambda cost: -cost.ratio)
