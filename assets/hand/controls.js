// Controls of the sidebar that can be followed while they are moved, as Python tells them (nmn/app/shared/live_controls.py).
// No DOM here.

/** The control of a key as Streamlit's class names have it: one that took the place of another has a number behind.
 * @param {Live | null | undefined} live @param {string} classes */
export function controlOf(live, classes) {
  const key = classes.match(/(?:^|\s)st-key-(_\w+?)(?:-\d+)?(?:\s|$)/)?.[1];
  return (key && live?.controls[key]) || null;
}

/** What the address says for a place of a control.
 * @param {LiveControl} control @param {string} place */
export const textAt = ({ values, before = "", after = "" }, place) => `${before}${values?.[Number(place)] ?? place}${after}`;

/** The place of a slider where it was.
 * @param {LiveControl} control */
export const placeOf = ({ values, text }) => String(values ? values.indexOf(text) : text);

/** Whether two texts of a parameter mean the same.
 * @param {string} one @param {string} other */
export const same = (one, other) => one === other || (one !== "" && other !== "" && Number(one) === Number(other));
