// What somebody can press on the page that is open, as [{ kind, name, place }]; the elements are kept in window.__pressable.
(() => {
  const KINDS = {
    plot: ".nsewdrag", canvas: "canvas", choice: "input[role=combobox], select", range: "input[type=range], [role=slider]",
    text: "input[type=text], input[type=number], input:not([type]), textarea",
    press: "button, summary, [role=tab], [role=checkbox], input[type=checkbox], input[type=radio], a[href]",
  };
  const LEFT_OUT = "[data-testid=stToolbar], [data-testid=stMainMenu], [data-testid=stSidebarCollapseButton], [data-testid=stExpandSidebarButton], [target=_blank], [download], [data-testid=stElementToolbar], .modebar";
  const everything = (root) => [...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? [each, ...everything(each.shadowRoot)] : [each]));
  const kindOf = (element) => Object.keys(KINDS).find((kind) => element.matches(KINDS[kind]));
  const named = (element) => (element.getAttribute("aria-label") || element.labels?.[0]?.textContent || element.textContent || element.title
    || element.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)?.[0] || "").trim().replace(/\s+/g, " ").slice(0, 60);
  const extra = (element) => /^(Open|Help for .*)$/.test(named(element)); // beside a field that is there too
  const dialog = everything(document.body).find((each) => each.tagName === "DIALOG" && each.open);
  const own = (link) => link.tagName !== "A" || (link.origin === location.origin && !link.hash && link.pathname !== location.pathname);
  window.__pressable = everything(dialog ?? document.body).filter((element) => kindOf(element) && !element.closest(LEFT_OUT) && own(element)
    && !extra(element) && !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility({ visibilityProperty: true })
    && element.getBoundingClientRect().width > 1);
  return window.__pressable.map((element) => ({
    kind: kindOf(element), name: named(element),
    place: element.closest("[data-testid=stSidebar]") ? "sidebar" : element.closest("[data-testid=stHeader]") ? "menu" : "page",
  }));
})()
