"""Tasks made from measured data use each image and each year once, and the data say where they come from."""

import numpy as np
import pytest

from nmn import tasks
from nmn.parameters import recipe
from nmn.site_path import site_path
from nmn.tasks import digits, sunspots


def test_digits_come_in_their_order_and_no_image_serves_two_streams() -> None:
    task = tasks.make(recipe("digits"))
    seen = []
    for part in digits.SPLIT:
        stream = task.stream(0, 5000, part)
        np.testing.assert_array_equal(stream.targets.argmax(axis=1), np.arange(5000) % 10)
        assert stream.inputs.min() == 0
        assert stream.inputs.max() == 1
        seen.append({image.tobytes() for image in stream.inputs})
    assert not seen[0] & seen[1] | seen[0] & seen[2] | seen[1] & seen[2]
    for images, size in zip(seen, (1000, 300, 497), strict=True):
        assert 0.9 * size < len(images) <= size


def test_images_are_of_the_digit_that_is_asked() -> None:
    """A held-out image is nearest to the training mean of its own digit much more often than by chance."""
    task = tasks.make(recipe("digits"))
    training, test = task.stream(0, 5000), task.stream(0, 5000, "test")
    means = np.array([training.inputs[digit::10].mean(axis=0) for digit in range(10)])
    nearest = ((test.inputs[:, np.newaxis] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == np.arange(5000) % 10).mean() > 0.8


def test_sunspots_repeat_epoch_after_epoch_and_ask_for_the_next_year() -> None:
    task = tasks.make(recipe("sunspots"))
    for part, years in sunspots.YEARS.items():
        epoch = years[1] - years[0]
        stream = task.stream(0, 2 * epoch, part)
        np.testing.assert_array_equal(stream.inputs[:epoch], stream.inputs[epoch:])
        np.testing.assert_array_equal(stream.starts, np.arange(2 * epoch) % epoch == 0)
        np.testing.assert_array_equal(stream.scored, np.arange(2 * epoch) % epoch >= 10)
        np.testing.assert_array_equal(stream.targets[: epoch - 1], stream.inputs[1:epoch])
    first = task.stream(0, 199).inputs[:, 0] * sunspots.SCALE
    assert first[[0, 1, 78]] == pytest.approx([5, 11, 154.4])  # 1700, 1701, and the maximum of 1778
    assert task.stream(68, 69, "test").targets[0, 0] * sunspots.SCALE == pytest.approx(2.9)  # 2008


def test_no_year_is_asked_of_two_streams() -> None:
    asked = [set(range(first + 1 + sunspots.LEAD, last + 1)) for first, last in sunspots.YEARS.values()]
    assert sum(map(len, asked)) == len(set.union(*asked)) == len(range(1711, 2009))


def test_measured_data_stand_beside_their_source_and_licence() -> None:
    folder = site_path() / "assets" / "data"
    words = (folder / "README.md").read_text("utf-8")
    files = {path.name for path in folder.iterdir()} - {"README.md"}
    assert files == {"digits.csv.gz", "sunspots.csv"}
    for name in files:
        [section] = [part for part in words.split("\n## ") if part.startswith(name)]
        assert all(f"**{point}**" in section for point in ("Source", "Licence", "Changes"))
