"""The paper: its figures and numbers beside ours."""
