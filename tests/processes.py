"""Programs that tests run in processes of their own."""

from __future__ import annotations

import subprocess
import sys

SECONDS = 120


def start(program, **options):
    """A program as a process whose output is read; warnings are errors in it."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program], stdout=pipe, stderr=pipe, text=True, **options
    )


def run(program, **options):
    """The output of a program that ends well and without complaint, in time and with all processes that it started:
    they hold its output, which is read to the end."""
    process = start(program, **options)
    try:
        output, complaints = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0, complaints
    assert complaints == ""
    return output
