"""The paper's experiments: what to run (`rows`), running it over seeds (`runner`), keeping what came
out (`record`), and the tables (`summary`).
"""

from nmn.studies.experiments.record import Record, jobs
from nmn.studies.experiments.rows import COLUMNS, EXPERIMENTS, ON_REQUEST, Row
from nmn.studies.experiments.runner import measure, reproduce
from nmn.studies.experiments.summary import summary

__all__ = ["COLUMNS", "EXPERIMENTS", "ON_REQUEST", "Record", "Row", "jobs", "measure", "reproduce", "summary"]
