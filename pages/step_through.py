"""Step through a training stream, one input at a time, forward and back."""

from nmn.view import controls, frame
from nmn.view.explorer import explorer

frame.page("step_through.py")
parameters = controls.sidebar()
frame.show_problems()
explorer(controls.runs(parameters), parameters.model)
