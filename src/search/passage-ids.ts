import { hashByte, hashStart } from "./vocabulary.ts";

/**
 * Finds a passage by its id without holding the ids: a slot holds passage + 1, and the caller compares the id that it
 * then reads from the file. `hashes` are those of the ids, in passage order. Two thirds full at most.
 */
export function idTable(hashes: Uint32Array): Uint32Array {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(1.5 * hashes.length + 2)));
  const mask = slots.length - 1;
  for (let passage = 0; passage < hashes.length; passage++) {
    let slot = hashes[passage]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = passage + 1;
  }
  return slots;
}

export function idHash(id: string): number {
  let hash = hashStart;
  for (let at = 0; at < id.length; at++) hash = hashByte(hash, id.charCodeAt(at));
  return hash;
}

/** The passages that could have this id: at most a few, nearly always none or one. */
export function candidatesFor(slots: Uint32Array, id: string): number[] {
  const mask = slots.length - 1;
  const found: number[] = [];
  for (let slot = idHash(id) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) found.push(slots[slot]! - 1);
  return found;
}
