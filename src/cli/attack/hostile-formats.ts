import { deflateRawSync, deflateSync } from "node:zlib";

/** Where the text of a Word document lies in its archive. */
export const WORD = "word/document.xml";

export function wordOf(body: string, more: Record<string, Buffer> = {}): Buffer {
  const types = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>';
  const relation = `<Relationships><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${WORD}"/></Relationships>`;
  return zipOf({
    "[Content_Types].xml": Buffer.from(types),
    "_rels/.rels": Buffer.from(relation),
    [WORD]: Buffer.from(body),
    ...more,
  });
}

/** A ZIP archive. `stated`: a size that is told in place of the true one. */
export function zipOf(entries: Record<string, Buffer>, stated?: number): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const [packed, title] = [deflateRawSync(content), Buffer.from(name)];
    const local = headerOf(30, 0x04034b50, 8, 18, packed.length, stated ?? content.length, title.length);
    const central = headerOf(46, 0x02014b50, 10, 20, packed.length, stated ?? content.length, title.length);
    central.writeUInt32LE(offset, 42);
    files.push(local, title, packed);
    directory.push(central, title);
    offset += local.length + title.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  for (const at of [8, 10]) end.writeUInt16LE(Object.keys(entries).length, at);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** Both headers of an entry hold the same, a few bytes apart (APPNOTE.TXT 6.3, 4.3.7 and 4.3.12). */
function headerOf(
  length: number,
  mark: number,
  method: number,
  sizes: number,
  packed: number,
  size: number,
  name: number,
) {
  const header = Buffer.alloc(length);
  header.writeUInt32LE(mark, 0);
  header.writeUInt16LE(8, method);
  header.writeUInt32LE(packed, sizes);
  header.writeUInt32LE(size, sizes + 4);
  header.writeUInt16LE(name, sizes + 8);
  return header;
}

export function deflated(content: Buffer, times: number): Buffer {
  return times === 0 ? content : deflated(deflateSync(content), times - 1);
}

export function streamOf(content: Buffer, entries: string): Buffer {
  return Buffer.concat([
    Buffer.from(`<</Length ${content.length}${entries}>>\nstream\n`),
    content,
    Buffer.from("\nendstream"),
  ]);
}

/** One page whose content is object 4. */
export function pdfPage(content: Buffer, resources = "<<>>"): Buffer {
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources ${resources}>>`;
  return pdfOf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content]);
}

/** Without cross references: readers find the objects by themselves. */
export function pdfOf(objects: readonly (string | Buffer)[]): Buffer {
  const written = objects.flatMap((object, at) => [
    Buffer.from(`${at + 1} 0 obj\n`),
    Buffer.from(object),
    Buffer.from("\nendobj\n"),
  ]);
  return Buffer.concat([Buffer.from("%PDF-1.7\n"), ...written, Buffer.from("trailer\n<</Root 1 0 R>>\n%%EOF")]);
}
