// A control of the sidebar while it is moved, before it is let go: the network of its place is trained at once
// (nmn/app/step/live.py) and drawn over the page's. One question is on its way at a time; its answer asks for the latest
// place, if that is another one by then.
import { decode } from "../model/decode.js";
import { controlOf, placeOf, same, textAt, ghostsOf } from "../model/live-controls.js";

/** @param {Stage} stage @param {HTMLElement} frame @param {(tape: Tape, arrival: Arriving) => void} show
 * @param {(tape: Tape) => void} arrive */
export function live(stage, frame, show, arrive) {
  const asker = `${Date.now()}.${Math.random().toString(36).slice(2)}`;
  /** @type {{ input: HTMLInputElement, control: LiveControl, text: string, query: Record<string, string>, page: Tape, focus: number,
   * axis: string | null } | null} what is moved, to where, as an address has it, with what was moved before and the page has
   * not heard of yet; and the page's own window with what was chosen in it */
  let hand = null;
  /** @type {AbortController | null} */
  let question = null;
  /** @type {Curve[] | null} the curves of before, as long as the control has the focus */
  let before = null;
  /** @type {number | null} the pointer that is down */
  let pointer = null;

  /** @param {EventTarget | null} target */
  function moved(target) {
    if (!(target instanceof HTMLInputElement) || target !== document.activeElement || !target.value) return;
    const page = hand?.page ?? stage.base;
    const control = controlOf(page?.header, target.closest("[class*=st-key-_]")?.className ?? "");
    if (!control) return;
    const text = textAt(control, target.value);
    if (hand?.input === target ? hand.text === text : same(text, control.text)) return;
    const { focus, axis } = hand ?? stage.state;
    hand = { input: target, control, text, query: { ...hand?.query, [control.name]: text }, page, focus, axis };
    if (!same(text, control.text)) return ask();
    back();
    hand = null;
  }

  async function ask() {
    if (question || !hand?.page.header.live) return;
    const mine = (question = new AbortController());
    const { control, text, page, query } = hand;
    const { address, query: rest } = hand.page.header.live;
    const asked = new URLSearchParams({ ...rest, ...query, at: String(stage.state.at) });
    let [bytes, words] = [new Uint8Array(), ""];
    try {
      const reply = await fetch(`${address}?${asked}`, { method: "POST", headers: { "NMN-Asker": asker }, signal: mine.signal });
      if (reply.headers.get("content-type")?.startsWith("text/plain")) words = await reply.text();
      else if (reply.ok) bytes = new Uint8Array(await reply.arrayBuffer());
    } catch {
      words = "The explorer does not answer.";
    }
    if (question !== mine) return; // nobody waits for it any more
    question = null;
    if (!hand) return;
    if (hand.control.name === control.name) {
      if (bytes.length) draw(bytes);
      else back(words);
    }
    if (hand.text !== text || hand.page !== page || stage.base.header.more) ask();
  }

  /** @param {Uint8Array} bytes */
  function draw(bytes) {
    if (!hand) return;
    const { header: page } = hand.page;
    const tape = decode(bytes);
    const { note } = tape.header;
    tape.header = { ...page, ...tape.header, note: page.note, beside: undefined }; // the note's place is kept
    tape.total = hand.page.total;
    before ??= page.curves;
    stage.ghosts = ghostsOf(before, tape.header.curves);
    if (stage.state.playing) stage.act({ type: "play", on: false });
    show(tape, { type: "preview" });
    frame.classList.add("live");
    stage.complain(note ?? "");
  }

  /** The page's own window again.
   * @param {string} [words] why */
  function back(words = "") {
    question = (question?.abort(), null);
    if (!hand) return;
    const { page, focus, axis } = hand;
    stage.ghosts = ghostsOf(before ?? [], page.header.curves);
    stage.act({ type: "axis", to: axis });
    arrive(page);
    stage.act({ type: "focus", to: focus });
    frame.classList.remove("live");
    stage.complain(words);
  }

  /** What was moved is put back, and let go of.
   * @param {KeyboardEvent} event */
  function give(event) {
    if (event.key !== "Escape" || !hand) return;
    const { input, control } = hand;
    back();
    hand = null;
    if (pointer === null || input.type !== "range") return;
    event.stopPropagation();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, placeOf(control)); // as React hears it
    input.dispatchEvent(new Event("input", { bubbles: true }));
    document.dispatchEvent(new PointerEvent("pointerup", { pointerId: pointer, bubbles: true }));
  }

  function forget() {
    before = null;
    if (!stage.ghosts.length) return;
    stage.ghosts = [];
    stage.turn(stage.turned);
  }

  /** @type {[string, (event: any) => void][]} */
  const heard = [
    ["input", (event) => moved(event.target)],
    ["keydown", give],
    ["focusout", forget],
    ["pointerdown", ({ pointerId }) => {
      pointer = pointerId;
      if (!hand) before = null; // what is moved now leaves from here
    }],
    ["pointerup", () => (pointer = null)],
    ["pointercancel", () => (pointer = null)],
  ];
  for (const [name, listener] of heard) document.addEventListener(name, listener, true);
  // A slider that is dragged fires no event: what changes is its value.
  const watch = new MutationObserver((changes) => changes.forEach(({ target }) => moved(target)));
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });

  return {
    /** The page's next window is here. Where it is of another place than the control has by now, it waits behind that one's.
     * @param {Tape} tape */
    keeps(tape) {
      const control = hand?.input.isConnected ? controlOf(tape.header, hand.input.closest("[class*=st-key-_]")?.className ?? "") : null;
      if (hand && control && !same(textAt(control, hand.input.value), control.text)) {
        if (stage.state.pending) arrive(tape);
        hand = { ...hand, control, page: tape };
        ask();
        return true;
      }
      question = (question?.abort(), null);
      if (hand) stage.complaint = "";
      const { activeElement: focused } = document;
      if (hand ? hand.input !== focused : !(focused instanceof HTMLInputElement)) before = null; // it may be gone unheard
      hand = null;
      frame.classList.remove("live");
      stage.ghosts = ghostsOf(before ?? [], tape.header.curves ?? []);
      return false;
    },
    close() {
      question?.abort();
      watch.disconnect();
      for (const [name, listener] of heard) document.removeEventListener(name, listener, true);
    },
  };
}
