"""What the tests of processes run in them: a module that other processes can import."""

from __future__ import annotations

import os
import signal
import threading

import arraygrad as ag


def train(index, model, queue, done):
    """Take steps with parameters that belong to another process."""
    optimizer = ag.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(50):
        optimizer.zero_grad()
        ((model(ag.ones(1, 2)) - 3) ** 2).mean().backward()
        optimizer.step()
    queue.put((index, model.weight.detach(), ag.arange(3)[1:]))
    done.wait()  # shared memory is handed over when it is received


def fail(index):
    """The second process fails, the first has to be ended."""
    if index:
        raise KeyError("bad sector" * 20_000)
    threading.Event().wait()


def die(index):
    os.kill(os.getpid(), signal.SIGKILL)


def leave(index):
    raise SystemExit(4)


def wait_for_ever(index):
    print("ready", flush=True)
    threading.Event().wait()
