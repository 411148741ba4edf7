"""The measurements quoted on the pages beside this file.

``python docs/decisions/measure.py`` takes all of them, with numbers of pages such as ``0002 0004`` some. Every time is
the smallest of several repetitions, which is the one that other work on the machine has disturbed least.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from time import perf_counter, process_time
from timeit import Timer
from typing import Any

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

# The libraries read the variables when they are loaded.
import numpy as np  # noqa: E402

import arraygrad as ag  # noqa: E402


def best(
    function: Callable[[], Any], seconds: float = 0.2, repeat: int = 9, clock: Callable[[], float] = perf_counter
) -> float:
    """The smallest time of a call, in microseconds."""
    function()
    timer = Timer(function, timer=clock)
    number, _ = timer.autorange()
    number = max(1, int(number * seconds / 0.2 / repeat))
    return min(timer.repeat(repeat, number)) / number * 1e6


def line(what: str, value: float, unit: str = "us") -> None:
    print(f"  {what:<68}{value:10.2f} {unit}")


# -- 0001: generated callers ---------------------------------------------------------------------------------------


def callers() -> None:
    from arraygrad.dispatch import apply, make_caller
    from arraygrad.op import OPS

    a, b = ag.rand(4), ag.rand(4)
    raw_a, raw_b = a.numpy(), b.numpy()
    x, y = ag.rand(4, requires_grad=True), ag.rand(4, requires_grad=True)
    mul = OPS["mul"]
    line("np.multiply of four float32", best(lambda: np.multiply(raw_a, raw_b)))
    line("mul, generated caller", best(lambda: ag.mul(a, b)))
    line("mul, generated caller, recorded", best(lambda: ag.mul(x, y)))
    line("mul, general path", best(lambda: apply(mul, (a, b), {})))
    line("mul, general path, recorded", best(lambda: apply(mul, (x, y), {})))
    line("writing and compiling the caller of mul, once per process", best(lambda: make_caller(mul)))
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    p, q = torch.rand(4), torch.rand(4)
    u, v = torch.rand(4, requires_grad=True), torch.rand(4, requires_grad=True)
    line("torch.mul", best(lambda: torch.mul(p, q)))
    line("torch.mul, recorded", best(lambda: torch.mul(u, v)))


# -- 0002: the order of the backward pass --------------------------------------------------------------------------


def walk_by_counting(root: Any, g: Any, mode: Any) -> dict[int, Any]:
    """The same walk in the order that dependency counts give: one pass to count, one to compute."""
    from arraygrad.graph import Node

    counts: dict[int, int] = {}
    stack, seen = [root], {id(root)}
    while stack:
        for edge in stack.pop().edges:
            if isinstance(edge, Node):
                counts[id(edge)] = counts.get(id(edge), 0) + 1
                if id(edge) not in seen:
                    seen.add(id(edge))
                    stack.append(edge)
    arrived: dict[int, Any] = {}
    pending = {id(root): g}
    ready = [root]
    while ready:
        node = ready.pop()
        gradients = node.backward(pending.pop(id(node)), mode.namespace(node), mode.unpack)
        shapes = node.shapes
        for i, edge in enumerate(node.edges):
            if edge is None:
                continue
            done = mode.finish(node, gradients[i], None if shapes is None else shapes[i])
            if isinstance(edge, Node):
                key = id(edge)
                pending[key] = done if key not in pending else pending[key] + done
                counts[key] -= 1
                if not counts[key]:
                    ready.append(edge)
            else:
                arrived[id(edge)] = done if id(edge) not in arrived else arrived[id(edge)] + done
    return arrived


def chain(length: int) -> Any:
    y = ag.rand(4, requires_grad=True)
    for _ in range(length):
        y = y * 1.000001
    return y, length


def wide(width: int) -> Any:
    x = ag.rand(4, requires_grad=True)
    branches = [x * 0.5 for _ in range(width)]
    return ag.cat(branches), width


def order() -> None:
    from arraygrad.autograd.passes import _raw
    from arraygrad.engine import run

    for name, build in (("chain", chain), ("one node with many branches", wide)):
        for size in (1_000, 100_000):
            y, nodes = build(size)
            g = np.ones(y.shape, np.float32)
            for how, walk in (
                ("sequence numbers", lambda y=y, g=g: run([(y._edge, g)], _raw, retain=True)),
                ("dependency counts", lambda y=y, g=g: walk_by_counting(y._edge, g, _raw)),
            ):
                gc.disable()
                times = [Timer(walk).timeit(1) / nodes * 1e6 for _ in range(7)]
                tracemalloc.start()
                walk()
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                gc.enable()
                line(f"{name}, {nodes} nodes, {how}, per node", min(times))
                line(f"{name}, {nodes} nodes, {how}, most memory per node", peak / nodes, "bytes")
            del y
            gc.collect()


# -- 0003: views ---------------------------------------------------------------------------------------------------


def views() -> None:
    for name in ("cpu", "jax"):
        device = ag.device(name)
        for size in (100, 1_000):
            x = ag.zeros(size, size, device=device)
            row = x[1]
            deep = x.t()[1].reshape(10, -1)[2]
            one = ag.ones((), device=device)

            def wait(tensor: Any) -> None:
                ready = getattr(tensor._array, "block_until_ready", None)
                if ready is not None:
                    ready()

            def write(view: Any, x: Any = x, one: Any = one, wait: Any = wait) -> None:
                view.copy_(one)
                wait(x)

            line(f"{name}: x[1] of a {size} x {size} tensor", best(lambda x=x: x[1]))
            line(f"{name}: write to x[1]", best(lambda row=row, write=write: write(row)))
            line(f"{name}: write to x.t()[1].reshape(10, -1)[2]", best(lambda deep=deep, write=write: write(deep)))
            whole = best(lambda x=x, wait=wait: wait(x.clone()))
            line(f"{name}: x.clone(), for comparison", whole)


# -- 0004: random numbers ------------------------------------------------------------------------------------------


def random() -> None:
    from arraygrad.philox import random_bits

    n = 1_000_000
    words = n // 2
    pcg = np.random.PCG64(0)
    cpu, jax_device = ag.device("cpu"), ag.device("jax")

    def each(what: str, function: Callable[[], Any]) -> None:
        line(what, best(function, 0.5, 7) * 1e3 / n, "ns")

    import jax

    print(f"  per 32 random bits, {n} at a time")
    each("NumPy, PCG64", lambda: pcg.random_raw(words))
    each("NumPy, Philox (what the NumPy backend uses)", lambda: cpu.backend.random_bits(None, (0, 0), 0, words))
    each("generic Philox over NumPy arrays", lambda: random_bits(np, (0, 0), 0, words))
    bits = jax_device.backend.random_bits
    with jax.enable_x64(True):
        each("JAX, Philox", lambda: bits(jax_device.native, (0, 0), 0, words, width=32).block_until_ready())
    key = jax.random.key(0)
    threefry = jax.jit(lambda key: jax.random.bits(key, (n,), "uint32"))
    each("JAX, its own Threefry", lambda: threefry(key).block_until_ready())
    print(f"  per float32 number, {n} at a time")
    for name in ("rand", "randn"):
        each(f"arraygrad.{name} on cpu", lambda name=name: getattr(ag, name)(n))
        each(
            f"arraygrad.{name} on jax",
            lambda name=name: getattr(ag, name)(n, device="jax")._array.block_until_ready(),
        )
    generator = np.random.default_rng(0)
    each("numpy.random.Generator.random, PCG64", lambda: generator.random(n, np.float32))
    each("numpy.random.Generator.standard_normal, PCG64", lambda: generator.standard_normal(n, np.float32))
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)
    each("torch.rand", lambda: torch.rand(n))
    each("torch.randn", lambda: torch.randn(n))
    line("arraygrad.rand(4) on cpu", best(lambda: ag.rand(4)))
    line("torch.rand(4)", best(lambda: torch.rand(4)))


# -- 0005: 64-bit types on JAX -------------------------------------------------------------------------------------


def sixty_four_bits() -> None:
    import jax
    import jax.numpy as jnp

    a, b = ag.rand(4, device="jax"), ag.rand(4, device="jax")
    raw_a, raw_b = a._array, b._array
    add = jax.jit(jnp.add)

    def scoped() -> Any:
        with jax.enable_x64(True):
            return add(raw_a, raw_b)

    def empty() -> None:
        with jax.enable_x64(True):
            pass

    line("entering and leaving jax.enable_x64(True)", best(empty))
    line("a compiled addition of four numbers", best(lambda: add(raw_a, raw_b)))
    line("the same inside the scope", best(scoped))
    line("a + b on tensors", best(lambda: a + b))
    print(f"  the user's own arrays keep their type: jnp.ones(1).dtype is {jnp.ones(1).dtype}")


# -- 0006: entry points --------------------------------------------------------------------------------------------


def entry_points() -> None:
    # Compiled modules are kept, as they are where a package is installed.
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": tempfile.mkdtemp()}

    def fresh(code: str, repeat: int = 7) -> float:
        """Milliseconds that a piece of code takes in a fresh process, the smallest of several."""
        timed = f"import time; t = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
        command = [sys.executable, "-c", timed]
        runs = [
            subprocess.run(command, capture_output=True, text=True, check=True, env=compiled) for _ in range(repeat)
        ]
        return min(float(run.stdout.split()[-1]) for run in runs) * 1e3

    line("import numpy", fresh("import numpy"), "ms")
    line("import numpy, arraygrad", fresh("import numpy, arraygrad"), "ms")
    reading = (
        "import numpy, arraygrad\nfrom arraygrad.backend import backend_names\nt = time.perf_counter()\nbackend_names()"
    )
    line("reading the entry points, once, when the first device is asked for", fresh(reading), "ms")
    first = "import numpy, arraygrad\nt = time.perf_counter()\narraygrad.device('{}')"
    line("the first device 'cpu', entry points included", fresh(first.format("cpu")), "ms")
    line("the first device 'jax', JAX's own start included", fresh(first.format("jax"), 3), "ms")


# -- 0007: gradients -----------------------------------------------------------------------------------------------


def gradients() -> None:
    model = ag.nn.Sequential(*(ag.nn.Linear(512, 512) for _ in range(8)))
    x = ag.rand(4, 512)
    size = sum(p.nbytes for p in model.parameters())
    for what in ("first pass, no gradients yet", "second pass, added to those of the first"):
        loss = model(x).sum()
        gc.collect()
        tracemalloc.start()
        loss.backward()
        peak = tracemalloc.get_traced_memory()[1]
        kept = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        line(f"{what}: most memory", peak / size, "x the gradients")
        line(f"{what}: memory kept", kept / size, "x the gradients")


# -- 0008: two sets of rules ---------------------------------------------------------------------------------------


def standards() -> None:
    from arraygrad.tensor import wrap

    plain = [ag.rand(4) for _ in range(2)]
    twin = [wrap(t._array, t.device.standard) for t in plain]
    line("add, PyTorch's rules", best(lambda: ag.add(*plain)))
    line("add, the standard's rules", best(lambda: ag.add(*twin)))
    line("add, one of each", best(lambda: ag.add(plain[0], twin[1])))
    for name, place in (("PyTorch's", ag.device("cpu")), ("the standard's", ag.device("cpu").standard)):
        x, w = wrap(ag.rand(1_000_000)._array, place), ag.ones(1, requires_grad=True)

        def write(x: Any = x) -> None:
            x[0] = 1.0

        def save_and_write(x: Any = x, w: Any = w) -> None:
            x * w
            x[0] = 1.0

        line(f"one element of 10^6 written, {name} rules", best(write))
        line(f"the same after each product that keeps the array, {name} rules", best(save_and_write))


# -- 0009: worker processes ----------------------------------------------------------------------------------------


class Busy:
    """Samples that take about a millisecond of Python, or of waiting."""

    def __init__(self, waits: bool) -> None:
        self.waits = waits

    def __len__(self) -> int:
        return 400

    def __getitem__(self, index: int) -> int:
        if self.waits:
            time.sleep(1e-3)
            return index
        return sum(i & 1 for i in range(12_000))


class Arrays:
    """One array again and again."""

    def __init__(self, size: int) -> None:
        self.array = np.zeros(size, np.uint8)

    def __len__(self) -> int:
        return 30

    def __getitem__(self, index: int) -> np.ndarray[Any, Any]:
        return self.array


def workers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from arraygrad.utils.data import DataLoader
    from arraygrad.utils.data._utils import transport

    def a_pass(dataset: Any, **options: Any) -> float:
        start = time.perf_counter()
        for _ in DataLoader(dataset, timeout=60, **options):
            pass
        return time.perf_counter() - start

    def milliseconds(what: str, seconds: list[float]) -> None:
        line(what, min(seconds) * 1e3, "ms")

    milliseconds("the first pass of a process, one batch, fork server", [a_pass([1], num_workers=1)])
    for method in (None, "fork", "spawn"):
        name = method or "fork server"
        times = [a_pass([1], num_workers=1, multiprocessing_context=method) for _ in range(5)]
        milliseconds(f"a pass with one worker and one batch, {name}", times)
    large = Arrays(100_000_000)
    for method in ("fork", "spawn"):
        times = [a_pass(large, sampler=[], num_workers=2, multiprocessing_context=method) for _ in range(3)]
        milliseconds(f"two workers get a dataset of 100 MB and end, {method}", times)

    usual = transport.THRESHOLD
    for size, text in ((10_000, "10 kB"), (100_000, "100 kB"), (1_000_000, "1 MB"), (10_000_000, "10 MB")):
        for name, threshold in (("through the pipe", 1 << 40), ("through shared memory", 0)):
            transport.THRESHOLD = threshold
            loader = DataLoader(
                Arrays(size), None, num_workers=1, multiprocessing_context="fork", persistent_workers=True
            )
            times = []
            for _ in range(4):
                batches = iter(loader)
                next(batches)
                for _ in range(len(loader) - 1):
                    start = time.perf_counter()
                    next(batches)
                    times.append(time.perf_counter() - start)
            milliseconds(f"a batch of {text}, {name}", times)
            del loader, batches
    transport.THRESHOLD = usual

    for waits in (False, True):
        dataset = Busy(waits)
        kind = "waits" if waits else "computes"
        for number in (0, 1, 2):
            context = "fork" if number else None
            times = [
                a_pass(dataset, batch_size=20, num_workers=number, multiprocessing_context=context)
                if number
                else timed(lambda dataset=dataset: list(DataLoader(dataset, 20)))
                for _ in range(3)
            ]
            line(f"a sample {kind} for 1 ms, {number} workers", len(dataset) / min(times), "samples/s")
        with ThreadPoolExecutor(2) as pool:
            times = [timed(lambda dataset=dataset: list(pool.map(dataset.__getitem__, range(400)))) for _ in range(3)]
        line(f"a sample {kind} for 1 ms, 2 threads", len(dataset) / min(times), "samples/s")


def timed(function: Callable[[], Any]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


# -- 0010: a machine for pickles -------------------------------------------------------------------------------------


def pickles() -> None:
    import io
    import pickle

    from arraygrad.serialization.pytorch.machine import Machine
    from arraygrad.serialization.pytorch.names import Survey
    from arraygrad.serialization.pytorch.stream import Stream
    from arraygrad.serialization.source import Source

    def ours(program: bytes) -> Any:
        return Machine(Stream(Source(io.BytesIO(program), len(program)), 0, len(program), "utf-8"), survey.find).run()

    def peak(run: Callable[[], Any]) -> float:
        tracemalloc.start()
        try:
            run()
            return tracemalloc.get_traced_memory()[1] / 2**20
        finally:
            tracemalloc.stop()

    survey = Survey()
    values = pickle.dumps({f"layer.{i}": [i, float(i), str(i), (i, None)] for i in range(10_000)}, 2)
    line("a dictionary of 10 000 lists, Python's unpickler", best(lambda: pickle.loads(values)) / 1000, "ms")
    line("the same, our machine", best(lambda: ours(values)) / 1000, "ms")
    far = b"\x80\x02Nr\xff\xff\xff\x00."  # None, put into the memo as number 2**24 - 1
    line(f"memory for a pickle of {len(far)} bytes, Python's unpickler", peak(lambda: pickle.loads(far)), "MB")
    line("the same, our machine", peak(lambda: ours(far)), "MB")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        state = {str(i): ag.ones(2**20) for i in range(16)}
        line("memory for a file of 64 MB beyond the tensors: save", peak(lambda: ag.save(state, path)), "MB")
        line("load, with the tensors", peak(lambda: ag.load(path)), "MB")
        line("load, mmap=True", peak(lambda: ag.load(path, mmap=True)), "MB")


# -- 0011: rounds of proposals -------------------------------------------------------------------------------------


def gamma_by_turns(concentration: Any) -> Any:
    """Gamma numbers, drawn anew until all are accepted: how many draws that takes depends on what comes out."""
    d = concentration - 1 / 3
    result, done = ag.zeros_like(d), ag.zeros_like(d, dtype=ag.bool)
    while not bool(done.all()):
        x, u = ag.randn_like(d), 1 - ag.rand_like(d)
        v = (1 + x / (3 * d.sqrt())).clamp(min=1e-3) ** 3
        accepted = (v > 1e-9) & (u.log() < 0.5 * x.square() + d * (1 - v + v.log()))
        result = (d * v).where(accepted & ~done, result)
        done = done | accepted
    return result


def rounds() -> None:
    from arraygrad.distributions.standard_gamma import log_standard_gamma, standard_gamma

    def spent(function: Callable[[], Any]) -> float:
        return best(function, clock=process_time)

    for n in (10, 10_000):
        a = ag.full((n,), 2.0, dtype=ag.float64)
        line(f"{n} gamma numbers, until all are accepted", spent(lambda a=a: gamma_by_turns(a)))
        line(f"{n} gamma numbers, eight rounds at once", spent(lambda a=a: standard_gamma(a)))
        w = a.clone().requires_grad_()
        line(f"{n} gamma numbers and their gradient", spent(lambda w=w: log_standard_gamma(w).sum().backward()))
        line(f"{n} counts of mean 20, sixteen rounds at once", spent(lambda a=a: ag.poisson(10 * a)))
        try:
            import torch
        except ImportError:
            continue
        t = torch.full((n,), 2.0, dtype=torch.float64)
        line(f"{n} gamma numbers, PyTorch", spent(lambda t=t: torch._standard_gamma(t)))
        s = t.clone().requires_grad_()
        line(
            f"{n} gamma numbers and their gradient, PyTorch",
            spent(lambda s=s: torch._standard_gamma(s).sum().backward()),
        )
        line(f"{n} counts of mean 20, PyTorch", spent(lambda t=t: torch.poisson(10 * t)))


MEASUREMENTS: dict[str, Callable[[], None]] = {
    "0001": callers,
    "0002": order,
    "0003": views,
    "0004": random,
    "0005": sixty_four_bits,
    "0006": entry_points,
    "0007": gradients,
    "0008": standards,
    "0009": workers,
    "0010": pickles,
    "0011": rounds,
}

if __name__ == "__main__":
    for number in sys.argv[1:] or MEASUREMENTS:
        print(number)
        MEASUREMENTS[number]()
