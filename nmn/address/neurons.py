"""Hidden neurons in links, as the screen numbers them: 3, or 2.3 for the third one of the second hidden layer.

Inside, a neuron has one number over all hidden layers, from 0; links of the first version carry that.
"""

from nmn.address.fork import Naming, count
from nmn.engine import kind
from nmn.parameters import Parameters


def sizes(parameters: Parameters) -> tuple[int, ...]:
    """Neurons of each hidden layer."""
    return kind(parameters).widths(parameters)


def written(neuron: int, layers: tuple[int, ...]) -> str:
    """A neuron as a link has it; one that these layers do not have counts on from 1."""
    if len(layers) > 1:
        local = neuron
        for number, size in enumerate(layers, 1):
            if local < size:
                return f"{number}.{local + 1}"
            local -= size
    return str(neuron + 1)


def read(text: str, layers: tuple[int, ...], version: int) -> int:
    """The neuron that a link of a version means. Raises ValueError where it can mean none."""
    layer, dot, local = text.rpartition(".")
    if version < 2:
        return count(text, 0)
    if not dot:
        return count(text, 1) - 1
    number, place = count(layer, 1), count(local, 1)
    if number > len(layers) or place > layers[number - 1]:
        raise ValueError(text)
    return sum(layers[: number - 1]) + place - 1


def form(layers: tuple[int, ...], version: int) -> str:
    """What a neuron in a link must be, in words."""
    if version < 2:
        return "the number of a neuron from 0 on"
    if len(layers) < 2:
        return "the number of a neuron from 1 on"
    return f"layer and neuron, from 1.1 to {len(layers)}.{layers[-1]}"


def naming(layers: tuple[int, ...], version: int) -> Naming:
    """How links of a version name neurons."""
    return Naming(lambda text: read(text, layers, version), form(layers, version))
