// The notes of a lesson in a window of their own: they follow the window that presents it, and turn its scenes.
// Streamlit calls the default export for every new version, on the same parent element.
import { follower } from "./follower.js";
import { presenter } from "./presenter.js";

/** @param {Mounted<NotesData, NotesHost>} call */
export default function ({ parentElement, data, setTriggerValue }) {
  const notes = (parentElement.__notes ??= (data.notes ? follower : presenter)(parentElement));
  notes.data = data;
  notes.tell = setTriggerValue;
  notes.show();
  // Streamlit may clean up after one mount when the next one has begun on the same element.
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    notes.close();
    delete parentElement.__notes;
  });
}
