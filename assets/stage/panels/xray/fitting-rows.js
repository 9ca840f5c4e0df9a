// A list of equal rows that shows as many as its place has room for.
import { h } from "../../ui/dom.js";

/** `make()` gives a row with a `box`; `show(items, fill)` calls fill(row, item) for those that fit.
 * @template {{ box: HTMLElement }} Row
 * @param {Stage} stage @param {string} name @param {() => Row} make */
export function fittingRows(stage, name, make) {
  const box = h(`div.rows.${name}`, {});
  /** @type {Row[]} */
  const pool = [];
  let room = 0;
  const fits = () => Math.max(1, Math.floor(box.clientHeight / (pool[0]?.box.offsetHeight || stage.theme.size + 8)));
  const watch = new ResizeObserver(() => {
    if (fits() === room) return;
    room = fits();
    stage.redraw();
  });
  watch.observe(box);

  /** @template Item @param {Item[]} items @param {(row: Row, item: Item) => void} fill */
  function show(items, fill) {
    if (items.length && !pool.length) {
      pool.push(make());
      box.append(pool[0].box);
      room = fits(); // now that the height of a row is known
    }
    const shown = Math.min(items.length, room);
    while (pool.length < shown) {
      const row = make();
      pool.push(row);
      box.append(row.box);
    }
    pool.forEach((row, k) => {
      row.box.hidden = k >= shown;
      if (k < shown) fill(row, items[k]);
    });
  }

  return { box, show, room: () => room, close: () => watch.disconnect() };
}
