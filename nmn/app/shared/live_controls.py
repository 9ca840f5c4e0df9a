"""What a page needs to follow a control while it is moved: before it is let go, Python hears nothing of it."""

from typing import Any

from nmn.parameters import SPECS, Parameters
from nmn.spec import Spec


def told(parameters: Parameters, *others: Parameters) -> dict[str, dict[str, Any]]:
    """The controls of the network's numbers, by their keys.

    Args:
        parameters: what the sidebar is set to.
        *others: further runs of the page, as `controls.sidebar` has them.

    Returns:
        For each its parameter's `name`, the `text` that it has in an address now, and how the text of another place is
        made: it is the place's number, or the one of `values` that stands there; with `before` and `after` around it,
        where the control sets a part of the parameter.
    """
    runs = (parameters, *others)
    used = [spec for spec in SPECS.values() if spec.of == "network" and any(run.uses(spec) for run in runs)]
    return {key: control for spec in used for key, control in _controls(spec, parameters).items()}


def _controls(spec: Spec, parameters: Parameters) -> dict[str, dict[str, Any]]:
    """The controls of a parameter, as `controls.sidebar` draws them; none where it is not a number."""
    value = getattr(parameters, spec.name)
    control = {"name": spec.name, "text": spec.text(value)}
    match spec.kind:
        case "number" | "integer":
            return {f"_{spec.name}": control}
        case "choice" if isinstance(value, int):
            return {f"_{spec.name}": control | {"values": [spec.text(choice) for choice in spec.choices]}}
        case "widths":
            sizes = [str(size) for size in value]
            return {
                f"_{spec.name}_{place}": control
                | {
                    "before": "".join(f"{size}," for size in sizes[:place]),
                    "after": "".join(f",{size}" for size in sizes[place + 1 :]),
                }
                for place in range(len(sizes))
            }
        case _:
            return {}
