// Keys that mean something on the whole page, wherever the focus is.

const FIELDS = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]";

/** The element a key is pressed at, where it is no text's and no dialog's; null otherwise.
 * @param {KeyboardEvent} event */
export function pressedAt(event) {
  const at = event.composedPath()[0];
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(at instanceof Element)) return null;
  return at.matches(FIELDS) || at.closest("dialog, [role=dialog]") ? null : at;
}
