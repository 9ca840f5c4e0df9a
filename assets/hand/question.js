// Questions to the server that do not wait for a run of the page (nmn/app/shared/answers.py). One is on its way at a time:
// its answer asks for the latest place, if that is another one by then.

/** @returns {string} a name of one's own: what it asked before is given up */
export const name = () => `${Date.now()}.${Math.random().toString(36).slice(2)}`;

/** @param {string} who @param {string} address with its query @param {AbortSignal} signal */
export const post = (who, address, signal) => fetch(address, { method: "POST", headers: { "NMN-Asker": who }, signal });

/** The address with its query.
 * @param {Asked} asked @param {Record<string, string>} [more] */
export const asking = ({ address, query }, more = {}) => `${address}?${new URLSearchParams({ ...query, ...more })}`;

/** @param {() => string} latest the address to ask by now, "" for none
 * @param {(bytes: Uint8Array, words: string, asked: string) => boolean} answered takes an answer: bytes, or words that say
 * why there are none, and what was asked; gives whether there is more to come of the same */
export function questions(latest, answered) {
  const who = name();
  /** @type {AbortController | null} */
  let question = null;

  async function ask() {
    const wanted = latest();
    if (question || !wanted) return;
    const mine = (question = new AbortController());
    let [bytes, words] = [new Uint8Array(), ""];
    try {
      const reply = await post(who, wanted, mine.signal);
      if (reply.headers.get("content-type")?.startsWith("text/plain")) words = await reply.text();
      else if (reply.ok) bytes = new Uint8Array(await reply.arrayBuffer());
    } catch {
      words = "The explorer does not answer.";
    }
    if (question !== mine) return; // nobody waits for it any more
    question = null;
    if (!latest()) return;
    const more = answered(bytes, words, wanted);
    if (more || latest() !== wanted) ask();
  }

  return { ask, drop: () => void (question = (question?.abort(), null)) };
}
