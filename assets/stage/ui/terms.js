// Words of the glossary in a text: each is a button that opens what it means (ui/help.js listens).
import { GLOSSARY } from "../model/glossary.js";
import { h } from "./dom.js";

const WORDS = GLOSSARY.flatMap(({ word, also = "" }) => [word, ...also.split(" ")])
  .filter((word) => /^[a-z ]{4,}$/i.test(word)).sort((a, b) => b.length - a.length);

/** A text as children of an element, its first known word as a button.
 * @param {string} text */
export function terms(text) {
  const word = WORDS.find((each) => new RegExp(`(^|[ :])${each}($|[ ,])`, "i").test(text));
  if (!word) return [text];
  const at = text.toLowerCase().indexOf(word.toLowerCase());
  const named = text.slice(at, at + word.length);
  return [text.slice(0, at), h("button.term", { type: "button", "data-word": word, title: `What does “${named}” mean?` }, named), text.slice(at + word.length)].filter(Boolean);
}
