// Questions that are answered on the picture: by kind, the panel whose place the answering takes, and what makes it.
//
// A panel of this folder shows what the usual one of that title shows, as far as it is told, and takes the answer; from the
// reveal on it shows the reader's answer and the run's side by side, in words and marks, not by colour alone.
import { askAxis } from "./axis.js";
import { askCurve } from "./curve.js";
import { askOrder } from "./order.js";
import { askOutput } from "./output.js";
import { askValue } from "./value.js";

/** @type {Record<Ask["kind"], { title: string, make: (stage: Stage, usual: (stage: Stage) => Panel) => Panel }>} */
export const KINDS = {
  axis: { title: "projections", make: askAxis },
  value: { title: "projections", make: askValue },
  order: { title: "projections", make: askOrder },
  output: { title: "network", make: askOutput },
  curve: { title: "convergence", make: askCurve },
};

/** @param {Ask | null} ask */
export const answeredIn = (ask) => (ask ? (KINDS[ask.kind] ?? null) : null);
