"""Pictures, sound and meshes in `SummaryWriter`'s files: what TensorBoard's own reader finds in them."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from arraygrad.utils.tensorboard import SummaryWriter


@pytest.mark.usefixtures("device")
def test_images_with_boxes(ag, tmp_path, read, pixels_of):
    image, box = ag.zeros(3, 20, 30, requires_grad=True), ag.tensor([[2, 3, 25, 15]])
    with SummaryWriter(tmp_path) as writer:
        writer.add_image_with_boxes("box", image, box, 2)
        writer.add_image_with_boxes("large", image, box, rescale=2, labels="what")
        writer.add_image_with_boxes("unlabelled", image, box, labels=["one", "two"])
        with pytest.raises(ValueError, match=r"shape \[number, 4\]"):
            writer.add_image_with_boxes("bad", image, ag.zeros(4))
    (event,) = read().Images("box")
    drawn = pixels_of(event)
    assert (event.step, drawn.shape) == (2, (20, 30, 3))
    assert drawn[3, 2:26].tolist() == [[255, 0, 0]] * 24
    assert drawn[8, 10].tolist() == [0, 0, 0]
    assert pixels_of(read().Images("large")[0]).shape == (40, 60, 3)
    assert (pixels_of(read().Images("unlabelled")[0]) == drawn).all()


def test_several_figures_in_one_image(tmp_path, read):
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    figures = [pyplot.figure(figsize=(1, 1), dpi=20) for _ in range(2)]
    canvases = [figure.canvas for figure in figures]
    with SummaryWriter(tmp_path) as writer:
        writer.add_figure("kept", figures, 1, close=False)
        assert [figure.canvas for figure in figures] == canvases
        assert len(pyplot.get_fignums()) == 2
        writer.add_figure("closed", figures)
        assert not pyplot.get_fignums()
    (event,) = read().Images("kept")
    assert (event.step, event.width, event.height) == (1, 40, 20)


@pytest.mark.usefixtures("device")
def test_videos(ag, tmp_path, read):
    from PIL import Image, ImageSequence

    levels = np.float32([[clip * frame / 10 for frame in range(4)] for clip in (1, 2, 3)])
    clips = ag.tensor(np.broadcast_to(levels[:, :, None, None, None], (3, 4, 1, 2, 3)).copy())
    with SummaryWriter(tmp_path) as writer:
        writer.add_video("clips", clips, 2, fps=5)
        with pytest.raises(AssertionError, match=r"\[N, T, C, H, W\]"):
            writer.add_video("bad", clips[0])
    (event,) = read().Images("clips")
    assert (event.step, event.width, event.height) == (2, 12, 2)
    video = Image.open(io.BytesIO(event.encoded_image_string))
    assert video.format == "GIF"
    assert video.info["duration"] == 200
    frames = [np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(video)]
    assert [frame[0, ::3].tolist() for frame in frames] == [
        [int(255 * frame * clip / 10) if clip < 4 else 0 for clip in (1, 2, 3, 4)] for frame in range(4)
    ]


@pytest.mark.usefixtures("device")
def test_sound(ag, tmp_path, read):
    samples = ag.tensor([[0.0, 0.5, -1.0]], requires_grad=True)
    with SummaryWriter(tmp_path) as writer:
        writer.add_audio("sound", samples, 3, sample_rate=8000)
        with pytest.warns(UserWarning, match="amplitude out of range"):
            writer.add_audio("loud", samples * 2)
        with pytest.raises(AssertionError, match="1 dimensional"):
            writer.add_audio("bad", ag.zeros(2, 3))

    def heard(tag):
        (event,) = read().Audio(tag)
        with wave.open(io.BytesIO(event.encoded_audio_string)) as sound:
            assert (sound.getnchannels(), sound.getframerate()) == (1, int(event.sample_rate))
            return event, np.frombuffer(sound.readframes(9), "<i2").tolist()

    event, steps = heard("sound")
    assert (event.step, event.sample_rate, event.length_frames) == (3, 8000, 3)
    assert steps == [0, 16383, -32767]
    assert heard("loud")[1] == [0, 32767, -32767]


@pytest.mark.usefixtures("device")
def test_meshes(ag, tmp_path, read):
    from tensorboard.plugins.mesh.metadata import get_components_bitmask, parse_plugin_metadata
    from tensorboard.util.tensor_util import make_ndarray

    vertices = ag.tensor([[[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    with SummaryWriter(tmp_path) as writer:
        writer.add_mesh("points", vertices, global_step=2)
        writer.add_mesh("mesh", vertices, ag.tensor([[[255, 0, 0]] * 3]), ag.tensor([[[0, 1, 2]]]), {"a": 1})
        with pytest.raises(ValueError, match="shape should be of shape BxNx3"):
            writer.add_mesh("bad", vertices[0])

    def metadata(tag):
        return parse_plugin_metadata(read().SummaryMetadata(tag).plugin_data.content)

    assert sorted(read().Tags()["tensors"]) == ["mesh_COLOR", "mesh_FACE", "mesh_VERTEX", "points_VERTEX"]
    (points,) = read().Tensors("points_VERTEX")
    assert points.step == 2
    assert make_ndarray(points.tensor_proto).tolist() == vertices.tolist()
    alone, face = metadata("points_VERTEX"), metadata("mesh_FACE")
    assert (alone.name, alone.components, list(alone.shape)) == ("points", get_components_bitmask([1]), [1, 3, 3])
    assert (face.components, face.json_config) == (get_components_bitmask([1, 2, 3]), '{"a": 1}')


def test_pictures_without_pillow(tmp_path, read, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with SummaryWriter(tmp_path) as writer:
        for add in (
            lambda: writer.add_image("image", np.zeros((3, 2, 2))),
            lambda: writer.add_video("video", np.zeros((1, 2, 3, 2, 2))),
            lambda: writer.add_embedding(np.zeros((1, 2)), label_img=np.zeros((1, 3, 2, 2))),
        ):
            with pytest.raises(
                ImportError, match=r"^pictures need the package Pillow: pip install 'arraygrad\[tensorb"
            ):
                add()
        writer.add_scalar("loss", 1.0)
    assert read().Tags()["images"] == []
    assert not (tmp_path / "00000").exists()
