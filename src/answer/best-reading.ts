import type { Knowledge } from "../search/knowledge.ts";

/** Support is judged by so many. */
const JUDGED = 3;
/** Support by which another reading has to be better: less is chance. */
const CLEARLY = 0.1;

/**
 * "How do I back up?" as "How do I backup?" where the documentation answers that, and covers it better: "edit or" is no
 * "editor". One search more for each reading, of which few questions have any.
 */
export async function bestReading(
  text: string,
  knowledge: Pick<Knowledge, "readings" | "search" | "supportThreshold">,
): Promise<string> {
  const others = knowledge.readings(text);
  if (others.length === 0) return text;
  let best = { text, least: Math.max(knowledge.supportThreshold, CLEARLY + (await supportOf(text, knowledge))) };
  for (const other of others) {
    const support = await supportOf(other, knowledge);
    if (support >= best.least) best = { text: other, least: support };
  }
  return best.text;
}

const supportOf = async (text: string, { search }: Pick<Knowledge, "search">) =>
  (await search({ text, limit: JUDGED })).support.score;
