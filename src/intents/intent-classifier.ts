export type RankedIntent = {
  intent: string;
  /** Calibrated: of the texts that get .8, four in five are of this intent. Sums to at most 1 over all intents. */
  probability: number;
};

export type Classification = {
  /** Every known intent, most probable first. */
  ranked: RankedIntent[];
  /** In 0..1: how much this text looks like one that any of the known intents is meant for. */
  belonging: number;
  /** "None of these": `belonging` lies below the threshold that was learnt with the classifier. */
  rejected: boolean;
};

/** Tells what a customer wants, among intents that staff have named, or that it is none of them. */
export interface IntentClassifier {
  /** Changes whenever the answers can change. */
  readonly id: string;
  readonly intents: readonly string[];

  classify(text: string): Promise<Classification>;
}
