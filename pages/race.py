"""Which network learns this? Several of them train side by side, live."""

from nmn.view import controls, frame, race

frame.page("race.py")
race.come_back()
parameters = controls.sidebar(race.racing())
frame.show_problems()
race.race(parameters)
