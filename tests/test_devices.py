"""The default device: blocks, contexts, threads, the environment variable."""

import os
import subprocess
import sys
from threading import Barrier, Thread

import pytest


def test_blocks_nest_and_come_back_after_exceptions(ag):
    before = ag.zeros(1).device
    with ag.device("readonly"):
        assert ag.zeros(1).device.type == "readonly"
        with pytest.raises(KeyError), ag.device("strict"):
            raise KeyError(ag.zeros(1).device.type)
        assert ag.zeros(1).device.type == "readonly"
    assert ag.zeros(1).device is before


def test_threads_that_enter_the_same_device_do_not_meet(ag):
    barrier, seen = Barrier(2, timeout=30), []

    def work(outer, inner):
        ag.set_default_device(outer)
        barrier.wait()
        with ag.device(inner):
            barrier.wait()
            seen.append(ag.zeros(1).device.type == inner)
            barrier.wait()
        seen.append(ag.zeros(1).device.type == outer)

    threads = [Thread(target=work, args=pair) for pair in (("cpu", "readonly"), ("strict", "readonly"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 4


def test_set_default_device_can_be_taken_back(ag):
    before = ag.zeros(1).device
    ag.set_default_device("readonly")
    try:
        assert ag.zeros(1).device.type == "readonly"
    finally:
        ag.set_default_device(None)
    with ag.device(before):
        assert ag.zeros(1).device is before


@pytest.mark.parametrize("name", ["readonly", "strict"])
def test_the_environment_variable_decides_for_a_process(name):
    code = "import arraygrad as ag; print(ag.zeros(1).device.type)"
    environment = {**os.environ, "ARRAYGRAD_DEVICE": name}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == name


def test_an_unknown_device_names_the_known_ones(ag):
    with pytest.raises(RuntimeError, match=r"Expected one of .*cpu.* device type at start of device string: tpu"):
        ag.device("tpu:0")
