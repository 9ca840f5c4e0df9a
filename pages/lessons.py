"""Why does it work? Scenes of the explorer with a question each: predict, see, understand."""

from nmn.app.lessons.page import lessons
from nmn.app.shared import frame

frame.page("lessons.py")
lessons()
