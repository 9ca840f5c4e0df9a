"""Which network learns this? Several of them train side by side, live."""

from nmn.app.lessons.asking import asking
from nmn.app.race import page
from nmn.app.shared import controls, frame

frame.page("race.py", asking)
page.come_back()
parameters = controls.sidebar(page.racing())
frame.show_problems()
page.race(parameters)
