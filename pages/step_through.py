"""Step through a training stream, one input at a time, forward and back."""

from nmn.app.lessons.asking import asking
from nmn.app.shared import controls, frame
from nmn.app.step.explorer import explorer

frame.page("step_through.py", asking)
parameters = controls.sidebar()
frame.show_problems()
explorer(parameters)
