"""Datasets, samplers, collation and loaders beside PyTorch's: lengths, structures, errors and the meaning of orders."""

from __future__ import annotations

import importlib
import inspect
from collections import OrderedDict, defaultdict, namedtuple

import numpy as np
import pytest

import arraygrad as ag

torch = pytest.importorskip("torch")

Point = namedtuple("Point", "x y")
LIBRARIES = {"ours": ag, "theirs": torch}


def data_of(library):
    return importlib.import_module(f"{library.__name__}.utils.data")


def plain(value):
    """A batch with its tensors as lists, under the name of their dtype."""
    if isinstance(value, (ag.Tensor, torch.Tensor)):
        return str(value.dtype).partition(".")[2], value.tolist()
    if isinstance(value, dict):
        return type(value), {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value), [plain(item) for item in value]
    return value


def outcome(function, library):
    """What a function of a library and its data module gives, or the class of its exception and how the text begins."""
    try:
        return plain(function(library, data_of(library)))
    except Exception as error:
        return type(error), str(error)[:25]


def agree(function):
    ours, theirs = (outcome(function, library) for library in LIBRARIES.values())
    assert ours == theirs
    return ours


class Squares:
    def __len__(self):
        return 7

    def __getitem__(self, index):
        return index**2


def stream(d, length):
    class Stream(d.IterableDataset):
        def __iter__(self):
            return iter(range(length))

        def __len__(self):
            return length

    return Stream()


LOADERS = {
    "batches": {"batch_size": 3},
    "drop_last": {"batch_size": 3, "drop_last": True},
    "single": {"batch_size": None},
    "sampler": {"batch_size": 2, "sampler": [6, 4, 2]},
    "batch_sampler": {"batch_sampler": [[0, 1], [5]]},
    "larger than the data": {"batch_size": 100},
    "own collation": {"batch_size": 3, "collate_fn": tuple},
    "as they come": {"batch_size": 3, "in_order": False},
    "zero": {"batch_size": 0},
    "two orders": {"shuffle": True, "sampler": [0]},
    "two sizes": {"batch_sampler": [[0]], "batch_size": 2},
    "two sizes, drop_last": {"batch_sampler": [[0]], "drop_last": True},
    "nothing to drop": {"batch_size": None, "drop_last": True},
    "negative workers": {"num_workers": -1},
    "negative timeout": {"timeout": -1},
    "prefetch without workers": {"prefetch_factor": 2},
    "persistent without workers": {"persistent_workers": True},
    "context without workers": {"multiprocessing_context": "fork"},
    "no such context": {"num_workers": 1, "multiprocessing_context": "pigeons"},
    "context of no kind": {"num_workers": 1, "multiprocessing_context": 3},
}


@pytest.mark.parametrize("name", LOADERS)
def test_loaders(name):
    options = LOADERS[name]
    agree(lambda _, d: [len(d.DataLoader(Squares(), **options)), list(d.DataLoader(Squares(), **options))])


@pytest.mark.parametrize(
    "options",
    [
        {"batch_size": 2},
        {"batch_size": 2, "drop_last": True},
        {"batch_size": None},
        {"shuffle": True},
        {"shuffle": False},
        {"sampler": [0]},
        {"batch_sampler": [[0]]},
    ],
)
def test_loaders_of_streams(options):
    def load(_, d):
        loader = d.DataLoader(stream(d, 5), **options)
        return [len(loader), list(loader)]

    agree(load)


def test_a_stream_that_is_longer_than_it_said():
    for library in LIBRARIES.values():
        d = data_of(library)
        streams = [stream(d, 2)]
        loader = d.DataLoader(d.ChainDataset(streams), None)
        assert len(loader) == 2
        streams.append(stream(d, 2))
        with pytest.warns(UserWarning, match="Length of IterableDataset .* was reported to be 2") as caught:
            assert list(loader) == [0, 1, 0, 1]
        assert len(caught) == 2


def test_signatures():
    for path in (
        "DataLoader",
        "DistributedSampler",
        "RandomSampler",
        "WeightedRandomSampler",
        "BatchSampler",
        "Subset",
    ):
        ours, theirs = (inspect.signature(getattr(data_of(lib), path)).parameters for lib in LIBRARIES.values())
        assert [*ours][: len(theirs)] == [*theirs]
        for name, parameter in theirs.items():
            assert ours[name].default == parameter.default, name
            assert ours[name].kind == parameter.kind, name


