import { measure } from "/stage/model/decode.js";
import { homes, living, neuronsOf, share, wrote } from "/stage/model/input-trail.js";
import { above, largestRead, weightsOf } from "/stage/model/read-weights.js";
import { ageOf, change, largest, legible, origins, remains } from "/stage/model/write-origins.js";
import { rule, standing, sum, survey, verdict } from "/stage/panels/xray/words.js";
import { close, holds, same } from "./expect.js";
import { ruleOf } from "./toy.js";

/** Two neurons with four axes each, moved by Eq. (11). `acts[t][j]` is null (rests), an axis, or { w, g: [4 numbers] }. */
export function tapeOf(acts, parameters = {}, more = {}) {
  const layers = [{ kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 2, axes: 4 }, { kind: "output", size: 3, axes: 0 }];
  const { H, M, ...rest } = measure(layers);
  const rules = { tau: 1, gamma: 0.5, store: "add", decay: "exponential", write: "neighbour", code: "hard", gate: "tied", floor: 0.1, ...parameters };
  const gated = rules.gate === "learned";
  const count = acts.length;
  const starts = new Float32Array(count);
  for (const t of more.starts ?? []) starts[t] = 1;
  const gammas = new Float32Array(more.gammas ?? [rules.gamma, rules.gamma]);
  const [memory, gate, axis] = [new Float32Array(count * M), new Float32Array(count * H), new Float32Array(count * H).fill(-1)];
  const [stayed, fade, wrote] = [new Float32Array(count * M), new Float32Array(count * H).fill(1), new Int32Array(count)];
  const before = new Float32Array(more.before ?? M);
  let now = [...before];
  acts.forEach((act, t) => {
    if (starts[t]) now = now.map(() => 0);
    const left = [...now];
    act.forEach((what, j) => {
      if (what === null) return;
      const one = typeof what === "number";
      const w = one ? 1 : what.w ?? 1;
      gate[t * H + j] = w;
      if (w >= 0.5) axis[t * H + j] = one ? what : 0;
      if (more.angles) now = turned(now, j, more.angles[j]);
      fade[t * H + j] = rules.decay === "none" ? 1 : 1 - w * (1 - gammas[j]);
      for (let m = 0; m < 4; m++) {
        const [i, g] = [j * 4 + m, one ? Number(m === what) : what.g[m]];
        const kept = faded(now[i], fade[t * H + j], rules);
        const writes = g !== 0 && (rules.store === "add" || Math.abs(g) >= Math.abs(kept));
        now[i] = writes ? (rules.store === "add" ? kept + w * g : g) : kept;
        if (writes) wrote[t] |= 1 << i;
        left[i] = kept;
      }
    });
    memory.set(now, t * M);
    stayed.set(now.map((value, i) => ((wrote[t] >> i) & 1 ? left[i] : value)), t * M);
  });
  const tape = { header: { parameters: rules, labels: { axes: ["00", "01", "10", "11"], outputs: ["A", "B", "C"] }, frames: [(more.first ?? 11) - 1] }, rules: [ruleOf(more.first ?? 11, rules)], model: "nmn", banks: true, cells: false, gated, groups: [{ first: 0, size: 3, kind: "class" }], first: more.first ?? 11,
    count, H, M, ...rest, x: gate.map((w) => (w >= 0.5 ? 0.9 : 0.1)), gate, axis, memory, before, starts, gammas, stayed, fade, wrote, found: new Int16Array(count).fill(-1).fill(0, 0, 1), angles: new Float32Array(more.angles ?? 0), reads: new Float32Array(24).map((_, k) => k) };
  return Object.assign(tape, { last: tape.first + count - 1, total: 1000, wanted: new Int16Array(count).fill(-1), inputs: new Float32Array(2 * count) });
}

/** Two planes, of the axes 0 and 2 and of 1 and 3, turned. */
function turned(now, j, angle) {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [a, b, c, d] = now.slice(j * 4, j * 4 + 4);
  const plane = [cosine * a - sine * c, cosine * b - sine * d, sine * a + cosine * c, sine * b + cosine * d];
  return [...now.slice(0, j * 4), ...plane, ...now.slice(j * 4 + 4)];
}

function faded(m, fade, { decay, floor }) {
  const size = Math.abs(m);
  return decay === "asymptotic" ? Math.sign(m) * Math.max(fade * size, Math.min(size, floor)) : fade * m;
}

const text = (parts) => parts.map((part) => (typeof part === "string" ? part : part[0] === "sup" ? `^${part[1]}` : part[1])).join("");
const value = (tape, t, i) => tape.memory[t * tape.M + i];
const stands = (tape, t, i, j = 0) => legible(tape, t, j, { value: value(tape, t, i), ...origins(tape, t, j, i).writes[0] });

