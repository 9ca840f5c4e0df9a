// Memories that turn: an axis and the one half of the axes further on make a plane, which turns when its neuron fires.
// Writes go along the first axis of a plane. No DOM here.
import { componentOf, place } from "./tape.js";

/** The plane of component i of neuron j: its two components, the angle of a fire, and whether i is the second; or null.
 * @param {Tape} tape @param {number} j @param {number} i */
export function planeOf(tape, j, i) {
  if (!tape.angles.length) return null;
  const { layer, local } = place(tape, j);
  const [base, half] = [componentOf(layer, local), layer.axes / 2];
  const along = base + ((i - base) % half);
  return { along, across: along + half, angle: tape.angles[j], second: i !== along };
}

/** What stands on the component that a plane was asked for, some fires after [p, q] stood in it.
 * @param {Plane} plane @param {number} fires @param {number} p @param {number} q */
export function turned({ angle, second }, fires, p, q) {
  const [cosine, sine] = [Math.cos(fires * angle), Math.sin(fires * angle)];
  return second ? sine * p + cosine * q : cosine * p - sine * q;
}

/** The size of what stands at a component: of a plane the length, which keeps while the plane turns.
 * @param {Plane | null} plane @param {number} i @param {(component: number) => number} at */
export function sizeOf(plane, i, at) {
  return plane ? Math.hypot(at(plane.along), at(plane.across)) : Math.abs(at(i));
}
