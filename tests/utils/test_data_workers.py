"""Worker processes of the loader. Each test is a program of its own, which has to end in time with all its workers:
they hold its standard output, and that is read to the end."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import processes
import pytest

pytestmark = pytest.mark.only_arraygrad("runs programs that import this library")

HERE = Path(__file__).parent

BEGIN = """
import multiprocessing, os, signal, sys
from functools import partial
import numpy as np
import arraygrad as ag
from arraygrad.utils.data import DataLoader, TensorDataset
import worker_datasets as sets

def fails(kind, batches):
    try:
        for _ in batches:
            pass
    except kind as error:
        assert type(error) is kind, type(error)
        return str(error)
    raise AssertionError("nothing was raised")

loader = partial(DataLoader, multiprocessing_context="fork", timeout=60)
"""


def start(program, **options):
    return processes.start(BEGIN + program, cwd=HERE, **options)


def run(program):
    return processes.run(BEGIN + program, cwd=HERE)


@pytest.mark.parametrize("method", ["fork", "spawn", None])
def test_workers_make_the_same_batches(method):
    run(
        f"""
def batches(**options):
    generator = ag.Generator().manual_seed(3)
    for x, y, names in DataLoader(sets.Samples(11), 4, shuffle=True, generator=generator, **options):
        assert x.shape[1] == 20_000 and x.dtype is ag.float32 and x.device == y.device == ag.device("cpu")
        x += 1  # the memory is the batch's own
        yield x.amin(1).tolist(), x.amax(1).tolist(), y.tolist(), names

assert list(batches(num_workers=2, multiprocessing_context={method!r})) == list(batches())
assert not multiprocessing.active_children()
"""
    )


def test_what_a_worker_knows_and_how_long_it_stays():
    run(
        """
ag.set_default_dtype(ag.float64)
def look():
    with ag.no_grad():
        generator = ag.Generator().manual_seed(1)
        return list(loader(sets.Circumstances(), None, num_workers=2, generator=generator, collate_fn=sets.plain))
first, second = look(), look()
for which, seen in enumerate(first):
    worker, count, seed = seen["info"]
    assert (worker, count) == (which % 2, 2)
    assert seed == first[0]["info"][2] + worker
    assert seen["modes"] == ["cpu", "arraygrad.float64", False, False]
    assert seen["pid"] != os.getpid()
assert len({draw for seen in first for draw in seen["draws"]}) == 12
assert [seen["draws"] for seen in first] == [seen["draws"] for seen in second]
assert ag.utils.data.get_worker_info() is None

(batch,) = loader(sets.Samples(2), 20, sampler=range(2), num_workers=1, worker_init_fn=sets.label)
assert batch[2] == ("sample 0", "sample 1")
assert "no disk for worker 0" in fails(OSError, loader(range(3), num_workers=1, worker_init_fn=sets.fail))

kept = loader(sets.Circumstances(), None, num_workers=2, persistent_workers=True, collate_fn=sets.plain)
pids = [{seen["pid"] for seen in kept} for _ in range(2)]
assert pids[0] == pids[1] and len(pids[0]) == 2
left = iter(kept)
next(left)
assert len(list(kept)) == 4
assert "another has begun" in fails(RuntimeError, left)

fresh = loader(sets.Circumstances(), None, num_workers=1, collate_fn=sets.plain)
(a,), (b,) = ({seen["pid"] for seen in fresh} for _ in range(2))
assert a != b

numbers = loader(sets.Stream(5), 2, num_workers=2, persistent_workers=True)
assert [[x.tolist() for x in numbers] for _ in range(2)] == [[[0, 2], [1, 3], [4]]] * 2
large = loader(sets.Samples(9), 2, num_workers=2, persistent_workers=True, prefetch_factor=1)
for _ in range(2):
    assert [x[:, -1].tolist() for x, _, _ in large] == [[0, 1], [2, 3], [4, 5], [6, 7], [8]]
    x, _, _ = next(iter(large))
    assert x[:, 0].tolist() == [0, 1]
"""
    )


def test_streams_and_orders():
    run(
        """
assert list(loader(sets.Stream(7), None, num_workers=3)) == list(range(7))
assert [x.tolist() for x in loader(sets.Stream(7), 2, num_workers=2, drop_last=True)] == [[0, 2], [1, 3], [4, 6]]
twice = [x for x in loader(sets.Stream(3, shared=False), None, num_workers=2)]
assert twice == [0, 0, 1, 1, 2, 2]
promised = loader(sets.Stream(3, shared=False), None, num_workers=2)
assert len(promised) == 3
assert "reported to be 3" in fails(UserWarning, promised)
mixed = loader(range(20), 3, num_workers=2, in_order=False)
assert sorted(i for batch in mixed for i in batch.tolist()) == list(range(20))
assert [i for (i,) in loader([[3]], None, num_workers=2)] == [3]
assert list(loader([], 2, num_workers=2)) == []

release, wait = multiprocessing.get_context("fork").Pipe()
class Slow(sets.Samples):
    def __getitem__(self, index):
        if index == 0:
            wait.recv()
        return index
