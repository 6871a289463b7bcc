/** Draws from [0, 1), the same sequence for the same seed. Mulberry32 (Tommy Ettinger, public domain): 2³² states. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;

  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** In place, every order equally likely (Fisher–Yates). Returns its argument. */
export function shuffle<T extends Int32Array | unknown[]>(items: T, random: () => number): T {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = items[last];
    items[last] = items[other];
    items[other] = kept;
  }
  return items;
}
