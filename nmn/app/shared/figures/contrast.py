"""Text that can be read on any colour, as WCAG 2 measures contrast."""

import numpy as np
from plotly.colors import sample_colorscale, unlabel_rgb

from nmn.trace import Floats

# Nothing weaker: on any colour the better one of these two has a contrast of at least 4.58, the square root of 21.
INKS = {"#000000": 0.0, "#FFFFFF": 1.0}  # with their luminances


def ink(colours: Floats) -> list[str]:
    """The colour of a text on each of some colours, for a contrast of more than 4.5 to 1.

    Args:
        colours: [colours, 3], red, green and blue from 0 to 255.
    """
    ground = luminance(colours)
    ratios = [contrast(ground, np.full_like(ground, light)) for light in INKS.values()]
    return [list(INKS)[best] for best in np.argmax(ratios, axis=0)]


def ramp(scale: str, shares: Floats) -> Floats:
    """The colours of one of Plotly's scales at shares of its length from 0 to 1: [shares, 3], from 0 to 255."""
    held = np.clip(shares, 0.0, 1.0).tolist()
    return np.array([unlabel_rgb(colour) for colour in sample_colorscale(scale, held)]).reshape(-1, 3)


def luminance(colours: Floats) -> Floats:
    """WCAG's relative luminance, 0 to 1, of colours [..., 3] from 0 to 255."""
    share = np.asarray(colours) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: Floats, other: Floats) -> Floats:
    """WCAG's contrast, 1 to 21, of two luminances."""
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
