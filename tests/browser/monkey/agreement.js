// What the page's controls and pictures say, for what the address is compared with. Nothing is changed.
(() => {
  const text = (element) => element?.textContent.trim() ?? null;
  const values = (key) => {
    const box = document.querySelector(`[class*="st-key-${key}"]`);
    if (!box) return null;
    const field = box.querySelector("input[type=range], input:not([role=combobox]):not([type=hidden]), textarea");
    if (field?.matches(":invalid")) return null; // the browser has said so, and keeps it to itself
    if (field) return field.type === "checkbox" ? field.checked : field.getAttribute("aria-valuetext") ?? field.value;
    return box.querySelector("input[role=combobox]")?.value ?? null;
  };
  /** Of a figure with panels the axes at its edges alone have titles: all that there are, each once. */
  const titles = (layout, side) => [...new Set(Object.keys(layout).filter((name) => name.startsWith(side)).map((name) => layout[name].title?.text).filter(Boolean))].join(" / ");
  const keys = [...document.querySelectorAll("[class*=st-key-]")].flatMap((each) => [...each.classList])
    .filter((name) => name.startsWith("st-key-")).map((name) => name.slice(7)).filter((key) => /^(_|map-(across|up|panels|seeds|inputs))/.test(key));
  const stage = [...document.querySelectorAll("*")].find((element) => element.shadowRoot?.__stage?.tape)?.shadowRoot.__stage;
  return {
    controls: Object.fromEntries(keys.map((key) => [key.replace(/-\d+$/, ""), values(key)])),
    pressed: [...document.querySelectorAll("[class*=st-key-_race_chosen] button[aria-pressed=true]")].map(text),
    legend: [...document.querySelectorAll(".nmn-plot")].flatMap((plot) => (plot.data ?? []).filter((each) => each.name && each.showlegend !== false).map((each) => each.name)),
    axes: ["xaxis", "yaxis"].map((side) => titles(document.querySelector(".js-plotly-plot")?.layout ?? {}, side)).filter(Boolean),
    headings: [...document.querySelectorAll("h1, h2")].filter((each) => each.checkVisibility()).map(text),
    progress: [...document.querySelectorAll("[data-testid=stProgress]")].map(text).join(" "),
    live: [...document.querySelectorAll("[data-testid=stMain] button")].some((each) => text(each)?.endsWith("Pause") && !each.disabled),
    training: text(document.querySelector("[class*=st-key-training]")),
    playing: stage?.state.playing && !stage.state.loop ? stage.state.at : null,
    state: document.querySelector("[data-testid=stApp]")?.dataset.testScriptState ?? "none",
  };
})()
