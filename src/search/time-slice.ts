/** Longest stretch of work between two chances for the server to do something else. */
const SLICE_MS = 4;

/** Cuts a search into slices, so that answering one question never holds up the others for long. */
export class TimeSlice {
  private since = performance.now();

  /** Lets the event loop turn when this slice is used up; costs a microtask otherwise. */
  async breathe(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await new Promise(setImmediate);
    this.since = performance.now();
  }
}
