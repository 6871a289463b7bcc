import type { Passage } from "../../src/search/passage.ts";

/** A passage with the fields that a test names; its id and hash follow from its place and text. */
export function passage(fields: Partial<Passage> & { text: string }): Passage {
  const { path = "page.md", anchor = "", ordinal = 0, text } = fields;
  return {
    id: `${path}#${anchor}/${ordinal}`,
    path,
    anchor,
    title: "Page",
    headings: [],
    hash: `hash of ${text.slice(0, 20)}`,
    ordinal,
    start: 0,
    end: text.length,
    source: "",
    tags: [],
    ...fields,
  };
}