def test_attributes_that_are_fixed():
    for name in ("batch_size", "batch_sampler", "sampler", "drop_last", "dataset", "persistent_workers", "num_workers"):
        agree(lambda _, d, name=name: setattr(d.DataLoader(Squares(), 2), name, None))


@pytest.mark.parametrize(
    "make",
    [
        lambda d, t: d.TensorDataset(t.arange(4), t.zeros(4, 2)),
        lambda d, t: d.TensorDataset(t.arange(4), t.zeros(3)),
        lambda d, t: d.StackDataset(Squares(), range(7)),
        lambda d, t: d.StackDataset(a=Squares(), b=d.TensorDataset(t.arange(7))),
        lambda d, t: d.StackDataset(Squares(), b=Squares()),
        lambda d, t: d.StackDataset(),
        lambda d, t: d.StackDataset(Squares(), range(3)),
        lambda d, t: d.ConcatDataset([Squares(), range(3)]),
        lambda d, t: d.ConcatDataset([]),
        lambda d, t: d.ConcatDataset([stream(d, 3)]),
        lambda d, t: d.Subset(Squares(), [5, 3]),
        lambda d, t: d.Subset(d.TensorDataset(t.arange(7)), [5, 3]),
        lambda d, t: d.ChainDataset([stream(d, 2), stream(d, 3)]),
        lambda d, t: d.ChainDataset([Squares()]),
        lambda d, t: stream(d, 2) + stream(d, 1),
        lambda d, t: d.Dataset(),
        lambda d, t: d.IterableDataset(),
        lambda d, t: type("Part", (d.Subset,), {"__getitem__": lambda self, i: 0})(Squares(), [0]),
    ],
)
def test_datasets(make):
    def look(t, d):
        dataset = make(d, t)
        if isinstance(dataset, d.IterableDataset):
            return [list(dataset), len(dataset), list(d.DataLoader(dataset, 2))]
        return [dataset[0], dataset[len(dataset) - 1], len(dataset), list(d.DataLoader(dataset, 2))]

    agree(look)


@pytest.mark.parametrize("index", [6, 7, 9, -1, -10, -11])
def test_indices_of_concatenated_datasets(index):
    agree(lambda _, d: d.ConcatDataset([[*range(7)], [*range(3)]])[index])


def test_what_differs_in_its_text_only():
    for library in LIBRARIES.values():
        d = data_of(library)
        with pytest.raises(AssertionError):
            iter(d.DataLoader(Squares(), timeout=1))
        with pytest.raises(IndexError):
            d.ConcatDataset([[*range(7)], [*range(3)]])[10]


@pytest.mark.parametrize(
    "lengths", [[3, 4], [0.5, 0.5], [0.3, 0.3, 0.4], [1 / 3] * 3, [1.0], [3, 3], [0.5, 0.4], [1.5, -0.5], [7], []]
)
def test_splits(lengths):
    def split(_, d):
        parts = d.random_split(Squares(), lengths)
        return [[len(part) for part in parts], sorted(sample for part in parts for sample in part)]

    agree(split)


@pytest.mark.parametrize(
    "make",
    [
        lambda d, t: d.SequentialSampler("abc"),
        lambda d, t: d.RandomSampler(range(1)),
        lambda d, t: d.RandomSampler(range(1), True, 4),
        lambda d, t: d.RandomSampler([1, 2], num_samples=0),
        lambda d, t: d.RandomSampler([1, 2], num_samples=2.5),
        lambda d, t: d.RandomSampler([1, 2], replacement=1),
        lambda d, t: d.SubsetRandomSampler([5]),
        lambda d, t: d.WeightedRandomSampler([0.0, 1.0], 3),
        lambda d, t: d.WeightedRandomSampler(t.tensor([0.0, 1.0]), 1, False),
        lambda d, t: d.WeightedRandomSampler([0.0, 1.0], 0),
        lambda d, t: d.WeightedRandomSampler([0.0, 1.0], 2, 1),
        lambda d, t: d.WeightedRandomSampler([[0.0, 1.0]], 2),
        lambda d, t: d.BatchSampler(range(5), 2, True),
        lambda d, t: d.BatchSampler(d.SequentialSampler(range(5)), 2, False),
        lambda d, t: d.BatchSampler(range(5), -2, False),
        lambda d, t: d.BatchSampler(range(5), True, False),
        lambda d, t: d.BatchSampler(range(5), 2, 1),
        *(
            lambda d, t, options=(size, count, rank, drop): d.DistributedSampler(
                range(options[0]), options[1], options[2], shuffle=False, drop_last=options[3]
            )
            for size, count, rank in ((7, 3, 0), (7, 3, 2), (6, 3, 1), (2, 5, 4), (2, 5, 1), (7, 2, 2), (7, 2, -1))
            for drop in (False, True)
            if (size, drop) != (2, True)
        ),
    ],
)
def test_samplers(make):
    def draw(t, d):
        sampler = make(d, t)
        return [list(sampler), len(sampler)]

    agree(draw)


