"""The paper, section by section: its figures from our own runs, and its numbers beside ours."""

from nmn.view import frame
from nmn.view.paper import draw
from nmn.view.paper.contents import contents
from nmn.view.paper.measured import everything
from nmn.view.paper.sections import BEYOND, SECTIONS

frame.page("paper.py")
draw.open_asked()
contents()
frame.show_problems()
found = everything()
draw.opening(found)
place = draw.signals(found["signal"])
draw.method()
for section in SECTIONS:
    draw.section(section, found[section.experiment])
draw.future_work(found)
for section in BEYOND:
    draw.section(section, found[section.experiment])
draw.waveforms(place, found["signal"])
frame.write_url()
