// Plotly's script, fetched once a page from the server that the page comes from.

/** @param {string} address */
export function plotly(address) {
  return (window.__nmnPlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => {
      delete window.__nmnPlotly;
      script.remove();
      reject(new Error("The script that draws figures is not there. Start the explorer with `nmn run`, then load this page again."));
    });
    document.head.append(script);
  }));
}
