import { productNameOf } from "./compose-product.ts";
import type { Config } from "./config.ts";
import { indexFolder, servingFolder } from "./ingest/knowledge-folder.ts";
import { pageListStamp, readPageList } from "./ingest/page-list.ts";
import { PageStore } from "./ingest/page-store.ts";
import { type Gazetteer, shippedGazetteer } from "./privacy/gazetteer.ts";
import { productNamesIn, productNamesInTexts, withoutProductNames } from "./privacy/product-names.ts";
import type { RedactionRules } from "./privacy/redact.ts";

/**
 * What counts as personal at this help desk: the product's own names do not, where a person's name is also one of them.
 * Reads the pages that serve, once for each state of them.
 */
export function redactionRules(config: Config): RedactionRules {
  const gazetteer = shippedGazetteer(config.root);
  const names = [
    productNameOf(config),
    ...documentedNames(indexFolder(config.dataDir, servingFolder(config)), gazetteer),
  ];
  return { gazetteer: withoutProductNames(gazetteer, names), patterns: [] };
}

/** What the last look at the pages found; the next is due when they are others. */
let looked: { stamp: string; names: string[] } | undefined;

function documentedNames(folder: string, gazetteer: Gazetteer): string[] {
  const stamp = pageListStamp(folder);
  if (looked?.stamp !== stamp) looked = { stamp, names: namesIn(folder, gazetteer) };
  return looked.names;
}

/** Of more pages every n-th is read: 1,800 of 5,376 pages took 1.8 s, and the titles of all are read anyway. */
const MOST_PAGES = 2_000;

function namesIn(folder: string, gazetteer: Gazetteer): string[] {
  const pages = readPageList(folder);
  const every = Math.ceil(pages.length / MOST_PAGES);
  const store = PageStore.read(folder);
  const passages = pages.flatMap(({ key }, at) => (at % every === 0 ? (store?.passages(key) ?? []) : []));
  store?.close();
  const titles = [...pages.map(({ title }) => title), ...passages.flatMap(({ headings }) => headings)];
  const texts = passages.map(({ title, headings, text }) => [title, ...headings, text].join("\n"));
  return [...new Set([...productNamesIn(titles, gazetteer), ...productNamesInTexts(texts, gazetteer)])];
}
