"""Shared memory, and tensors on their way to other processes."""

from __future__ import annotations

import multiprocessing
import pickle
from multiprocessing.resource_sharer import stop
from pathlib import Path

import process_functions
import processes
import pytest

import arraygrad.multiprocessing as mp

pytestmark = pytest.mark.only_arraygrad("works with this library's processes")

BEGIN = """
import multiprocessing
import arraygrad as ag, arraygrad.multiprocessing as mp
import process_functions as functions
"""
HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def no_process_is_left():
    yield
    stop()  # the thread that hands descriptors out
    assert not multiprocessing.active_children()


def sent(value):
    here, there = mp.Pipe()
    with here, there:
        here.send(value)
        return there.recv()


def test_the_names_of_the_standard_library():
    assert mp.Queue.__name__ == "Queue"
    assert mp.get_context("spawn") is multiprocessing.get_context("spawn")
    assert {*multiprocessing.__all__} <= {*mp.__all__} <= {*dir(mp)}


def test_values_are_copied(ag, device):
    x = ag.arange(6.0).reshape(2, 3)
    arrived, flag = sent((x[:, 1], ag.nn.Parameter(ag.ones(1))))
    assert (arrived.tolist(), arrived.dtype, arrived.device) == ([1.0, 4.0], x.dtype, x.device)
    assert arrived.stride() == (1,)
    assert type(flag) is ag.nn.Parameter
    arrived.zero_()
    assert x[:, 1].tolist() == [1.0, 4.0]
    y = ag.ones(1, requires_grad=True) * 2
    with pytest.raises(RuntimeError, match="Cowardly refusing to serialize non-leaf tensor which requires_grad"):
        sent(y)


def test_shared_memory_is_seen_by_all_that_show_it(ag):
    x = ag.zeros(2, 3)
    row, data = x[1], x.data
    assert not x.is_shared()
    assert x.share_memory_() is x
    assert x.is_shared()
    assert row.is_shared()
    assert data.is_shared()
    row.fill_(1)
    assert x.tolist() == data.tolist() == [[0.0] * 3, [1.0] * 3]
    arrived, view = sent((x, row))
    assert arrived.is_shared()
    view.mul_(5)
    arrived[0, 0] = 7
    assert x.tolist() == [[7.0, 0.0, 0.0], [5.0, 5.0, 5.0]]
    assert not pickle.loads(pickle.dumps(x)).is_shared()
    assert not x.clone().is_shared()


def test_gradients_go_on_after_sharing(ag):
    x = ag.ones(3, requires_grad=True)
    y = x * 2
    z = y * y
    y.share_memory_()
    z.sum().backward()
    assert x.grad.tolist() == [8.0] * 3
    y = x * 2
    z = y * y
    y.share_memory_().detach().zero_()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        z.sum().backward()


def test_where_memory_cannot_be_shared(ag, device):
    x = ag.zeros(2)
    if device == "cpu":
        assert x.share_memory_().is_shared()
        with pytest.raises(RuntimeError, match="row-major order"):
            ag.from_numpy(ag.zeros(2, 3).numpy().T).share_memory_()
        return
    with pytest.raises(RuntimeError, match="cannot be shared between processes; use a tensor on device 'cpu'"):
        x.share_memory_()
    assert not x.is_shared()


def test_processes_train_one_model(ag):
    model = ag.nn.Linear(2, 1).share_memory()
    assert all(parameter.is_shared() for parameter in model.parameters())
    queue, done = mp.get_context("spawn").Queue(), mp.get_context("spawn").Event()
    context = mp.spawn(process_functions.train, (model, queue, done), nprocs=2, join=False)
    assert len(set(context.pids())) == 2
    (i, weight, values), (j, _, _) = (queue.get(timeout=processes.SECONDS) for _ in range(2))
    assert {i, j} == {0, 1}
    assert values.tolist() == [1, 2]
    assert model(ag.ones(1, 2)).item() == pytest.approx(3, abs=1e-3)
    weight.zero_()
    assert model.weight.tolist() == [[0.0, 0.0]]
    done.set()
    while not context.join(timeout=processes.SECONDS):
        pass
    queue.close()
    queue.join_thread()


def test_processes_that_fail():
    processes.run(
        BEGIN
        + """
def failure(fn):
    try:
        mp.start_processes(fn, nprocs=2, start_method="fork")
    except mp.ProcessException as error:
        assert not multiprocessing.active_children()
        return error

error = failure(functions.fail)
assert type(error) is mp.ProcessRaisedException and error.error_index == 1 and error.error_pid > 0
assert str(error).startswith("\\n\\n-- Process 1 terminated with the following error:\\nTraceback (most recent ")
assert "bad sector" in str(error)
error = failure(functions.die)
assert type(error) is mp.ProcessExitedException and "terminated with signal SIGKILL" in str(error)
assert (error.exit_code, error.signal_name) == (-9, "SIGKILL")
assert str(failure(functions.leave)).endswith("terminated with exit code 4")
waiting = mp.start_processes(functions.wait_for_ever, join=False, start_method="fork")
assert waiting.join(timeout=0) is False
waiting.processes[0].kill()
try:
    waiting.join()
except mp.ProcessExitedException:
    assert waiting.join()
else:
    raise AssertionError
""",
        cwd=HERE,
    )


def test_processes_do_not_outlive_a_parent_that_is_killed():
    process = processes.start(
        BEGIN + "mp.start_processes(functions.wait_for_ever, nprocs=2, start_method='fork')", cwd=HERE
    )
    assert process.stdout.readline() == process.stdout.readline() == "ready\n"
    process.kill()
    assert process.communicate(timeout=processes.SECONDS) == ("", "")


def test_sharing_strategies():
    assert mp.get_sharing_strategy() in mp.get_all_sharing_strategies()
    before = mp.get_sharing_strategy()
    mp.set_sharing_strategy("file_system")
    assert mp.get_sharing_strategy() == "file_system"
    mp.set_sharing_strategy(before)
    with pytest.raises(AssertionError, match="no sharing strategy"):
        mp.set_sharing_strategy("pigeons")
