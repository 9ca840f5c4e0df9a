// The room that the page leaves for the stage.

/** @param {HTMLElement} frame */
export function room(frame) {
  const scroller = () => {
    const root = frame.getRootNode();
    const main = root instanceof ShadowRoot ? root.host.closest("[data-testid=stMain]") : null;
    return main ?? document.scrollingElement ?? document.documentElement;
  };

  return {
    /** Fill what the window leaves below the stage's upper edge. */
    fit() {
      const top = frame.getBoundingClientRect().top + scroller().scrollTop;
      frame.style.setProperty("--top", `${Math.max(0, Math.round(top))}px`);
    },
    scrolls: () => scroller().scrollHeight > scroller().clientHeight + 8,
  };
}
