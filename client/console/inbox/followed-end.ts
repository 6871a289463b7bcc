import { Store } from "../store.ts";

/** A scrolled box as it stands, in CSS pixels. */
export type Box = Pick<HTMLElement, "scrollTop" | "scrollHeight" | "clientHeight">;

/** How near to its end a reader counts as being there. */
const NEAR = 80;

/** Keeps whoever reads the end of a log at its end: only scrolling up leaves it, not what grows in it or below it. */
export class FollowedEnd {
  readonly following = new Store(true);
  #lastTop = 0;

  /** The log has other content, or another height. */
  settle(box: Box): void {
    if (isNear(box)) this.following.set(true);
    if (this.following.state) box.scrollTop = box.scrollHeight;
    this.#lastTop = box.scrollTop;
  }

  /** Told late, when the log may have changed once more: that the end is far off does not say who went. */
  scrolled(box: Box): void {
    if (isNear(box)) this.following.set(true);
    else if (box.scrollTop < this.#lastTop) this.following.set(false);
    this.#lastTop = box.scrollTop;
  }

  goTo(box: Box): void {
    this.following.set(true);
    this.settle(box);
  }
}

function isNear({ scrollTop, scrollHeight, clientHeight }: Box): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR;
}
