import mammoth from "mammoth";
import type { Converted } from "./converted.ts";
import { htmlToMarkdown } from "./html.ts";
import { checkZip } from "./zip-bounds.ts";

/** A compound file: what Word writes when a password is set, and what it wrote before 2007. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

/** Word documents by way of HTML, since headings, lists and tables survive that. Pictures are left out. */
export async function docxToMarkdown(bytes: Uint8Array): Promise<Converted> {
  if (bytes.length === 0) return { reason: "empty" };
  if (COMPOUND_FILE.every((byte, index) => bytes[index] === byte)) {
    return { reason: "encrypted, or in the format before Word 2007: save it as .docx without a password" };
  }
  const problem = checkZip(bytes);
  if (problem) return { reason: problem };
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
        externalFileAccess: false,
      },
    );
    return { markdown: htmlToMarkdown(value) };
  } catch (error) {
    return { reason: `not a readable Word document: ${error instanceof Error ? error.message : error}` };
  }
}
