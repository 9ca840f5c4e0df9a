// The curves that the run is compared with: trained while it is shown (nmn/app/step/beside.py), they grow until all are there.
import { asking, name, post } from "../../hand/question.js";

/** @param {Stage} stage */
export function beside(stage) {
  const who = name();
  const gone = new AbortController();
  let follows = false;

  /** Ask on for as long as the page's window has curves to come. */
  async function follow() {
    if (follows) return;
    follows = true;
    let wanted = stage.page?.header.beside;
    while (wanted && !gone.signal.aborted) {
      const answer = await ask(wanted);
      const now = stage.page?.header.beside;
      if (answer && now && same(now, wanted)) draw(answer);
      wanted = answer || (now && !same(now, wanted)) ? stage.page?.header.beside : undefined;
    }
    follows = false;
  }

  /** @param {Beside} wanted @returns {Promise<Grown | null>} */
  async function ask(wanted) {
    try {
      const reply = await post(who, asking(wanted), gone.signal);
      return reply.ok && !reply.headers.get("content-type")?.startsWith("text/plain") ? await reply.json() : null;
    } catch {
      return null; // what the page shows without the curves stays
    }
  }

  /** @param {Grown} answer */
  function draw({ curves, curvesKey, left, share }) {
    if (!stage.page) return;
    const { header } = stage.page;
    Object.assign(header, { curves, curvesKey, beside: left.length && header.beside ? { ...header.beside, left, share } : undefined });
    if (stage.base !== stage.page) return; // a moved control's are on screen
    if (stage.base.other) Object.assign(stage.base.other.header, { curves, curvesKey });
    stage.turn(stage.turned);
  }

  return { follow, close: () => gone.abort() };
}

/** Whether both are of the same run.
 * @param {Beside} one @param {Beside} other */
const same = (one, other) => JSON.stringify(one.query) === JSON.stringify(other.query);
