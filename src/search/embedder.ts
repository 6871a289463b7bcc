/** Turns text into vectors whose cosine says how near two texts are in meaning. */
export interface Embedder {
  /** Changes whenever the vectors do: vectors of two ids never meet in one index. */
  readonly id: string;
  readonly dimensions: number;
  /** Milliseconds a text and more, or paid for: passages are embedded once, when they are indexed, and kept. */
  readonly slow: boolean;

  /**
   * One vector per text, in order, each of L2 norm 1, or all zeros: "no opinion" (an empty text, a script that the
   * model cannot read). A zero vector is similar to nothing and never enters an index.
   */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}
