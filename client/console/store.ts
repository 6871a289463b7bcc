import { useLayoutEffect, useReducer } from "preact/hooks";

/** A value that views follow. Values are replaced, never changed. */
export class Store<State> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  set(state: State): void {
    if (Object.is(state, this.#state)) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export function useStore<State>(store: Store<State>): State {
  const [, renderAgain] = useReducer((times: number) => times + 1, 0);
  const rendered = store.state;
  useLayoutEffect(() => {
    // What changed between the rendering and this subscription is not missed.
    if (store.state !== rendered) renderAgain(undefined);
    return store.subscribe(() => renderAgain(undefined));
  }, [store]);
  return rendered;
}
