// What Streamlit calls: once for every new window or theme, on the same parent element, which keeps all that must outlive
// a call.
import { build } from "./host/stage.js";

/** @param {Mounted<Uint8Array, StageHost>} call */
export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const stage = (parentElement.__stage ??= build(parentElement));
  stage.tell = setStateValue;
  stage.trigger = setTriggerValue;
  if (data && data !== stage.bytes) stage.load(data);
  stage.dress();
  // Streamlit may clean up after one call when the next one has come to the same element: only what has left the page is taken
  // down.
  return () => void setTimeout(() => parentElement.isConnected || stage.close());
}
