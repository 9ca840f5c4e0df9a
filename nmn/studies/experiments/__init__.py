"""The paper's experiments: what to run (`rows`), running it over seeds (`runner`), what came out as a table of numbers
(`measured`), and the tables that are read (`summary`).
"""

from nmn.studies.experiments.measured import TEST, Job, frame, jobs, lines
from nmn.studies.experiments.rows import COLUMNS, EXPERIMENTS, ON_REQUEST, Row
from nmn.studies.experiments.runner import reproduce
from nmn.studies.experiments.summary import summary

__all__ = [
    "COLUMNS", "EXPERIMENTS", "ON_REQUEST", "TEST", "Job", "Row", "frame", "jobs", "lines", "reproduce", "summary",
]  # fmt: skip
