"""What do the knobs do? Errors over any two parameters, measured while you look."""

from nmn.view import controls, frame
from nmn.view.map.choosing import plan
from nmn.view.map.draw import map_page

frame.page("map.py")
parameters = controls.sidebar()
wish = plan(parameters)
frame.show_problems()
map_page(wish, parameters)
frame.write_url()
