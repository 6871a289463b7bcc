import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { mask } from "../../src/privacy/redact.ts";
import type { Mask } from "../../src/review/asked-words.ts";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };

/** Personal data as the product takes it out, where no documentation has names of its own. */
export const masked: Mask = (text) => {
  const { texts, reveal } = mask([text], rules);
  return { text: texts[0]!, reveal };
};
