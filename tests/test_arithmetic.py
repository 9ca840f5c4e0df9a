"""The reader of equations that the tests of the stage lean on."""

import pytest
from arithmetic import equations


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("M1 ← γM1 · on 110: 0.5 · 0.75 = 0.38", [True]),
        ("on 110: 0.5 · 0.75 = 0.4", [False]),
        ("zB = b + Wx = 0.1 + 0.7 − 0.3 = 0.5 · xB = σ(0.5) = 0.62 · neuron 1 adds 0.25", [True, True]),
        ("xB = σ(0.5) = 0.8", [False]),
        ("w1 = 0.83: keeps 1 − 0.83·0.5 = 0.59", [True]),
        ("α = 0.01 = 0.05 · 0.2: cooldown", [True]),
        ("α = 0.1 = 0.05 · 0.2: cooldown", [False]),
        ("its age: log (0.50 / 2.00) / log 0.5 = 2, about 2 fires ago: right.", [True]),
        ("its age: log 1.26 / log 0.5 = −0.33, about 0 fires ago", [True]),
        ("= 1 + 0.5^2·1 + 0.5^7·1 = 1.26", [True]),
        ("= 1 + 0.5^2·1 = 1.5", [False]),
        ("x = e^(−0.5) / 2.1 = 0.29", [True]),
        ("δ = 1.2e−5 · W ← W − αδa, α = 0.5", []),
        ("M1 = 1.07 on 010, 0.5 on 110, 3 more", []),
        ("x1 = σ(b + Wa) = σ(2) = 0.88 · x1M1 = 0.88 on 0", [True]),
    ],
)
def test_equations_are_found_in_a_sentence_and_worked_out(text: str, agree: list[bool]) -> None:
    assert [right for _, right in equations(text)] == agree
