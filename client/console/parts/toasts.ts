import { Store } from "../store.ts";

export type Toast = { id: number; text: string; undo?: () => void };

const SHOWN_MS = 6_000;

/** Short words about what was just done, and the way back. */
export class Toasts {
  readonly shown = new Store<readonly Toast[]>([]);
  #last = 0;

  say(text: string, undo?: () => void): void {
    const id = ++this.#last;
    // The same words twice are one line, or a lost connection would fill the page.
    const others = this.shown.state.filter((toast) => toast.text !== text);
    this.shown.set([...others, { id, text, ...(undo && { undo }) }]);
    setTimeout(() => this.dismiss(id), SHOWN_MS);
  }

  /** For words that something else has made untrue. */
  unsay(text: string): void {
    this.shown.set(this.shown.state.filter((toast) => toast.text !== text));
  }

  /** What was said on one page is no news on the next. */
  clear(): void {
    this.shown.set([]);
  }

  dismiss(id: number): void {
    this.shown.set(this.shown.state.filter((toast) => toast.id !== id));
  }
}
