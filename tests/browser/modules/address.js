import { choicesOf, looksForked, lookOf, phaseText, searchOf, tabsOf } from "/stage/model/look.js";
import { same } from "./expect.js";

const ALL = [["neuron", "projections"], ["neuron", "X-ray"], ["numbers", "two futures"]];

export const tests = {
  "what is looked at is read back from its text"() {
    const tabs = { neuron: "X-ray", numbers: "two futures" };
    const look = lookOf({ tabs, state: { axis: "101", pin: 120 }, turned: true });
    same(look, "x-ray,two-futures,forked,axis:101,input:120");
    same([looksForked(look), looksForked("two-futures")], [true, false]);
    same(tabsOf(look, ALL), tabs);
    same(choicesOf(look), [{ type: "axis", to: "101" }, { type: "pin", to: 120 }]);
  },
  "the first tab of a place and what is not chosen need no words"() {
    same(lookOf({ tabs: { neuron: null }, state: { axis: null, pin: null } }), "");
  },
  "a text that names what is not there opens nothing and chooses nothing"() {
    same([tabsOf("xray,3-d,,axis", ALL), choicesOf("axis:,input:-3,axes:4,axis:+")], [{}, []]);
  },
  "a phase is named by one word, the step as a whole by none"() {
    same([phaseText({ name: "fire?" }), phaseText({ name: "decay" }), phaseText(undefined)], ["fire", "decay", ""]);
  },
  "other fields of an address stay, and an empty one leaves it"() {
    same(searchOf("?seed=7&at=3&look=x-ray", { at: 12, neuron: 4, look: "" }), "?seed=7&at=12&neuron=4");
    same(searchOf("", { look: "axis:1,input:2" }), "?look=axis%3A1%2Cinput%3A2");
  },
};
