"""What do the knobs do? Errors over any two parameters, measured while you look."""

from nmn.app.lessons.asking import asking
from nmn.app.map.choosing import plan
from nmn.app.map.page import map_page
from nmn.app.shared import controls, frame

frame.page("map.py", asking)
parameters = controls.sidebar()
query = plan(parameters)
frame.show_problems()
map_page(query, parameters)
frame.write_url()
