import { productNameOf } from "./compose-product.ts";
import type { Config } from "./config.ts";
import { indexFolder, servingFolder } from "./ingest/knowledge-folder.ts";
import { readPageList } from "./ingest/page-list.ts";
import { shippedGazetteer } from "./privacy/gazetteer.ts";
import { productNamesIn, withoutProductNames } from "./privacy/product-names.ts";
import type { RedactionRules } from "./privacy/redact.ts";

/**
 * What counts as personal at this help desk: the product's own names do not, where a person's name is also one of them.
 * Reads the list of pages that serve (1 ms for a thousand).
 */
export function redactionRules(config: Config): RedactionRules {
  const gazetteer = shippedGazetteer(config.root);
  const pages = readPageList(indexFolder(config.dataDir, servingFolder(config)));
  const titles = pages.map(({ title }) => title);
  const names = [productNameOf(config), ...productNamesIn(titles, gazetteer)];
  return { gazetteer: withoutProductNames(gazetteer, names), patterns: [] };
}
