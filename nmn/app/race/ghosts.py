"""What earlier settings had come to: curves that stay, faint, behind those of now."""

from collections.abc import Sequence
from dataclasses import replace

from nmn.address import race_query
from nmn.address.race_query import Entrant
from nmn.app.race import race_table
from nmn.app.race.race_table import Contender

MOST = 8
FEWEST = 2  # points that make a curve worth keeping


def kept(
    ghosts: Sequence[Contender],
    before: Sequence[Contender],
    entrants: Sequence[Entrant],
    seeds: Sequence[int],
) -> list[Contender]:
    """The curves to keep: of networks that are still there, but are set otherwise now or have other seeds.

    Args:
        ghosts: those that were kept so far.
        before: the curves of the race that is left.
        entrants: who races now.
        seeds: over which seeds.
    """
    now = {entrant.word: entrant.parameters for entrant in entrants}
    task = next((parameters.task for parameters in now.values()), None)
    found = list(ghosts)
    for contender in before:
        word, name, old = contender.entrant
        new = now.get(word)
        if new is None or max(len(run.history.steps) for run in contender.runs) < FEWEST:
            continue
        changed = race_query.difference(replace(old, seed=new.seed), new)
        if not changed and not set(contender.seeds) <= set(seeds):
            changed = f"seed {contender.seeds[0]}" + f" to {contender.seeds[-1]}" * (len(contender.seeds) > 1)
        if changed:
            ghost = Entrant(f"{word} {changed}", f"{name}, before: {changed}", old)
            found.append(Contender(ghost, contender.runs))
    of_task = {each.entrant.word: each for each in found if each.entrant.parameters.task == task}
    running = set(race_table.jobs(entrants, seeds))
    back = [word for word, each in of_task.items() if {run.parameters for run in each.runs} <= running]
    return [each for word, each in of_task.items() if word not in back][-MOST:]
