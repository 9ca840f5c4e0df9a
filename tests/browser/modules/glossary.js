import { entryOf, GLOSSARY, lacking } from "/stage/model/glossary.js";
import { mathOf } from "/stage/ui/mathml.js";
import { terms } from "/stage/ui/terms.js";
import { same } from "./expect.js";
import { networkOf } from "./toy.js";

const tape = (more = {}) => ({ model: "nmn", M: 8, banks: true, gated: false, recurrent: false, rules: [], header: { network: networkOf(more.model ?? "nmn"), forkable: true, parameters: {} }, ...more });
const ASKED = [
  "fires", "axis", "pattern", "composite", "projection", "hard code", "soft code", "refresh", "gate", "decay", "asymptote", "turn",
  "addressed", "memory bank", "τ", "γ", "neighbourhood", "X-ray", "fork",
];

export const tests = {
  "every word has one entry with a sentence and a panel"() {
    same(new Set(GLOSSARY.map(({ word }) => word)).size, GLOSSARY.length);
    same(GLOSSARY.filter(({ say, slot }) => !say.endsWith(".") || !slot).map(({ word }) => word), []);
  },
  "the words of the explorer lead to their entry, in any case and form"() {
    same(ASKED.filter((word) => !entryOf(word)), []);
    same([entryOf("AXIS").word, entryOf("written").word, entryOf("neighbours").word, entryOf("nonsense")], ["axis", "write", "neighbourhood", null]);
  },
  "what a network has not is said with its name, or with how to get it"() {
    same(lacking(entryOf("axis"), tape()), "");
    same(lacking(entryOf("axis"), tape({ model: "rnn", M: 0, banks: false, recurrent: true })), "The RNN has no such thing: choose the NMN to see it.");
    same(lacking(entryOf("axis"), tape({ M: 0, banks: false })), "This network has no such thing: its layers have no memory.");
    same(lacking(entryOf("gate"), tape()), "Choose the write gate “learned” under Memory to see it.");
    same(lacking(entryOf("gate"), tape({ gated: true })), "");
    const own = { header: { network: networkOf("rnn"), parameters: {} } };
    same(lacking(entryOf("fork"), tape({ model: "rnn", ...own })), lacking(entryOf("fork"), tape(own)));
  },
  "a known word in a text is a button, the rest of the text stays"() {
    const parts = terms("Neuron 3: fires");
    same(parts.map((part) => part.textContent ?? part), ["Neuron 3: ", "fires"]);
    same(parts[1].dataset.word, "fires");
    same(terms("wanted"), ["wanted"]);
  },
  "an equation becomes MathML whose places are marked"() {
    const math = mathOf(String.raw`\at{M}{M_j} \leftarrow \gamma\, \at{M}{M_j} + \frac{1}{2} \sum_i x_{j-\tau/2}^2`);
    same(math.namespaceURI, "http://www.w3.org/1998/Math/MathML");
    same([...math.querySelectorAll("[data-place=M]")].map((part) => part.textContent), ["Mj", "Mj"]);
    same(math.textContent, "Mj←γMj+12∑ixj−τ/22");
    same([...new Set([...math.querySelectorAll("*")].map((part) => part.localName))].sort(), ["mfrac", "mi", "mn", "mo", "mrow", "mspace", "msub", "msup", "munder"]);
  },
};
