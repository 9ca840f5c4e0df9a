"""The paper, section by section: its figures from our own runs, and its numbers beside ours."""

from nmn.app.paper import page
from nmn.app.paper.contents import contents
from nmn.app.paper.measured import everything
from nmn.app.paper.sections import BEYOND, SECTIONS
from nmn.app.shared import frame

frame.page("paper.py")
page.open_asked()
contents()
frame.show_problems()
found = everything()
page.opening(found)
place = page.signals(found["signal"])
page.method()
for section in SECTIONS:
    page.section(section, found[section.experiment])
page.future_work(found)
for section in BEYOND:
    page.section(section, found[section.experiment])
page.waveforms(place, found["signal"])
frame.write_url()
