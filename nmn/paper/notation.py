r"""The paper's equations (1) to (12) as they are written: TeX, keyed by their numbers; `equations` computes them.

Glyphs and readings are those of `equations`. A part in \at{place}{...} stands for a place in the picture: in, W, x, M,
out or gate.
"""

import re

MARKED = {
    1: r"\at{x}{x} = \sigma(\at{W}{W}\,\at{in}{a} + \at{W}{b})",
    2: r"\at{in}{a} = (\at{x}{x_1},\; \at{x}{x_1}\at{M}{M_1},\; \dots,\; \at{x}{x_k},\; \at{x}{x_k}\at{M}{M_k})",
    3: r"\varepsilon = \frac{1}{2} \sum_i (\at{out}{x_i} - \at{out}{y_i})^2",
    4: r"\frac{\partial \varepsilon}{\partial \at{W}{W_{jn}}} = \frac{\partial \varepsilon}{\partial \at{x}{x_j}}\, "
    r"\frac{\partial \at{x}{x_j}}{\partial \at{W}{W_{jn}}}",
    5: r"\frac{\partial \varepsilon}{\partial \at{W}{W_{jn}}} = \at{x}{\delta_j}\, \at{in}{a_n}",
    6: r"\at{out}{\delta} = (\at{out}{x} - \at{out}{y})\, \at{out}{x}\, (1 - \at{out}{x})",
    7: r"e = \at{W}{W}^{\mathsf{T}} \at{out}{\delta}",
    8: r"\at{x}{\delta_j} = (e_j + \sum_m e_{j,m}\, \at{M}{M_{j,m}})\, \at{x}{x_j}\, (1 - \at{x}{x_j})",
    9: r"\at{W}{W} \leftarrow \at{W}{W} - \alpha\, \at{x}{\delta}\, \at{in}{a}^{\mathsf{T}}",
    10: r"\at{W}{b} \leftarrow \at{W}{b} - \alpha\, \at{x}{\delta}",
    11: r"\at{M}{M_j} \leftarrow \gamma\, \at{M}{M_j} + g(\at{x}{x_{j-\tau/2}},\, \dots,\, \at{x}{x_j},\, \dots,\, "
    r"\at{x}{x_{j+\tau/2}}) \quad \text{where}\; \at{x}{x_j} \geq \frac{1}{2}",
    12: r"\at{M}{M_1} = (1 - \at{x}{x_3})(1 - \at{x}{x_2})\, \at{x}{x_1} \at{M}{M_{1,1}} + \at{x}{x_2}(1 - \at{x}{x_3})"
    r"\, \at{x}{x_1} \at{M}{M_{1,2}} + \at{x}{x_3}(1 - \at{x}{x_2})\, \at{x}{x_1} \at{M}{M_{1,3}} + \at{x}{x_3} "
    r"\at{x}{x_2}\, \at{x}{x_1} \at{M}{M_{1,4}}",
}
ABOUT = {
    1: "output of a layer: weights, biases and what the layer below hands on, through the sigmoid",
    2: "what a hidden layer hands on: its outputs, and each output times that neuron's memory",
    3: "the loss: half the squared distance of the outputs from the target",
    4: "chain rule: how the loss depends on a weight",
    5: "slope of the loss by a weight",
    6: "error of the output layer",
    7: "error that comes back to what a layer has handed on",
    8: "error of a hidden neuron: its own path and those through its memory",
    9: "a step of the weights down the slope",
    10: "a step of the biases",
    11: "a neuron that fires: its memory shrinks to γ of itself, and the pattern of its neighbours is added",
    12: "addressed memory: the neighbours' outputs select a slot (here with two neighbours)",
}


def plain(marked: str) -> str:
    """The TeX of an equation without its places."""
    return re.sub(r"\\at\{\w+\}", "", marked)


def cited(source: str) -> dict[int, str]:
    """The equations that a source such as "Eq. (9)-(10), VI" or "Eq. (2), Eq. (12)" cites, as TeX by number."""
    found: list[int] = []
    for first, last in re.findall(r"\((\d+)\)(?:-\((\d+)\))?", source):
        found += range(int(first), int(last or first) + 1)
    return {number: plain(MARKED[number]) for number in found}
