"""Gradients flow through every floating point function of the namespace."""

from __future__ import annotations

from threading import Thread

import pytest

pytestmark = pytest.mark.only_arraygrad("the array API face")

UNARY = """abs acos acosh asin asinh atan atanh ceil conj cos cosh exp expm1 floor log log10 log1p log2 negative
positive real reciprocal round sign sin sinh sqrt square tan tanh trunc""".split()
BINARY = """add atan2 copysign divide floor_divide hypot logaddexp maximum minimum multiply pow remainder
subtract""".split()


def spd(xp, x):
    """A positive definite matrix."""
    return xp.matmul(x, x.T) + xp.eye(2, dtype=x.dtype)


#: One call of every other function whose result is floating point.
CALLS = {
    "astype": lambda xp, x: xp.astype(x, xp.float32),
    "broadcast_arrays": lambda xp, x: xp.broadcast_arrays(x, xp.ones((2, 1, 1)))[0],
    "broadcast_to": lambda xp, x: xp.broadcast_to(x, (2, 2, 3)),
    "clip": lambda xp, x: xp.clip(x, 0.35, 0.6),
    "concat": lambda xp, x: xp.concat([x, x], axis=None),
    "cumulative_prod": lambda xp, x: xp.cumulative_prod(x, axis=1, include_initial=True),
    "cumulative_sum": lambda xp, x: xp.cumulative_sum(x, axis=0),
    "diff": lambda xp, x: xp.diff(x, prepend=x[:, :1]),
    "expand_dims": lambda xp, x: xp.expand_dims(x, (0, -1)),
    "fft.fft": lambda xp, x: xp.abs(xp.fft.fft(x)),
    "fft.irfft": lambda xp, x: xp.fft.irfft(xp.fft.rfft(x), n=3),
    "fft.fftshift": lambda xp, x: xp.fft.fftshift(x),
    "flip": lambda xp, x: xp.flip(x, axis=1),
    "imag": lambda xp, x: xp.imag(x * (1.0 + 2.0j)),
    "linalg.cholesky": lambda xp, x: xp.linalg.cholesky(spd(xp, x), upper=True),
    "linalg.cross": lambda xp, x: xp.linalg.cross(x, x * x),
    "linalg.det": lambda xp, x: xp.linalg.det(spd(xp, x)),
    "linalg.diagonal": lambda xp, x: xp.linalg.diagonal(x, offset=1),
    "linalg.eigh": lambda xp, x: xp.linalg.eigh(spd(xp, x)).eigenvalues,
    "linalg.eigvals": lambda xp, x: xp.real(xp.linalg.eigvals(spd(xp, x) * xp.asarray([[1.0, 2.0], [3.0, 4.0]]))),
    "linalg.eigvalsh": lambda xp, x: xp.linalg.eigvalsh(spd(xp, x)),
    "linalg.inv": lambda xp, x: xp.linalg.inv(spd(xp, x)),
    "linalg.matrix_norm": lambda xp, x: xp.linalg.matrix_norm(x, ord="nuc"),
    "linalg.matrix_power": lambda xp, x: xp.linalg.matrix_power(spd(xp, x), -2),
    "linalg.outer": lambda xp, x: xp.linalg.outer(x[0, :], x[1, :]),
    "linalg.pinv": lambda xp, x: xp.linalg.pinv(x),
    "linalg.qr": lambda xp, x: xp.linalg.qr(x.T).R,
    "linalg.slogdet": lambda xp, x: xp.linalg.slogdet(spd(xp, x)).logabsdet,
    "linalg.solve": lambda xp, x: xp.linalg.solve(spd(xp, x), x[:, 0]),
    "linalg.svd": lambda xp, x: xp.linalg.svd(x, full_matrices=False).S,
    "linalg.svdvals": lambda xp, x: xp.linalg.svdvals(x),
    "linalg.trace": lambda xp, x: xp.linalg.trace(x),
    "linalg.vector_norm": lambda xp, x: xp.linalg.vector_norm(x, axis=1),
    "matmul": lambda xp, x: xp.matmul(x, x.T),
    "matrix_transpose": lambda xp, x: xp.matrix_transpose(x),
    "max": lambda xp, x: xp.max(x, axis=1),
    "mean": lambda xp, x: xp.mean(x, axis=0),
    "meshgrid": lambda xp, x: xp.meshgrid(x[0, :], x[1, :])[1],
    "min": lambda xp, x: xp.min(x),
    "moveaxis": lambda xp, x: xp.moveaxis(x, 0, 1),
    "permute_dims": lambda xp, x: xp.permute_dims(x, (-1, 0)),
    "prod": lambda xp, x: xp.prod(x, axis=(0, 1)),
    "repeat": lambda xp, x: xp.repeat(x, 2, axis=1),
    "reshape": lambda xp, x: xp.reshape(x, (3, 2), copy=True),
    "roll": lambda xp, x: xp.roll(x, 1),
    "sort": lambda xp, x: xp.sort(x, descending=True),
    "special.expit": lambda xp, x: xp.special.expit(x),
    "special.rel_entr": lambda xp, x: xp.special.rel_entr(x, x * x),
    "squeeze": lambda xp, x: xp.squeeze(x[:1, :], 0),
    "stack": lambda xp, x: xp.stack([x, x], axis=1),
    "std": lambda xp, x: xp.std(x, axis=1),
    "sum": lambda xp, x: xp.sum(x, axis=0, keepdims=True),
    "take": lambda xp, x: xp.take(x, xp.asarray([2, -3, 2]), axis=1),
    "take_along_axis": lambda xp, x: xp.take_along_axis(x, xp.asarray([[1], [-1]])),
    "tensordot": lambda xp, x: xp.tensordot(x, x),
    "tile": lambda xp, x: xp.tile(x, (2,)),
    "tril": lambda xp, x: xp.tril(x),
    "triu": lambda xp, x: xp.triu(x, k=1),
    "unique_all": lambda xp, x: xp.unique_all(x).values,
    "unstack": lambda xp, x: xp.unstack(x)[1],
    "var": lambda xp, x: xp.var(x),
    "vecdot": lambda xp, x: xp.vecdot(x, x),
    "where": lambda xp, x: xp.where(x > 0.45, x, 0.0),
    "mask": lambda xp, x: x[x > 0.35],
    "several indices": lambda xp, x: x[xp.asarray([0, 1]), xp.asarray([2, 2])],
    **{name: (lambda xp, x, name=name: getattr(xp, name)(x + (1.0 if name == "acosh" else 0.0))) for name in UNARY},
    **{name: (lambda xp, x, name=name: getattr(xp, name)(x, xp.flip(x) + 0.25)) for name in BINARY},
}