numbers = iter(loader(Slow(4), None, num_workers=2, in_order=False))
assert [next(numbers) for _ in range(2)] == [1, 3]
release.send(None)
assert sorted(numbers) == [0, 2]
"""
    )


def test_an_exception_arrives_in_its_turn():
    run(
        """
batches = iter(loader(sets.Samples(6, sets.raise_key_error, 2), 2, num_workers=2))
assert next(batches)[1].tolist() == [[0, 0], [1, -1]]
text = fails(KeyError, batches)
assert text.startswith("Caught KeyError in DataLoader worker process 1.\\nOriginal Traceback (most recent call ")
assert text.endswith("KeyError: 'bad sector'\\n") and "in raise_key_error" in text
assert next(batches)[1].tolist() == [[4, -4], [5, -5]]
assert list(batches) == []
assert "Caught Unusual in" in fails(RuntimeError, loader(sets.Samples(1, sets.raise_unusual), num_workers=1))
assert "nobody knows me" in fails(RuntimeError, loader(sets.Samples(1, sets.raise_local), num_workers=1))
weights = [ag.ones(1, requires_grad=True) * 2]
assert "Cowardly refusing" in fails(RuntimeError, loader(weights, num_workers=1, collate_fn=sets.plain))
(sample,) = loader([weights[0].detach()], num_workers=1, batch_size=None)
assert sample.tolist() == [2]
assert not multiprocessing.active_children()
"""
    )


def test_a_worker_that_is_lost():
    run(
        """
for trouble, end in ((sets.leave, "exit code 3"), (sets.die, "exit code -9")):
    text = fails(RuntimeError, loader(sets.Samples(8, trouble, 3), 2, num_workers=2))
    assert text.startswith("DataLoader worker (pid(s) ") and ") exited unexpectedly" in text and end in text
    assert not multiprocessing.active_children()

kept = loader(range(4), None, num_workers=1, persistent_workers=True)
batches = iter(kept)
next(batches)
(worker,) = multiprocessing.active_children()
os.kill(worker.pid, signal.SIGKILL)
worker.join()
fails(RuntimeError, batches)
fails(RuntimeError, batches)
assert list(kept) == [0, 1, 2, 3]
del kept

stuck = DataLoader(sets.Samples(4, sets.wait_for_ever, 0), num_workers=1, multiprocessing_context="fork", timeout=0.1)
assert "DataLoader timed out after 0.1 seconds" in fails(RuntimeError, stuck)
assert not multiprocessing.active_children()
"""
    )


def test_no_worker_outlives_its_pass():
    run(
        """
for _ in loader(sets.Samples(100), 2, num_workers=2):
    break
assert not multiprocessing.active_children()
batches = iter(loader(sets.Samples(100), 2, num_workers=2))
next(batches)
assert len(multiprocessing.active_children()) == 2
del batches
assert not multiprocessing.active_children()
def consume():
    for batch in loader(sets.Samples(100), 2, num_workers=2):
        raise ZeroDivisionError
fails(ZeroDivisionError, (consume() for _ in range(1)))
assert not multiprocessing.active_children()

# The interpreter ends with these alive.
kept = loader(sets.Samples(100), 2, num_workers=2, persistent_workers=True)
other = DataLoader(range(9), num_workers=1, timeout=60)
batches = iter(kept), iter(other)
for batch in batches:
    next(batch)
"""
    )


@pytest.mark.parametrize("method", ["fork", None])
def test_workers_do_not_outlive_a_process_that_is_killed(method):
    process = start(
        f"""
first = iter(DataLoader(sets.Samples(4, sets.wait_for_ever, 2), 1, num_workers=2, multiprocessing_context={method!r}))
next(first)
second = iter(DataLoader(range(9), num_workers=1, multiprocessing_context={method!r}))
next(second)
print("ready", flush=True)
next(first), next(first)
"""
    )
    assert process.stdout.readline() == "ready\n"
    process.kill()
    assert process.communicate(timeout=processes.SECONDS) == ("", "")


def test_an_interrupt_ends_all():
    process = start(
        """
batches = iter(loader(sets.Samples(4, sets.wait_for_ever, 2), 1, num_workers=2))
next(batches), next(batches)
try:
    print("ready", flush=True)
    next(batches)
except KeyboardInterrupt:
    pass
del batches
assert not multiprocessing.active_children()
print("ended")
""",
        start_new_session=True,
    )
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=processes.SECONDS) == ("ended\n", "")


def test_workers_of_another_library():
    run(
        """
host = TensorDataset(ag.arange(4).reshape(2, 2))
with ag.device("jax"):
    (seen,) = DataLoader(sets.Circumstances(), None, sampler=[0], num_workers=1, timeout=60, collate_fn=sets.plain)
    assert seen["modes"][0] == "cpu" and seen["modes"][-1] is False
    ((x,),) = DataLoader(host, 2, num_workers=1, timeout=60)
    assert (x.to("jax") * 2).tolist() == [[0, 2], [4, 6]]
    ((y,),) = DataLoader(TensorDataset(ag.arange(3)), 3, num_workers=1, timeout=60)
    assert y.device == ag.device("jax") and y.tolist() == [0, 1, 2]
"""
    )
