// "This step, in numbers": Eq. (11) of the chosen neuron with the real values, output, target and loss.
import { h, say, sayParts } from "./dom.js";
import { outputName } from "./decode.js";
import { equation, event, sentence, worked } from "./sentence.js";
import { fixed, whole } from "./scales.js";

const STATE = (number) => [["i", "x"], ["sub", number], " ← tanh(input + fed-back ", ["i", "x"], ")"];

export function numbers(stage) {
  const fields = ["answer", "neuron", "pattern", "rule", "worked"];
  const at = Object.fromEntries(fields.map((name) => [name, h(`p.say-${name}`, {})]));
  const told = h("p.live", { "aria-hidden": "true" }); // for the eye, at every step
  const live = h("p.unseen", { "aria-live": "polite" }); // for the ear, at a pace that can be followed
  const step = h("span.word", {});
  const box = h("section.panel.numbers", { "aria-label": "This step, in numbers" },
    h("header", {}, h("h2", {}, "This step, in numbers"), step), ...fields.map((name) => at[name]), told, live);
  let spoken = 0;
  let timer = 0;

  function tell(tape, t) {
    const happened = event(tape, t, stage.state.focus);
    const { name, number, x, fires, near, bits, label, layer } = happened;
    say(step, `step ${whole(tape.first + t)}`);
    sayParts(at.answer, answer(tape, t));
    const value = [["i", "x"], ["sub", number], ` = ${fixed(x)}`];
    sayParts(at.neuron, tape.recurrent
      ? [`${name}: state `, ...value]
      : [["b", `${name} ${fires ? "fires" : "rests"}`], " (", ...value, fires ? " ≥ 0.5)" : " < 0.5)"]);
    const list = near.map((n) => n + 1);
    sayParts(at.pattern, !layer.axes
      ? []
      : near.length
        ? [`${list.length > 5 ? "neighbours" : `neurons ${list.join(" ")}`} → pattern ${bits.join("")}${fires ? "" : ", not written"}`]
        : label ? [`writes the input`] : []);
    sayParts(at.rule, tape.recurrent ? STATE(number) : equation(happened));
    say(at.worked, worked(happened) || without(tape, t, layer));
    say(told, sentence(tape, t, stage.state.focus));
    speak(tape, t);
  }

  function answer(tape, t) {
    const loss = [" · loss ", ["i", "ε"], ` = ${fixed(tape.loss[t], 4)}`];
    if (!tape.scored[t]) return ["not scored", ...loss];
    if (tape.wanted[t] < 0) return [tape.wrong[t] ? "wrong answer" : "right answer", ...loss];
    const [is, wanted] = [tape.answers[t], tape.wanted[t]];
    const size = fixed(tape.outputs[t * tape.nOut + is]);
    return ["output ", ["b", outputName(tape, is)], ` (${size}) · target `, ["b", outputName(tape, wanted)], ...loss];
  }

  /** What stands in for the write where there is none. */
  function without(tape, t, layer) {
    if (layer.axes) return "no decay, no write: it keeps its memory";
    if (!tape.recurrent) return "memory off: only the current input counts";
    if (t === 0 || tape.starts[t]) return "";
    return `one step ago ${fixed(tape.x[(t - 1) * tape.H + stage.state.focus])}: overwritten, not kept`;
  }

  /** One sentence a step; while playing, one every two seconds, so that a screen reader can follow. */
  function speak(tape, t) {
    clearTimeout(timer);
    const speakNow = () => {
      spoken = performance.now();
      say(live, sentence(tape, t, stage.state.focus));
    };
    const rest = stage.state.playing ? 2000 : 150;
    if (performance.now() - spoken >= rest) speakNow();
    else timer = setTimeout(speakNow, rest);
  }

  return { box, close: () => clearTimeout(timer), tell };
}
