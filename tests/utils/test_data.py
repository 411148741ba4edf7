"""Datasets, samplers, collation and the loader (claims 108 to 110 and what goes beyond them)."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, namedtuple

import numpy as np
import pytest

from arraygrad.utils.data import (
    BatchSampler,
    ConcatDataset,
    DataLoader,
    Dataset,
    IterableDataset,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    WeightedRandomSampler,
    default_collate,
    default_convert,
    random_split,
)

Point = namedtuple("Point", "x y")


class Stream(IterableDataset):
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return iter(range(self.n))


class SizedStream(Stream):
    def __len__(self):
        return self.n


def lists(loader):
    return [batch.tolist() for batch in loader]


# Datasets


def test_samples_of_tensors_stay_on_their_device(ag, device):
    dataset = TensorDataset(ag.arange(6.0).reshape(3, 2), ag.arange(3))
    assert len(dataset) == 3
    x, y = dataset[-1]
    assert (x.tolist(), y.item()) == ([4.0, 5.0], 2)
    assert x.device == y.device == ag.device(device)
    ((xb, yb),) = DataLoader(dataset, 3)
    assert xb.device == yb.device == ag.device(device)


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("index", [3, -4])
def test_index_beyond_the_end(ag, index):
    dataset = TensorDataset(ag.arange(3))
    for samples in (dataset, Subset(dataset, [0, 1, 2])):
        with pytest.raises(IndexError):
            samples[index]
    with pytest.raises(IndexError):
        next(iter(DataLoader(dataset, batch_sampler=[[0, index]])))


def test_tensor_dataset_refuses_unequal_lengths(ag):
    with pytest.raises(AssertionError, match="Size mismatch between tensors"):
        TensorDataset(ag.zeros(3), ag.zeros(4))
    with pytest.raises(TypeError, match="at least one"):
        TensorDataset()


@pytest.mark.usefixtures("device")
def test_a_batch_of_tensor_samples_reads_like_a_list(ag):
    samples = TensorDataset(ag.arange(5), ag.arange(5) * 10).__getitems__([4, 0, 2])
    assert len(samples) == 3
    assert [(int(x), int(y)) for x, y in samples] == [(4, 40), (0, 0), (2, 20)]
    assert [(int(x), int(y)) for x, y in samples[1:]] == [(0, 0), (2, 20)]
    seen = []
    list(DataLoader(TensorDataset(ag.arange(3)), 2, collate_fn=lambda batch: seen.append([int(x) for (x,) in batch])))
    assert seen == [[0, 1], [2]]


def test_base_classes_say_what_is_missing():
    with pytest.raises(NotImplementedError, match="__getitem__"):
        Dataset()[0]
    with pytest.raises(TypeError, match="__iter__"):
        IterableDataset()
    with pytest.raises(NotImplementedError, match="__iter__"):
        iter(Sampler())


def test_concatenated_datasets():
    both = ConcatDataset([range(3), range(10, 12)])
    assert [both[i] for i in range(-5, 5)] == [0, 1, 2, 10, 11] * 2
    assert list(both) == [0, 1, 2, 10, 11]
    with pytest.raises(IndexError, match="index 5 is out of range for a dataset of 5 samples"):
        both[5]
    with pytest.raises(ValueError, match="absolute value of index"):
        both[-6]
    with pytest.raises(AssertionError, match="empty"):
        ConcatDataset([])
    with pytest.raises(AssertionError, match="IterableDataset"):
        ConcatDataset([Stream(2)])


def test_datasets_add_up(ag):
    total = TensorDataset(ag.arange(2)) + TensorDataset(ag.arange(3))
    assert [int(x) for (x,) in total] == [0, 1, 0, 1, 2]


def test_subset_of_a_subset(ag):
    inner = Subset(TensorDataset(ag.arange(10) * 10), [9, 7, 5, 3])
    outer = Subset(inner, [2, 0])
    assert [int(x) for (x,) in outer] == [50, 90]
    assert [x.tolist() for (x,) in DataLoader(outer, 2)] == [[50, 90]]
    assert Subset(np.arange(10), [8, 6, 4])[[0, 2]].tolist() == [8, 4]


@pytest.mark.usefixtures("device")
def test_random_split_is_disjoint_and_repeatable(ag):
    def split(seed, lengths):
        return [list(part) for part in random_split(range(100), lengths, ag.Generator().manual_seed(seed))]

    train, test = split(3, [80, 20])
    assert (len(train), len(test)) == (80, 20)
    assert sorted(train + test) == list(range(100))
    assert split(3, [80, 20]) == split(3, [0.8, 0.2]) == [train, test]
    assert split(4, [80, 20]) != [train, test]


def test_random_split_is_the_same_on_every_device(ag, device):
    with ag.device("cpu"):
        expected = list(random_split(range(20), [20], ag.Generator().manual_seed(0))[0])
    assert list(random_split(range(20), [20], ag.Generator().manual_seed(0))[0]) == expected


def test_random_split_by_fractions_deals_out_the_rest(ag):
    parts = random_split(range(10), [1 / 3, 1 / 3, 1 / 3])
    assert [len(part) for part in parts] == [4, 3, 3]
    with pytest.warns(UserWarning, match="Length of split at index 1 is 0"):
        random_split(range(3), [0.99, 0.01])


@pytest.mark.parametrize(
    ("lengths", "message"),
    [
        ([3, 3], "Sum of input lengths does not equal the length of the input dataset!"),
        ([0.5, 0.4], "Sum of input lengths"),
        ([-1, 6], "non-negative integers"),
        ([2.5, 2.5], "non-negative integers"),
        ([1.5, -0.5], "Fraction at index 0 is not between 0 and 1"),
    ],
)
def test_random_split_refuses(lengths, message):
    with pytest.raises(ValueError, match=message):
        random_split(range(5), lengths)


# Samplers


def test_sequential_order():
    sampler = SequentialSampler("abc")
    assert (list(sampler), len(sampler)) == ([0, 1, 2], 3)


@pytest.mark.usefixtures("device")
def test_random_order_is_new_each_pass_and_repeated_from_the_same_state(ag):
    generator = ag.Generator().manual_seed(1)
    sampler = RandomSampler(range(30), generator=generator)
    first = list(sampler)
    state = generator.get_state()
    second = list(sampler)
    assert sorted(first) == sorted(second) == list(range(30))
    assert first != second
    generator.set_state(state)
    assert list(sampler) == second
    assert all(type(i) is int for i in first)


@pytest.mark.usefixtures("device")
def test_random_order_with_replacement_and_other_lengths(ag):
    generator = ag.Generator().manual_seed(0)
    drawn = list(RandomSampler(range(3), replacement=True, num_samples=50, generator=generator))
    assert len(drawn) == 50
    assert set(drawn) == {0, 1, 2}
    longer = list(RandomSampler(range(3), num_samples=7, generator=generator))
    assert len(longer) == 7
    assert sorted(longer[:3]) == sorted(longer[3:6]) == [0, 1, 2]
    assert len(RandomSampler(range(9), num_samples=4)) == len(list(RandomSampler(range(9), num_samples=4))) == 4


@pytest.mark.usefixtures("device")
def test_random_order_of_a_subset(ag):
    generator = ag.Generator().manual_seed(0)
    sampler = SubsetRandomSampler([5, 8, 13, 21], generator)
    passes = [list(sampler) for _ in range(5)]
    assert all(sorted(order) == [5, 8, 13, 21] for order in passes)
    assert len({tuple(order) for order in passes}) > 1
    assert len(sampler) == 4


@pytest.mark.usefixtures("device")
def test_weighted_draws_follow_the_weights(ag):
    generator = ag.Generator().manual_seed(0)
    drawn = list(WeightedRandomSampler([1.0, 0.0, 3.0], 4000, generator=generator))
    assert drawn.count(1) == 0
    assert abs(drawn.count(2) / 4000 - 0.75) < 0.03
    firsts = [next(iter(WeightedRandomSampler([1.0, 3.0], 2, False, generator))) for _ in range(400)]
    assert abs(firsts.count(1) / 400 - 0.75) < 0.08
    without = WeightedRandomSampler(ag.tensor([1.0, 0.0, 3.0, 2.0]), 3, replacement=False, generator=generator)
    assert sorted(without) == [0, 2, 3]
    assert len(without) == 3


def test_batches_of_indices():
    assert list(BatchSampler(range(5), 2, drop_last=False)) == [[0, 1], [2, 3], [4]]
    assert list(BatchSampler(range(5), 2, drop_last=True)) == [[0, 1], [2, 3]]
    assert [len(BatchSampler(range(5), 2, drop)) for drop in (False, True)] == [3, 2]
    with pytest.raises(TypeError, match="no len"):
        len(BatchSampler(iter(range(5)), 2, False))


@pytest.mark.parametrize(
    "make",
    [
        lambda: RandomSampler([]),
        lambda: RandomSampler([1], num_samples=0),
        lambda: BatchSampler([1], 0, False),
        lambda: BatchSampler([1], 2.0, False),
        lambda: BatchSampler([1], 2, 1),
        lambda: WeightedRandomSampler([1.0], 0),
        lambda: WeightedRandomSampler([1.0], 1, 1),
        lambda: WeightedRandomSampler([[1.0]], 1),
        lambda: WeightedRandomSampler([1.0, -1.0], 1),
        lambda: WeightedRandomSampler([0.0], 1),
        lambda: WeightedRandomSampler([float("nan")], 1),
        lambda: WeightedRandomSampler([1.0, 0.0], 2, replacement=False),
    ],
)
def test_samplers_refuse(make):
    with pytest.raises(ValueError, match=r"should be|cannot draw"):
        make()


def test_random_sampler_wants_a_boolean():
    with pytest.raises(TypeError, match="replacement should be a boolean value"):
        RandomSampler([1], replacement=1)


# Collation


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize(
    ("samples", "dtype", "values"),
    [
        ([1, 2], "int64", [1, 2]),
        ([1.0, 2.0], "float64", [1.0, 2.0]),
        ([True, False], "bool", [True, False]),
        ([np.float32(1), np.float32(2)], "float32", [1.0, 2.0]),
        ([np.ones(2, np.int16), np.zeros(2, np.int16)], "int16", [[1, 1], [0, 0]]),
    ],
)
def test_numbers_and_arrays_become_host_tensors(ag, samples, dtype, values):
    batch = default_collate(samples)
    assert batch.dtype is getattr(ag, dtype)
    assert batch.tolist() == values
    assert batch.device == ag.device("cpu")


@pytest.mark.usefixtures("device")
def test_structure_is_kept(ag):
    tensors = [ag.tensor([1.0, 2.0]), ag.tensor([3.0, 4.0])]
    assert default_collate(tensors).tolist() == [[1.0, 2.0], [3.0, 4.0]]
    as_tuples = default_collate([(tensors[0], "a"), (tensors[1], "b")])
    assert type(as_tuples) is list
    assert list(as_tuples[1]) == ["a", "b"]
    named = default_collate([Point(1, b"p"), Point(2, b"q")])
    assert type(named) is Point
    assert (named.x.tolist(), list(named.y)) == ([1, 2], [b"p", b"q"])
    nested = default_collate([{"x": [1, {"y": 2.0}]}, {"x": [3, {"y": 4.0}]}])
    assert nested["x"][0].tolist() == [1, 3]
    assert nested["x"][1]["y"].tolist() == [2.0, 4.0]


def test_mapping_types_are_kept():
    ordered = default_collate([OrderedDict(b=1, a=2)] * 2)
    assert type(ordered) is OrderedDict
    assert list(ordered) == ["b", "a"]
    default = default_collate([defaultdict(list, a=1)] * 2)
    assert default["missing"] == []


def test_the_samples_are_left_alone():
    sample = {"x": [1, 2]}
    default_collate([sample, {"x": [3, 4]}])
    assert sample == {"x": [1, 2]}


@pytest.mark.parametrize("sample", [object(), None, np.array(["a"]), np.array([None])])
def test_what_cannot_be_collated(sample):
    with pytest.raises(TypeError, match="default_collate: batch must contain tensors, numpy arrays, numbers"):
        default_collate([sample, sample])


def test_unequal_samples(ag):
    with pytest.raises(RuntimeError, match="equal size"):
        default_collate([[1, 2], [1]])
    with pytest.raises(RuntimeError, match="equal size"):
        default_collate([ag.zeros(2), ag.zeros(3)])


def test_convert_touches_arrays_only(ag):
    tensor = ag.zeros(1)
    converted = default_convert({"a": np.arange(2), "b": [tensor, "s", np.float32(2)], "c": (1, Point(np.ones(1), 2))})
    assert converted["a"].tolist() == [0, 1]
    assert converted["b"][0] is tensor
    assert converted["b"][1] == "s"
    assert converted["b"][2].item() == 2.0
    assert converted["c"][0] == 1
    assert type(converted["c"][1]) is Point


# The loader


@pytest.mark.usefixtures("device")
def test_whole_pass(ag):
    dataset = TensorDataset(ag.arange(7))
    assert [x.tolist() for (x,) in DataLoader(dataset, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [x.tolist() for (x,) in DataLoader(dataset, 3, drop_last=True)] == [[0, 1, 2], [3, 4, 5]]
    assert len(DataLoader(dataset, 3)) == 3
    assert len(DataLoader(dataset, 3, drop_last=True)) == 2
    assert len(DataLoader(dataset)) == 7


@pytest.mark.usefixtures("device")
def test_a_pass_is_repeated_from_the_generators_state(ag):
    generator = ag.Generator().manual_seed(5)
    loader = DataLoader(range(20), 6, shuffle=True, generator=generator)
    list(loader)
    state = generator.get_state()
    second = lists(loader)
    third = lists(loader)
    generator.set_state(state)
    assert lists(loader) == second
    assert lists(loader) == third != second
    assert sorted(i for batch in second for i in batch) == list(range(20))


def test_other_draws_do_not_touch_a_loader_with_its_own_generator(ag):
    def order(draw):
        ag.manual_seed(0)
        loader = DataLoader(range(20), 20, shuffle=True, generator=ag.Generator().manual_seed(5))
        if draw:
            ag.rand(3)
        return lists(loader)

    assert order(True) == order(False)


@pytest.mark.parametrize("dataset", [range(4), [0, 1, 2, 3], np.arange(4), Stream(4)])
def test_sources(dataset):
    assert lists(DataLoader(dataset, 3)) == [[0, 1, 2], [3]]


def test_streams():
    assert lists(DataLoader(Stream(5), 2, drop_last=True)) == [[0, 1], [2, 3]]
    assert list(DataLoader(Stream(3), None)) == [0, 1, 2]
    for size, drop, batches in ((2, False, 3), (2, True, 2), (None, False, 5)):
        assert len(DataLoader(SizedStream(5), size, drop_last=drop)) == batches
    with pytest.raises(TypeError, match="len"):
        len(DataLoader(Stream(5), 2))


def test_without_batches():
    loader = DataLoader([np.arange(2), "a"], batch_size=None)
    array, text = loader
    assert array.tolist() == [0, 1]
    assert text == "a"
    assert len(loader) == 2


def test_own_samplers():
    assert lists(DataLoader(range(10), 2, sampler=[7, 5, 3])) == [[7, 5], [3]]
    loader = DataLoader(range(10), batch_sampler=[[1, 2, 3], [9]])
    assert (lists(loader), len(loader)) == ([[1, 2, 3], [9]], 2)


def test_an_empty_dataset():
    assert list(DataLoader([], 4)) == list(DataLoader([], 4, shuffle=True)) == []
    assert len(DataLoader([], 4)) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"num_workers": -1}, "num_workers option should be non-negative"),
        ({"prefetch_factor": 2}, "prefetch_factor option could only be specified in multiprocessing"),
        ({"persistent_workers": True}, "persistent_workers option needs num_workers > 0"),
        ({"timeout": -1}, "timeout option should be non-negative"),
        ({"multiprocessing_context": "fork"}, "can only be used with multi-process loading"),
        ({"num_workers": 1, "multiprocessing_context": "thread"}, "should specify a valid start method"),
        ({"num_workers": 1, "prefetch_factor": 0}, "prefetch_factor"),
        ({"shuffle": True, "sampler": [0]}, "sampler option is mutually exclusive with shuffle"),
        ({"batch_sampler": [[0]], "batch_size": 2}, "batch_sampler option is mutually exclusive with"),
        ({"batch_sampler": [[0]], "drop_last": True}, "batch_sampler option is mutually exclusive with"),
        ({"batch_size": None, "drop_last": True}, "batch_size=None option disables auto-batching"),
        ({"batch_size": 0}, "batch_size should be a positive integer value, but got batch_size=0"),
    ],
)
def test_options_that_exclude_each_other(options, message):
    with pytest.raises(ValueError, match=message):
        DataLoader(range(3), **options)


@pytest.mark.parametrize("option", [{"shuffle": True}, {"sampler": [0]}, {"batch_sampler": [[0]]}])
def test_options_that_a_stream_does_not_have(option):
    with pytest.raises(ValueError, match="DataLoader with IterableDataset"):
        DataLoader(Stream(3), **option)
