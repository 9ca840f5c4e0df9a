// The answers to lessons, kept in the browser: on this machine, for this reader. What was kept from before is told once.
const NAME = "nmn-lessons";

/** @returns {Record<string, string>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "{}");
  } catch {
    return {}; // a browser that keeps nothing, or something else under this name
  }
}

/** @param {MemoryCall} call */
export default function ({ parentElement, data, setStateValue }) {
  const before = kept();
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...before, ...data.codes }));
  } catch {
    return; // no room, or not allowed: the address has the answers of this lesson
  }
  if (parentElement.__told) return;
  parentElement.__told = true;
  if (Object.keys(before).some((number) => !data.codes[number])) setStateValue("kept", before);
}
