// What a link opens at first: views, the phase of the step, which future, an axis and an input; and what a window does not
// have of it.
import { lacksAxis } from "../model/axes.js";
import { reduce } from "../model/cursor.js";
import { choicesOf, looksForked, phaseText } from "../model/look.js";

/** Choose what the link names, which Python knows by now; give the text of its views.
 * @param {Stage} stage @param {{ knows(name: string, value: unknown): void }} python @param {Header} header */
export function openLink(stage, python, { look = "", phase = "" }) {
  python.knows("look", look);
  python.knows("phase", phase);
  const opened = stage.phases.findIndex((each) => phaseText(each) === phase);
  if (opened >= 0) stage.state = reduce(stage.state, { type: "look", at: opened });
  else if (phase) stage.complain(`Phase ${phase} is not in a step of this network: the step is shown as a whole.`);
  for (const choice of choicesOf(look)) stage.state = reduce(stage.state, choice);
  stage.turned ||= looksForked(look);
  return look;
}

/** Give up an axis that no memory of this network has.
 * @param {Stage} stage */
export function dropAxis(stage) {
  const { axis } = stage.state;
  if (axis === null || !lacksAxis(stage.tape, axis)) return;
  stage.complain(`No axis ${axis} here.`);
  stage.state = reduce(stage.state, { type: "axis", to: null });
}
