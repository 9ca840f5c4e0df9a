// What `checks.settle` must know of the talk with the server: whether the script has begun anew since it was last asked to.
// Runs before the page's own scripts. Field numbers are those of Streamlit's BackMsg (rerun_script: 11) and ForwardMsg
// (new_session: 4).
(() => {
  const talk = (window.__talk = { told: 0, heard: 0 });
  const Plain = window.WebSocket;

  /** Numbers of the fields of a message in Google's wire format. */
  function fields(data) {
    if (!(data instanceof ArrayBuffer || ArrayBuffer.isView(data))) return [];
    const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
    const found = [];
    let at = 0;
    const number = () => {
      let [value, factor, byte] = [0, 1, 0];
      do {
        byte = bytes[at++];
        value += (byte & 127) * factor;
        factor *= 128;
      } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = number();
      found.push(tag >> 3);
      const skipped = () => { // what is read here has no more bytes behind it
        number();
        return 0;
      };
      const size = { 0: skipped, 1: () => 8, 2: number, 5: () => 4 }[tag & 7];
      if (!size) break;
      const step = size();
      at += step;
    }
    return found;
  }

  window.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => fields(data).includes(4) && (talk.heard = talk.told));
    }
    send(data) {
      if (fields(data).includes(11)) talk.told += 1;
      return super.send(data);
    }
  };
})();
