import { namesPrice, priceWords, promisesPrices } from "../search/asked-price.ts";
import type { Hit } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { nearestHeading } from "./read-passage.ts";

/** What a passage without an amount keeps of its score where a price is asked for. */
const WITHOUT = 0.6;
/** Of a list of prices, or of what the question points to ("what does it cost?"), beside an amount in another section. */
const MEANT = 1.5;

/** "How much is a tandem?": what tells of tandems and names no price comes behind what names one, and that behind "Prices". */
export function preferPrices(hits: Hit[], question: string, isPointedTo: (hit: Hit) => boolean = () => false): Hit[] {
  if (priceWords(question).length === 0) return hits;
  return hits
    .map((hit) => ({ ...hit, score: shareOf(hit.passage, isPointedTo(hit)) * hit.score }))
    .sort((one, other) => other.score - one.score);
}

function shareOf(passage: Passage, isPointedTo: boolean): number {
  if (!namesPrice(passage.text)) return WITHOUT;
  return isPointedTo || promisesPrices(nearestHeading(passage)) ? MEANT : 1;
}
