"""The project's commands: ``nox -l`` lists them, ``nox -s NAME -- ARGUMENTS`` runs one."""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["tests", "conformance", "lint"]

#: Backends that run on any machine, in the order in which the conformance session goes through them, and how deep. The
#: read-only backend is NumPy's but for one thing, which any one case of an op shows.
CPU_BACKENDS = {"numpy": "standard", "readonly": "quick", "strict": "standard", "jax": "standard"}
#: What pip has to install for a device, by the first part of its name.
NEEDS = {
    "jax": ["-e", ".[jax]"],
    "cuda": ["-e", ".[cupy]"],
    "cupy": ["-e", ".[cupy]"],
    "strict": ["array-api-strict"],
}
#: The library that the tests are compared with.
ORACLE = "torch==2.13.0"
#: What PyTorch's table of operators needs, from which the comparison draws its arguments.
ORACLE_TABLE = "expecttest"
#: One thread per process where several processes share the cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
IN_PARALLEL = ("-n", "auto", "--dist", "worksteal")


def asked_device(arguments: list[str]) -> str:
    """The device type in ``--device NAME`` or ``--device=NAME``, or nothing."""
    for argument, following in zip(arguments, [*arguments, ""][1:], strict=True):
        name, equals, value = argument.partition("=")
        if name == "--device":
            return (value if equals else following).partition(":")[0]
    return ""


def run_example(session: nox.Session, name: str, arguments: list[str]) -> None:
    session.install("-e", ".[examples]")
    if need := NEEDS.get(asked_device(arguments)):
        session.install(*need)
    session.run("python", f"examples/{name}.py", *arguments)


@nox.session
def train(session: nox.Session) -> None:
    """Train a small network on handwritten digits; takes the script's own arguments, such as --device jax."""
    run_example(session, "train_digits", session.posargs)


@nox.session
def example(session: nox.Session) -> None:
    """Run one of the examples by name; takes the script's own arguments too, such as gan --device jax."""
    names = sorted(path.stem for path in Path("examples").glob("[a-z]*.py"))
    if not session.posargs or session.posargs[0] not in names:
        session.error(f"name one of {', '.join(names)}")
    name, *arguments = session.posargs
    if name == "switch_backend":  # Goes through several by itself.
        session.install("-e", ".[jax]", "array-api-strict")
    run_example(session, name, arguments)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on every backend that works here."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *IN_PARALLEL, *session.posargs, env=ONE_THREAD)


def check_backend(session: nox.Session, backend: str, arguments: list[str]) -> None:
    command = ["python", "-m", "pytest", "-p", "arraygrad_conformance", "--pyargs", "arraygrad_conformance"]
    session.run(*command, "--backend", backend, *arguments, env=ONE_THREAD)


@nox.session
def conformance(session: nox.Session) -> None:
    """Run the conformance checks on each backend that needs no special hardware."""
    session.install("-e", ".[test]")
    for backend, depth in CPU_BACKENDS.items():
        check_backend(session, backend, ["--depth", depth, *IN_PARALLEL, *session.posargs])


@nox.session
def gpu(session: nox.Session) -> None:
    """Run the conformance checks and the tests on a CUDA device; needs a machine that has one."""
    session.install("-e", ".[cupy,test]")
    check_backend(session, "cuda", session.posargs)
    session.run("python", "-m", "pytest", "--device", "cuda", *session.posargs, env=ONE_THREAD)


@nox.session(name="array-api")
def array_api(session: nox.Session) -> None:
    """Run the array API standard's public test suite; takes the path of a checkout, then options of pytest."""
    if not session.posargs:
        session.error("give the path of a checkout of https://github.com/data-apis/array-api-tests with its submodule")
    path, *options = session.posargs
    session.install("-e", ".[test]", "-r", f"{path}/requirements.txt")
    session.chdir(path)
    for device in ("cpu", "strict", "jax"):
        variables = {"ARRAY_API_TESTS_MODULE": "arraygrad.array_api", "ARRAYGRAD_DEVICE": device}
        suite = ["python", "-m", "pytest", *IN_PARALLEL, "--disable-deadline", "array_api_tests"]
        session.run(*suite, *options, env={**variables, **ONE_THREAD})


@nox.session
def oracle(session: nox.Session) -> None:
    """Compare with PyTorch, name by name, then run the claims' tests on PyTorch itself; --markdown writes a page."""
    session.install("-e", ".[test]", ORACLE, ORACLE_TABLE)
    session.run("python", "-m", "pytest", *IN_PARALLEL, "tests/oracle", *session.posargs, env=ONE_THREAD)
    session.run("python", "-m", "pytest", *IN_PARALLEL, "tests/claims", "--oracle", "torch", env=ONE_THREAD)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Load mutations of good files, which may do no harm; takes their number and a seed."""
    session.install("-e", ".")
    session.run("python", "tests/files/fuzz.py", *(session.posargs or ["10000"]), env=ONE_THREAD)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types and layering."""
    session.install("-e", ".[all]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("python", "tools/generate_stubs.py", "--check")
    session.run("python", "tools/generate_reference.py", "--check")
    session.run("mypy")
    session.run("pyright")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """Run the examples in the docstrings and follow the links in the documentation."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "--doctest-modules", "src/arraygrad", *session.posargs, env=ONE_THREAD)
    session.run("python", "-m", "pytest", "tests/test_documents.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Time workloads side by side with PyTorch; takes their names, and --markdown for a record of the results."""
    session.install("-e", ".", "threadpoolctl", ORACLE)
    session.run("python", "-m", "benchmarks", *session.posargs)
