/**
 * What is indexed, retrieved, quoted and cited. `text` is plain Markdown: block structure is kept (lists, numbered
 * steps, GFM tables, fenced code), inline links are reduced to their words, emphasis marks and HTML are gone, code
 * spans keep their backticks. Everything quoted to a customer is a slice of it.
 */
export type Passage = {
  /** Stable while the page keeps its path, the heading its place and the passage its rank under it. */
  id: string;
  /** Page path relative to the knowledge folder, with extension and forward slashes. */
  path: string;
  /** GitHub slug of the nearest heading, `""` above the first one. */
  anchor: string;
  /** Title of the page: front matter, else first heading, else file name. */
  title: string;
  /** Heading path below the title, outermost first. */
  headings: string[];
  text: string;
  /** Hash of title, headings and text: a verified answer that cites this passage goes stale when it changes. */
  hash: string;
  /** Rank in its page, from 0. */
  ordinal: number;
  /** UTF-16 offsets of the passage in the page's source as read (after conversion to Markdown for PDF, DOCX, HTML). */
  start: number;
  end: number;
  /** Front matter's `source`; `""` when there is none. */
  source: string;
  tags: string[];
};