VALUES = [[0.25, 0.5, 0.4], [0.8, 0.3, 0.7]]


@pytest.mark.parametrize("name", CALLS)
def test_gradients_flow(ag, name):
    """On one backend: the rules are the same on all."""
    xp = ag.array_api
    function = CALLS[name]
    x = xp.asarray(VALUES, dtype=xp.float64)
    x.requires_grad = True
    weight = None

    def total(x):
        nonlocal weight
        y = function(xp, x)
        if weight is None:
            weight = xp.reshape(xp.arange(1.0, y.size + 1.0, dtype=xp.float64), y.shape)
        return xp.sum(y * weight)

    y = total(x)
    assert y.requires_grad, "the graph ends here"
    y.backward()
    if name in ("astype", "ceil", "floor", "floor_divide", "round", "sign", "trunc"):
        return  # step functions, or too few digits to compare
    step = 1e-6
    for i in range(2):
        for j in range(3):
            ends = [xp.asarray(VALUES, dtype=xp.float64), xp.asarray(VALUES, dtype=xp.float64)]
            ends[0][i, j] += step
            ends[1][i, j] -= step
            slope = (total(ends[0]).item() - total(ends[1]).item()) / (2 * step)
            assert x.grad[i, j].item() == pytest.approx(slope, rel=1e-4, abs=1e-5)


def test_every_floating_function_is_tried(ag):
    """A function that is not in the table gives no floating point numbers, or none that depend on values."""
    xp = ag.array_api
    without = set(
        """all any arange argmax argmin argsort asarray bitwise_and bitwise_invert bitwise_left_shift bitwise_or
        bitwise_right_shift bitwise_xor broadcast_shapes can_cast count_nonzero empty empty_like equal eye finfo
        from_dlpack full full_like greater greater_equal iinfo isdtype isfinite isin isinf isnan less less_equal
        linspace logical_and logical_not logical_or logical_xor nextafter nonzero not_equal ones ones_like result_type
        searchsorted signbit unique_counts unique_inverse unique_values zeros zeros_like""".split()
    )
    functions = {n for n in dir(xp) if not n.startswith("_") and callable(getattr(xp, n))}
    functions -= set(xp.__array_namespace_info__().dtypes())
    assert functions - without == {n for n in CALLS if "." not in n} - {"mask", "several indices"}


def test_unique_values_give_the_gradient_to_the_first(ag, device):
    xp = ag.array_api
    x = xp.asarray([3.0, 1.0, 3.0])
    x.requires_grad = True
    found = xp.unique_all(x)
    xp.sum(found.values * xp.asarray([1.0, 10.0])).backward()
    assert x.grad.tolist() == [10.0, 1.0, 0.0]
    assert found.counts.tolist() == [1, 2]
    assert found.inverse_indices.tolist() == [1, 0, 1]


def test_threads_write_columns(ag, device):
    xp = ag.array_api
    x = xp.zeros((3, 4))

    def work(column):
        for i in range(8):
            x[:, column] = float(i)
            x[:, column] += 1.0

    with ag.device(device):
        threads = [Thread(target=work, args=(c,)) for c in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert x.tolist() == [[8.0] * 4] * 3


def test_writes_go_through_permuted_views(ag, device):
    xp = ag.array_api
    x = xp.zeros((2, 3))
    part = xp.permute_dims(x, (1, 0))[1:, :]
    part += 1.0
    part[0, ...] *= 5.0
    assert x.tolist() == [[0.0, 5.0, 1.0], [0.0, 5.0, 1.0]]


def test_several_index_arrays_are_read_and_written(ag, device):
    xp = ag.array_api
    x = xp.reshape(xp.arange(6), (2, 3))
    rows, columns = xp.asarray([0, 1]), xp.asarray([2, 0])
    assert x[rows, columns].tolist() == [2, 3]
    assert x[..., xp.asarray([[0, 2], [1, 1]])].shape == (2, 2, 2)
    x[rows, columns] = xp.asarray([8, 9])
    assert x.tolist() == [[0, 1, 8], [9, 4, 5]]
    x[x > 5] = 0
    assert x.tolist() == [[0, 1, 0], [0, 4, 5]]
    assert x[xp.asarray(True)].shape == (1, 2, 3)
    assert [int(n) for row in x for n in row] == [0, 1, 0, 0, 4, 5]
