export type InTurn = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs the works of one key one after the other, in the order of the calls; works of different keys do not wait for
 * each other. A work that rejects does not hold up the next.
 */
export function inTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>();

  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
