import { join } from "node:path";
import { UNNAMED } from "./answer/wording.ts";
import type { Config } from "./config.ts";
import { servingFolder } from "./ingest/knowledge-folder.ts";

/** For whom the bot speaks: the name that was set; its own only over its own handbook. */
export function productNameOf(config: Config): string {
  if (config.PRODUCT_NAME !== "") return config.PRODUCT_NAME;
  return servesHandbook(config) ? "Switchboard" : UNNAMED;
}

export const servesHandbook = (config: Config): boolean => servingFolder(config) === join(config.root, "knowledge");

/** What stands at the head of the documentation's pages. */
export function docsNameOf(config: Config): string {
  const name = productNameOf(config);
  return name === UNNAMED ? "Help" : name;
}
