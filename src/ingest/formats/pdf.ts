import { type Converted, withFrontMatter } from "./converted.ts";
import { type Glyphs, pdfPagesToMarkdown } from "./pdf-layout.ts";

/** More is a scan of an archive rather than a manual. */
const MOST_PAGES = 3_000;

/** The text of a PDF with headings, lists and paragraphs as far as its layout shows them. Nothing is run or fetched. */
export async function pdfToMarkdown(bytes: Uint8Array): Promise<Converted> {
  if (bytes.length === 0) return { reason: "empty" };
  // Loaded at the first PDF: pdf.js costs 150 ms, and most knowledge folders have none.
  const { getDocumentProxy } = await import("unpdf");
  try {
    // A copy: pdf.js takes the bytes away from their owner, and refuses Node's buffers.
    const document = await getDocumentProxy(Uint8Array.from(bytes), {
      isEvalSupported: false,
      useSystemFonts: false,
      verbosity: 0,
    });
    try {
      if (document.numPages > MOST_PAGES) return { reason: `more than ${MOST_PAGES} pages` };
      return await read(document);
    } finally {
      await document.destroy();
    }
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** What is used of pdf.js, whose own types do not resolve through unpdf. */
type PdfDocument = {
  numPages: number;
  getPage(number: number): Promise<{
    getTextContent(): Promise<{ items: (TextItem | { type: string })[] }>;
    cleanup(): boolean;
  }>;
  getMetadata(): Promise<{ info: object }>;
};

type TextItem = { str: string; transform: number[]; width: number; height: number };

async function read(document: PdfDocument): Promise<Converted> {
  const pages: Glyphs[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.flatMap((item) => ("str" in item ? [glyphsOf(item)] : [])));
    page.cleanup();
  }
  const markdown = pdfPagesToMarkdown(pages);
  if (markdown === "") return { reason: "no text in it: scanned pages need text recognition first" };
  return { markdown: withFrontMatter({ title: await titleOf(document) }, markdown) };
}

function glyphsOf(item: TextItem): Glyphs {
  const [, , skew = 0, scale = 0, x = 0, y = 0] = item.transform;
  return { text: item.str, x, y, width: item.width, size: item.height || Math.hypot(skew, scale) };
}

async function titleOf(document: PdfDocument): Promise<string> {
  const { info } = await document.getMetadata();
  const title = "Title" in info && typeof info.Title === "string" ? info.Title.trim() : "";
  // Word processors put the file's name there: worse than the first heading.
  return /\.(docx?|pdf|indd|tex|pptx?)$|^untitled|^microsoft /i.test(title) ? "" : title;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `not a readable PDF: ${error}`;
  return error.name === "PasswordException"
    ? "encrypted: it asks for a password"
    : `not a readable PDF: ${error.message}`;
}
