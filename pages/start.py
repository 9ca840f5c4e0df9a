"""What this is, in three sentences and one live picture."""

import streamlit as st

from nmn.app.shared import frame
from nmn.app.step.explorer import preview

frame.page("start.py")
frame.show_problems()
st.title("Neural memory networks, step by step")
st.container(width=820).markdown(
    "A neural memory network (Biggs and Nuttall) gives every hidden neuron a bank of memories: each time that a neuron "
    "fires, it stores the pattern of its neighbours, and its older memories fade. The neuron's own output switches its "
    "memory on, so that an ordinary feed-forward network learns what came before. Below is a real one, at work on the "
    "last inputs of its training: step through it yourself, turn its knobs, and compare it with networks without it."
)
with st.container(horizontal=True):
    if st.button("Lessons: predict, see, understand", type="primary", icon=":material/school:"):
        st.switch_page(frame.link("lessons.py"))
    if st.button("Step through a run", icon=":material/play_arrow:"):
        st.switch_page(frame.link("step_through.py"))
preview(frame.parameters())
