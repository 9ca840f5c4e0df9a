// The words of the explorer: what each means, where it is in the picture, and which networks have it. No DOM here.
//
// slot, title: the panel that shows it (see panels/panels.js); place: what it outlines in the network (see
// panels/network/layout.js); part: an element of the panel, by selector; spot: what the panel outlines itself, by name;
// has: whether a tape has such a thing; any: whether every network can have it.
/** @param {Tape} tape */
const banks = (tape) => tape.banks;
const full = { slot: "network" };
const memory = { slot: "memory", has: banks };
const bars = { slot: "neuron", title: "projections", has: banks };

/** @type {Entry[]} */
export const GLOSSARY = [
  { word: "fires", also: "rests firing", say: "A neuron fires where its output x is at least ½; else it rests. Firing is what lets it write.", ...full, place: "x", has: (tape) => !tape.recurrent, equation: 11 },
  { word: "pattern", also: "activation permutation bits", say: "Which of a neuron and its neighbours fire, as bits from left to right: 101 is “the left one fires, it does not, the right one does”. Each pattern has an axis of its own.", ...memory, spot: "axis", equation: 11 },
  { word: "axis", also: "axes component", say: "A direction of a neuron's memory, one for each pattern (or for each input, where inputs are written): a column here. What is stored on different axes does not mix.", ...memory, spot: "axis" },
  { word: "composite memory", also: "composite M", say: "All that a neuron remembers, in one vector M: a component on each axis. A row here.", ...memory, spot: "row", equation: 2 },
  { word: "memory bank", also: "bank memory neurons", say: "The components of a neuron's memory beside it in the picture. Its output x is the switch: what it hands on is x and x times each of them.", ...full, place: "M", has: banks, equation: 2 },
  { word: "projection", also: "projections bars", say: "How far a memory reaches along an axis: the length of a bar. Its size tells how long ago the pattern was written.", ...bars, part: ".bars" },
  { word: "write", also: "written store stored", say: "A neuron that fires adds 1 to the axis of the pattern that it and its neighbours show (or adds the input vector). A framed cell was written in this step.", ...memory, spot: "cell", equation: 11 },
  { word: "decay", also: "fade fades forget γ gamma", say: "Each time that a neuron fires, all that it has stored shrinks to γ of its size: a memory that is n fires old has the size γⁿ.", ...bars, part: ".canvas", equation: 11 },
  { word: "γ", also: "gamma rate", say: "The decay: what is left of a memory after one more firing. 0 forgets at once, 1 keeps for good.", ...bars, part: ".canvas", equation: 11 },
  { word: "asymptote", also: "asymptotic floor m∞", say: "With an asymptotic decay a component shrinks no further than this size: that it was written is still known, when is not.", ...memory, spot: "cell", has: (tape) => banks(tape) && tape.rules?.some(({ decay }) => decay === "asymptotic"), lacks: "Choose the decay schedule “asymptotic” under Memory to see it." },
  { word: "τ", also: "tau", say: "How many neighbours share a pattern with a neuron: half of them on each side. A memory has 2 to the power τ + 1 axes.", ...memory, spot: "row", equation: 11 },
  { word: "neighbourhood", also: "neighbours ring column", say: "The neurons whose firing makes the pattern: those beside a neuron in its layer (the last beside the first), or at its height in the layers around.", ...full, place: "x", has: banks },
  { word: "hard code", also: "rounded", say: "The pattern of rounded outputs: one axis gets the whole memory.", ...memory, spot: "cell", equation: 11 },
  { word: "soft code", also: "product", say: "Outputs are not rounded: every axis gets a share, the product of x or 1 − x over the neurons of the pattern.", ...memory, spot: "row", has: (tape) => banks(tape) && tape.header.parameters?.code === "soft", lacks: "Choose the pattern code “soft” under Memory to see it.", equation: 12 },
  { word: "refresh", also: "add adds piles", say: "With store = refresh a pattern that comes again gets its full size again; with add, as in the paper, it is added to what is left and can grow up to 1 / (1 − γ).", ...memory, spot: "cell", equation: 11 },
  { word: "gate", also: "write gate learned w", say: "With a learned gate a neuron does not write when it fires: a gate w of its own, between 0 and 1, learns how far it writes. An LSTM's gates say what its cell takes in, keeps and gives away.", ...full, place: "gate", has: (tape) => tape.gated || tape.model === "lstm", lacks: "Choose the write gate “learned” under Memory to see it." },
  { word: "turn", also: "plane planes ω angle", say: "Each firing turns a neuron's memories by an angle of its own, so that a direction tells how long ago something was written.", ...memory, spot: "row", has: (tape) => banks(tape) && tape.header.parameters?.turn > 0, lacks: "Set the turn ω above 0 under Memory to see it." },
  { word: "addressed", also: "address slot slots", say: "A neuron hands on one slot of its bank only, the one that its neighbours' outputs select, and not all axes.", ...memory, spot: "row", has: (tape) => banks(tape) && tape.header.parameters?.read === "addressed", lacks: "Choose the read “addressed” under Memory to see it.", equation: 12 },
  { word: "X-ray", also: "xray inside", say: "What lies in one component of a memory: what was written to it and when, what has faded since, and which neurons read it.", slot: "neuron", title: "X-ray", has: banks },
  { word: "fork", also: "two futures", say: "A second future of the same run: something is changed after a step, and both go on side by side.", slot: "convergence", title: "fork", has: (tape) => tape.header.forkable, any: true, lacks: "A fork leaves a run on Step through; a sequence of your own has none." },
  { word: "episode", also: "wiped sequence", say: "A stretch of inputs that belong together: before it, memory is wiped. Not every task has them.", slot: "line" },
  { word: "mistake", also: "wrong cross ×", say: "A step whose answer is wrong: a cross under its input.", slot: "line" },
  { word: "weight", also: "weights W edges", say: "How much an output of a layer counts in the sum of a neuron above. Learning moves the weights.", ...full, place: "W", equation: 1 },
  { word: "bias", also: "b", say: "What a neuron's sum begins with, before any input.", ...full, place: "W", equation: 1 },
];

/** The entry that a text names: its word, or one of its other words; null where there is none.
 * @param {string} text */
export function entryOf(text) {
  const wanted = text.trim().toLowerCase();
  /** @param {Entry} entry */
  const named = ({ word, also = "" }) => [word.toLowerCase(), ...also.toLowerCase().split(" ")];
  return GLOSSARY.find((entry) => entry.word.toLowerCase() === wanted) ?? GLOSSARY.find((entry) => named(entry).includes(wanted)) ?? null;
}

/** Why a tape does not show an entry; "" where it does.
 * @param {Entry} entry @param {Tape} tape */
export function lacking({ has = () => true, any = false, lacks }, tape) {
  if (has(tape)) return "";
  const { banks: may, title } = tape.header.network;
  return !may && !any ? `The ${title} has no such thing: choose the NMN to see it.` : (lacks ?? "This network has no such thing: its layers have no memory.");
}
