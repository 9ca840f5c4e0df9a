"""The paper's experiments beside our own runs of them."""

import pandas as pd
import streamlit as st

from nmn.experiments import EXPERIMENTS, summary
from nmn.home import home
from nmn.view import figures, frame

frame.page("paper.py")
frame.show_problems()
table = pd.read_csv(home() / "assets" / "sorted.csv")
rows = tuple(row for row in EXPERIMENTS["sorted"] if not row.reading)
seeds, overlap = table.seed.nunique(), rows[0].parameters.overlap

st.header("Sorted classification")
st.markdown(
    "Section IV-A and Fig. 7: points from ten overlapping Gaussians that take turns in a fixed order. Their overlap is "
    f"set so that the best classifier without memory errs in {overlap:.1%} of them. Lines are medians over {seeds} "
    "seeds on which no choice was made, bands their quartiles, dotted lines what the paper reports."
)
st.plotly_chart(
    figures.convergence(table, rows, st.context.theme.type or "light"),
    key="sorted",
    width="stretch",
)
st.markdown("\n".join(summary(table)))
st.caption(
    "Errors on fresh inputs after training. The printed order of NMN and RNN does not hold: an RNN trained with "
    "Adam through 25 steps of time makes no mistake. The numbers are those that `nmn reproduce sorted` wrote."
)
frame.write_url()
