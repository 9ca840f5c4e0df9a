// The weights and sums of a window's other steps: they come once it is drawn (nmn/app/step/rest.py).
import { asking, questions } from "../../hand/question.js";
import { complete } from "../model/decode.js";

/** @param {Stage} stage */
export function rest(stage) {
  const latest = () => (stage.page?.header.rest ? asking(stage.page.header.rest) : "");
  const question = questions(latest, (bytes, _, asked) => {
    const { page } = stage;
    if (!page || latest() !== asked) return true; // another window has come meanwhile
    page.header.rest = undefined;
    if (bytes.length) complete(page, bytes);
    if (stage.base === page) stage.turn(stage.turned);
    return false;
  });

  return { follow: question.ask, close: question.drop };
}