def test_shares_of_several_processes():
    def shares(_, d):
        samplers = [d.DistributedSampler(range(10), 2, rank, seed=3) for rank in range(2)]
        passes = []
        for epoch in (0, 1, 0):
            for sampler in samplers:
                sampler.set_epoch(epoch)
            passes.append([list(sampler) for sampler in samplers])
        first, second = passes[0]
        return [sorted(first + second), passes[0] == passes[2], passes[0] == passes[1]]

    assert agree(shares) == (list, [(list, [*range(10)]), True, False])


@pytest.mark.parametrize(
    "samples",
    [
        [1, 2],
        [1.5, 2.5],
        [True, False],
        ["a", "b"],
        [b"a", b"b"],
        [np.float32(1), np.float32(2)],
        [np.int16(1), np.int16(2)],
        [np.bool_(True), np.bool_(False)],
        [np.ones((2, 2)), np.zeros((2, 2))],
        [np.array(1.0), np.array(2.0)],
        [(1, "a"), (2, "b")],
        [[1, 2.0], [3, 4.0]],
        [Point(1, 2), Point(3, 4)],
        [{"x": 1, "y": [2, 3]}, {"x": 4, "y": [5, 6]}],
        [OrderedDict(b=1, a=2)] * 2,
        [defaultdict(list, a=1)] * 2,
        [range(2), range(2, 4)],
        [[1, 2], [1]],
        [None, None],
        [object(), object()],
        [np.array(["a"])] * 2,
        [{"x": 1}, {"y": 2}],
        [[], []],
    ],
    ids=lambda samples: type(samples[0]).__name__,
)
def test_collation(samples):
    agree(lambda _, d: d.default_collate(samples))
    agree(lambda _, d: d.default_convert(samples))
    agree(lambda _, d: d.DataLoader(samples, None).collate_fn(samples[0]))


def test_collation_of_tensors():
    agree(lambda t, d: d.default_collate([t.ones(2), t.zeros(2)]))
    agree(lambda t, d: d.default_collate([{"a": t.ones(2, 1)}, {"a": t.zeros(2, 1)}]))
    ours, theirs = (outcome(lambda t, d: d.default_collate([t.ones(2), t.ones(3)]), lib) for lib in LIBRARIES.values())
    assert ours[0] is theirs[0] is RuntimeError


def test_collation_by_class():
    def collate(t, d):
        module = importlib.import_module(f"{d.__name__}._utils.collate")
        table = {
            int: lambda batch, *, collate_fn_map: sum(batch),
            (str, float): lambda batch, *, collate_fn_map: "both",
        }
        mixed = module.collate([(1, {"a": 2.0}, "x"), (3, {"a": 4.0}, "y")], collate_fn_map=table)
        whole = module.collate([1, 2], collate_fn_map=module.default_collate_fn_map)
        return [mixed, whole, module.collate([[True], [True]], collate_fn_map=table)]

    agree(collate)
    agree(lambda t, d: importlib.import_module(f"{d.__name__}._utils.collate").collate([1, 2]))


@pytest.mark.parametrize(
    "path",
    [
        "dataloader.default_collate",
        "dataloader.DataLoader",
        "dataloader.get_worker_info",
        "dataset.Subset",
        "sampler.BatchSampler",
        "distributed.DistributedSampler",
        "_utils.collate.default_convert",
    ],
)
def test_paths_of_imports(path):
    module, _, name = path.rpartition(".")
    for library in LIBRARIES.values():
        assert callable(getattr(importlib.import_module(f"{library.__name__}.utils.data.{module}"), name))


def test_what_is_there():
    pipes = {"DFIterDataPipe", "DataChunk", "IterDataPipe", "MapDataPipe", "functional_datapipe"}
    typing = {"argument_validation", "runtime_validation", "runtime_validation_disabled"}
    order = {"guaranteed_datapipes_determinism", "non_deterministic", "_DatasetKind"}
    assert {*torch.utils.data.__all__} - {*ag.utils.data.__all__} == pipes | typing | order