/** Sixty steps of two neurons that fire now and then, the same each time. */
function busy(make, parameters, more) {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return tapeOf(Array.from({ length: 60 }, () => [0, 1].map(() => make(random))), parameters, more);
}
const hard = (random) => (random() < 0.4 ? null : Math.floor(random() * 4));
const soft = (random) => (random() < 0.4 ? null : { g: Array.from({ length: 4 }, () => +random().toFixed(3)) });
const gated = (random) => ({ w: random() ** 3, g: Array.from({ length: 4 }, () => +(random() - 0.5).toFixed(3)) });

export const tests = {
  "what is left of all writes and of the time before adds up to the component, whatever the rules"() {
    const before = [0.5, 0, 1.5, 0.2, 0, 0.7, 0, 0];
    for (const decay of ["exponential", "asymptotic", "none"]) {
      for (const store of ["add", "refresh"]) {
        for (const make of [hard, soft]) {
          const it = busy(make, { decay, store, code: make === soft ? "soft" : "hard" }, { before, gammas: [0.7, 0.3] });
          for (let i = 0; i < it.M; i++) {
            const { writes, rest } = origins(it, 59, i < 4 ? 0 : 1, i);
            close(writes.reduce((all, write) => all + write.size, rest), value(it, 59, i), 1e-3 * Math.max(1, value(it, 59, i)), `${decay} ${store} ${i}`);
          }
        }
      }
    }
  },
  "so it is with a learned gate, that writes a little at every step"() {
    const it = busy(gated, { gate: "learned", write: "input" }, { before: [1, 0, 0, 0, 0, 0, 0, 0] });
    for (let i = 0; i < it.M; i++) {
      const { writes, rest } = origins(it, 59, i < 4 ? 0 : 1, i);
      close(writes.reduce((all, write) => all + write.size, rest), value(it, 59, i), 1e-4);
    }
    const [kept, gained] = [1 - it.gate[2 * 59] * 0.5, change(it, 59, 0, 0).gained];
    close(change(it, 59, 0, 0).kept, kept, 1e-6);
    close(kept * value(it, 58, 0) + gained, value(it, 59, 0), 1e-6);
  },
  "so it is where memories turn, on both axes of every plane"() {
    const half = (random) => (random() < 0.4 ? null : { g: [random() - 0.5, random(), 0, 0] });
    for (const decay of ["exponential", "none"]) {
      const it = busy(half, { decay, write: "input", turn: 3 }, { before: [1, 0, 0.5, -1, 0, 0.7, 0, 0], gammas: [0.9, 0.8], angles: [0.4, 2.3] });
      for (let i = 0; i < it.M; i++) {
        const { writes, rest } = origins(it, 59, i < 4 ? 0 : 1, i);
        close(writes.reduce((all, write) => all + write.size, rest), value(it, 59, i), 1e-3);
      }
    }
  },
  "in memories that turn the length of a plane tells the age, and an input lives in planes"() {
    const it = tapeOf([[{ g: [-2, 1, 0, 0] }, null], [{ g: [0, 0, 0, 0] }, null], [{ g: [0, 0, 0, 0] }, null]], { write: "input", turn: 3 }, { angles: [2, 1] });
    for (const i of [0, 2]) same(verdict(it, 0, origins(it, 2, 0, i), value(it, 2, i)), "Its length tells its age: log (0.5 / 2) / log 0.5 = 2, about 2 fires ago: right.");
    same(homes(it, 0, 2).map(({ axis, size, kind, since }) => [axis, size, kind, since]), [[0, -0.5, "read", 2], [1, 0.25, "read", 2]]);
    const found = origins(it, 2, 0, 2);
    close(found.writes[0].size, -0.5 * Math.sin(4), 1e-6);
    same(text(sum(it, 0, found, value(it, 2, 2))), " = 0.38 = 0.38");
    same(text(rule(it, 0, true)), " = Σ γ^n sin nω · g, n fires since");
    same(verdict(tapeOf([[{ g: [1, 0, 0, 0] }, null]], { write: "input", decay: "none", turn: 3 }, { angles: [2, 1] }), 0, { t: 0, writes: [{ k: 0, gained: 1, left: 1, size: 1, fires: 0 }], whole: 1 }, 1), "Nothing fades: only its direction tells when it came.");
  },
  "each write is named with its step, its fires since, and what is left"() {
    const it = tapeOf([[2, null], [1, null], [null, 3], [2, null], [0, null]]);
    same(origins(it, 4, 0, 2).writes.map(({ k, gained, left, size, fires }) => [k, gained, left, size, fires]), [[3, 1, 0.5, 0.5, 1], [0, 1, 0.125, 0.125, 3]]);
    same(origins(it, 4, 1, 7).writes.map(({ k, left, fires }) => [k, left, fires]), [[2, 1, 0]]);
  },
  "each neuron fades with its own decay"() {
    const it = tapeOf([[2, 1], [1, 2]], {}, { gammas: [0.25, 0.75] });
    close(origins(it, 1, 0, 2).writes[0].left, 0.25);
    close(origins(it, 1, 1, 5).writes[0].left, 0.75);
  },
  "what lies before the window is said to be open, what lies before a wipe is not"() {
    const before = [0, 0, 0.8, 0, 0, 0, 0, 0];
    const it = tapeOf([[1, null], [2, null]], {}, { before });
    const found = origins(it, 1, 0, 2);
    close(found.rest, 0.2);
    same([found.open, found.wiped], [true, -1]);
    same(origins(tapeOf([[1, null]], {}, { first: 1 }), 0, 0, 1).open, false);
    const wiped = origins(tapeOf([[1, null], [2, null], [1, null]], {}, { before, starts: [1] }), 2, 0, 2);
    same([wiped.rest, wiped.open, wiped.wiped, wiped.writes.length], [0, false, 1, 1]);
  },
  "with refresh only the last write counts"() {
    const it = tapeOf([[2, null], [2, null], [1, null]], { store: "refresh" });
    same(origins(it, 2, 0, 2).writes.map(({ k, size }) => [k, size]), [[1, 0.5]]);
    same(remains(it, 0, 2, 0, 2), { left: 0, fires: 1, gone: 1, why: "renewed" });
  },
  "a renewed component is one that was written now, even if its size stays"() {
    const it = tapeOf([[2, null], [2, null], [1, null]], { store: "refresh", decay: "none" });
    same(origins(it, 2, 0, 2).writes.map(({ k, size }) => [k, size]), [[1, 1]]);
  },
  "a rare write is read back from its size, a repeated one is not"() {
    const once = tapeOf([[2, null], [1, null], [0, null], [3, null]]);
    same([stands(once, 3, 2).kind, stands(once, 3, 2).age, stands(once, 3, 2).since], ["read", 3, 3]);
    const often = tapeOf([[2, null], [2, null], [2, null], [1, null], [0, null]]);
    same(stands(often, 4, 2).kind, "mixed");
    holds(stands(often, 4, 2).age < stands(often, 4, 2).since - 0.5, "it seems younger than it is");
    close(ageOf(0.125, 1, 0.5), 3);
  },
  "at the asymptote the age is lost, without decay there never was one, with γ = 0 nothing is left"() {
    const acts = [[2, null], [1, null], [1, null], [1, null], [1, null]];
    same(stands(tapeOf(acts, { decay: "asymptotic", floor: 0.3 }), 4, 2).kind, "floor");
    same(stands(tapeOf(acts, { decay: "asymptotic", floor: 0.01 }), 4, 2).kind, "read");
    same(stands(tapeOf(acts, { decay: "none" }), 4, 2).kind, "kept");
    same(origins(tapeOf(acts, { gamma: 0 }), 4, 0, 2).writes, []);
    same(remains(tapeOf(acts, { gamma: 0 }), 0, 4, 0, 2).why, "faded");
  },
  "a gate that opens a little ages a memory a little"() {
    const w = 0.1;
    const it = tapeOf([[{ w: 1, g: [1, 0, 0, 0] }, null], ...Array.from({ length: 9 }, () => [{ w, g: [0, 0, 0, 0] }, null])], { gate: "learned", write: "input" });
    const told = stands(it, 9, 0);
    same(told.kind, "read");
    close(told.since, (9 * Math.log(1 - w * 0.5)) / Math.log(0.5), 1e-4);
  },
  "an input is found wherever it was written, and nowhere else"() {
    const it = tapeOf([[2, 3], [1, null], [0, null], [2, null]]);
    const found = homes(it, 0, 3);
    same(found.map(({ j, axis, name, left }) => [j, axis, name, left]), [[1, 3, "11", 1], [0, 2, "10", 0.125]]);
    same(found.map(({ kind }) => kind), ["read", "mixed"]);
    same([neuronsOf(living(found)), homes(it, 1, 3).length], [2, 1]);
    same(homes(tapeOf([[null, null]]), 0, 0), []);
  },
  "what was wiped or renewed has no home any more"() {
    same(homes(tapeOf([[2, null], [1, null]], {}, { starts: [1] }), 0, 1).map(({ kind, left, gone }) => [kind, left, gone]), [["wiped", 0, 1]]);
    const renewed = homes(tapeOf([[2, null], [2, null]], { store: "refresh" }), 0, 1);
    same(renewed.map(({ kind, gone }) => [kind, gone]), [["renewed", 1]]);
    same(living(renewed), []);
  },
  "a soft write and an input write have a home on every axis that they touch"() {
    const it = tapeOf([[{ g: [0.5, 0.25, 0.25, 0] }, null], [1, null]], { code: "soft" });
    same(homes(it, 0, 1).map(({ axis, size }) => [axis, size]), [[0, 0.25], [1, 0.125], [2, 0.125]]);
  },
  "what got next to nothing of an input counts as no home of it"() {
    const it = tapeOf([[{ g: [1, 0.2, 0.01, 0] }, null], [1, null], [1, null]], { code: "soft" });
    const found = homes(it, 0, 2);
    same([found.length, wrote(found).map(({ axis }) => axis), living(found).map(({ axis }) => axis)], [3, [0, 1], [0, 1]]);
    close(share(found, found[0]), 0.25);
  },
  "what is left of every input, wherever it lives, adds up to all memories"() {
    const it = busy(hard, {}, {});
    const all = Array.from({ length: 60 }, (_, s) => homes(it, s, 59)).flat().reduce((sum, home) => sum + home.size, 0);
    close(all, it.memory.subarray(59 * it.M).reduce((sum, each) => sum + each, 0), 1e-3);
  },
  "of many writes those are shown of which most is left, in their order"() {
    const writes = [0.1, 0.9, 0.2, 0.05].map((size, n) => ({ k: 9 - n, size }));
    const { shown, others, size } = largest(writes, 2);
    same([shown.map(({ k }) => k), others], [[8, 7], 2]);
    close(size, 0.15);
  },
  "Eq. (11) unrolled, with the numbers"() {
    const it = tapeOf([[2, null], [1, null], [2, null], [2, null]]);
    const found = origins(it, 3, 0, 2);
    same(text(sum(it, 0, found, value(it, 3, 2))), " = 1 + 0.5^1·1 + 0.5^3·1 = 1.63");
    same(text(rule(it, 0)), " = Σ γ^fires since g");
    same(text(rule(tapeOf([[2, null]], { store: "refresh" }), 0)), " = γ^fires since g, the last alone");
  },
  "words for what a size tells"() {
    const it = tapeOf([[2, null], [1, null], [0, null]]);
    const told = (tape, t, i) => verdict(tape, 0, origins(tape, t, 0, i), value(tape, t, i));
    same(told(it, 2, 2), "Its size tells its age: log 0.25 / log 0.5 = 2, about 2 fires ago: right.");
    const again = tapeOf([[2, null], [1, null], [2, null]]);
    same(told(again, 2, 2), "It is larger than one write: the last one came on top of what was left of older ones.");
    same(told(it, 2, 3), "Empty: nothing has been written here.");
    same(told(tapeOf([[2, null], [1, null]], {}, { starts: [1] }), 1, 2), "Empty: wiped at the start of the episode.");
    same(standing(it, homes(it, 0, 2)[0]), "2 fires ago ✓");
    same(survey(null, [], []), "no neuron fired, it was not written anywhere.");
    const found = homes(it, 0, 2);
    same(survey(it, found, living(found)), "1 neuron wrote it; it lives on in 1. Its age can be read everywhere.");
  },
  "the few places where an age can be read are named"() {
    const it = tapeOf([[2, 2], [null, 2], [2, 1]]);
    const found = homes(it, 0, 2);
    same(survey(it, found, living(found)), "2 neurons wrote it; it lives on in 2. Its age can be read nowhere.");
    const two = tapeOf([[2, 2], [null, 2], [null, 2]]);
    const all = homes(two, 0, 2);
    same(survey(two, all, living(all)), "2 neurons wrote it; it lives on in 2. Its age can be read in 1 of 2 places: 1 · 10.");
  },
  "the weights that read a component, neuron by neuron of the layer above"() {
    const it = tapeOf([[2, null]]);
    same([...weightsOf(it, 0, 0)], [0, 1, 2]);
    same([...weightsOf(it, 0, 5)], [15, 16, 17]);
    same([above(it, it.hidden[0]).name(1), largestRead(it, 0, it.hidden[0], 0)], ["B", 11]);
    same(weightsOf({ ...it, reads: new Float32Array(0) }, 0, 0), null);
  },
};
