"""The programs of this directory: how each is run, and what it printed under PyTorch.

``python tests/programs/catalogue.py`` runs them all under PyTorch and writes that anew.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORD = HERE / "losses.json"

#: Command lines, as after ``python``.
PROGRAMS = {
    "actor_critic": ["actor_critic.py"],
    "custom_functions": ["custom_functions.py"],
    "dcgan": ["dcgan.py"],
    "early_style": ["early_style.py"],
    "gcn": ["gcn.py"],
    "gpt": ["gpt.py"],
    "gru_language_model": ["word_language_model.py", "--model", "GRU"],
    "lstm_language_model": ["word_language_model.py", "--tied"],
    "maml": ["maml.py"],
    "maml_first_order": ["maml.py", "--first-order"],
    "mnist_cnn": ["mnist_cnn.py", "--epochs", "2"],
    "realnvp": ["realnvp.py"],
    "resnet": ["resnet.py"],
    "rnn_language_model": ["word_language_model.py", "--model", "RNN_TANH"],
    "siamese": ["-m", "siamese.train", "--margin", "1.5"],
    "transformer_language_model": ["word_language_model.py", "--model", "Transformer"],
    "unet": ["unet.py"],
    "vae": ["vae.py"],
}

#: Programs that compute in float64.
DOUBLE = frozenset(("actor_critic", "custom_functions", "maml", "maml_first_order", "realnvp"))


def tolerance(name: str) -> float:
    """By how much the numbers of two libraries may differ, relative to them."""
    return 1e-9 if name in DOUBLE else 2e-4


def differences(name: str, found: list[float], expected: list[float]) -> list[str]:
    """Where two lists of losses are not the same."""
    if len(found) != len(expected):
        return [f"{len(found)} numbers instead of {len(expected)}"]
    limit = tolerance(name)
    return [
        f"number {i}: {a!r}, expected {b!r}"
        for i, (a, b) in enumerate(zip(found, expected, strict=True))
        if not math.isclose(a, b, rel_tol=limit, abs_tol=limit / 100)
    ]


def losses(*command: str) -> list[float]:
    """What a program prints that is run by a process of its own, in this directory."""
    run = subprocess.run([sys.executable, *command], cwd=HERE, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {run.returncode}:\n{run.stderr}")
    printed: list[float] = json.loads(run.stdout.splitlines()[-1])["losses"]
    return printed


def recorded() -> dict[str, list[float]]:
    """What the programs printed under PyTorch."""
    record: dict[str, list[float]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


if __name__ == "__main__":
    lines = [f"  {json.dumps(name)}: {json.dumps(losses(*command))}" for name, command in PROGRAMS.items()]
    RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
