"""The words of the player, in each language: the front matter of its player.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache

from nmn.lessons.lesson import LessonError
from nmn.lessons.reading import FOLDER, PLAYER, front_matter


@dataclass(frozen=True)
class Words:
    """What the player says. Braces hold what is put in.

    Attributes:
        introduction: above the list of lessons, in Markdown: the file's text below its front matter.
        figure_separators: between the whole and its decimals, and between thousands, as Plotly takes them.
        figure_errors, figure_parts: what errors are and what is asked for, by what the tasks call them.
        outcomes: what came of a question, by its name, in few words.
    """

    language: str
    lessons: str
    minutes: str
    begin: str
    go_on: str
    again: str
    progress: str
    overview: str
    scene: str
    back: str
    next: str
    next_lesson: str
    check: str
    show: str
    hint: str
    explore: str
    handout: str
    handout_help: str
    handout_answers: str
    notes: str
    notes_next: str
    notes_last: str
    notes_follow: str
    notes_alone: str
    right: str
    wrong: str
    looked: str
    on_picture: str
    answered: str
    pick: str
    number: str
    hidden: str
    measuring: str
    tested: str
    impossible: str
    code: str
    code_help: str
    last: str
    yours: str
    truth: str
    given: str
    run: str
    class_title: str
    class_help: str
    class_codes: str
    class_bad: str
    class_by_link: str
    class_votes: str
    class_common: str
    class_question: str
    class_outcome: str
    class_count: str
    class_alt: str
    figure_separators: str
    figure_inputs: str
    figure_errors: Mapping[str, str]
    figure_parts: Mapping[str, str]
    figure_point: str
    figure_layers: str
    figure_answers: str
    figure_left: str
    figure_ticks: Sequence[str]
    figure_share: str
    figure_rest: str
    figure_back: str
    figure_on: str
    figure_gradient: str
    figure_traces: str
    no_lesson: str
    no_scene: str
    no_language: str
    bad_code: str
    outcomes: Mapping[str, str]
    introduction: str


@cache
def words(language: str) -> Words:
    """The player's words in a language. Raises LessonError where one is missing or means nothing."""
    where = f"{language}/{PLAYER}"
    told, introduction = front_matter((FOLDER / language / PLAYER).read_text("utf-8"), where)
    told["introduction"] = introduction.strip()
    names = [each.name for each in fields(Words)]
    for name in {*names} ^ {*told}:
        raise LessonError(f"{where}: {name} {'is missing' if name in names else 'means nothing here'}.")
    return Words(**told)
