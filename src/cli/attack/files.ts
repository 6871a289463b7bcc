import { deflateRawSync, deflateSync } from "node:zlib";
import { workerParser } from "../../ingest/worker-parser.ts";
import { someOf } from "./inputs.ts";
import { type AttackReport, attackLog, inTime } from "./report.ts";

/** A file that is made to cost more than it weighs, or to reach what is not in it. */
type HostileFile = { name: string; path: string; bytes: () => Buffer };

/** A third of what an ingest gives a page: what is a trap takes all of it. */
const TIME_LIMIT_MS = 20_000;
const MEMORY_LIMIT_MB = 512;

/** Each file is read as an ingest reads it: a page or a reason comes of it, in time, and the next one is read. */
export async function attackWithFiles(cases: number | null, random: () => number): Promise<AttackReport> {
  const log = attackLog("files");
  const parser = workerParser({ threads: 1, timeLimit: TIME_LIMIT_MS, memoryLimit: MEMORY_LIMIT_MB });
  for (const { name, path, bytes } of someOf(HOSTILE_FILES, cases, random)) {
    const reading = parser.parse(path, bytes());
    const read = await inTime(reading, 3 * TIME_LIMIT_MS, name).catch((error: Error) => error);
    if (read instanceof Error) log.problem(`${name}: ${read.message}`);
    else if ("reason" in read) log.ended(`skipped: ${read.reason.replace(/\d{4,}/g, "…").slice(0, 60)}`);
    else log.ended("read");
    log.check(!JSON.stringify(read).includes("root:x:"), `${name}: a file of the machine was read`);
    const next = await parser.parse("next.md", Buffer.from("Text."));
    log.check("passages" in next, `${name}: the next file was not read`);
  }
  await parser.close();
  return log.report();
}

const MEGABYTE = 1_024 * 1_024;
const WORD = "word/document.xml";
const document = (body: string, before = "") =>
  `<?xml version="1.0"?>${before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** Ten entities, each ten times the one before. */
function laughs(): string {
  const steps = Array.from({ length: 10 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`);
  return `<!DOCTYPE w [<!ENTITY l0 "ha">${steps.join("")}]>`;
}

const aliases = () =>
  [
    "a: &a [x, x]",
    ..."bcdefghijklmnopq"
      .split("")
      .map((name, at) => `${name}: &${name} [${`*${"abcdefghijklmnop"[at]}, `.repeat(9)}x]`),
  ].join("\n");

const HOSTILE_FILES: readonly HostileFile[] = [
  { name: "a zip bomb", path: "a.docx", bytes: () => zipOf({ [WORD]: Buffer.alloc(201 * MEGABYTE) }) },
  {
    name: "a zip bomb that lies about its size",
    path: "a.docx",
    bytes: () => zipOf({ [WORD]: Buffer.alloc(201 * MEGABYTE) }, 10),
  },
  {
    name: "many zipped parts that are bombs together",
    path: "a.docx",
    bytes: () =>
      zipOf(Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${at}`, Buffer.alloc(30 * MEGABYTE)]))),
  },
  {
    name: "more parts than any document",
    path: "a.docx",
    bytes: () => zipOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, Buffer.from("x")]))),
  },
  {
    name: "an archive in an archive",
    path: "a.docx",
    bytes: () => zipOf({ "a.docx": zipOf({ [WORD]: Buffer.alloc(MEGABYTE) }) }),
  },
  {
    name: "parts that climb out of the archive",
    path: "a.docx",
    bytes: () => wordOf(document(paragraph("Text.")), { "../../../../tmp/owned": Buffer.from("owned") }),
  },
  { name: "a billion laughs", path: "a.docx", bytes: () => wordOf(document(paragraph("&l10;"), laughs())) },
  {
    name: "an external entity",
    path: "a.docx",
    bytes: () => wordOf(document(paragraph("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
  },
  {
    name: "elements nested without end",
    path: "a.docx",
    bytes: () => wordOf(document(`${"<w:ins>".repeat(100_000)}x${"</w:ins>".repeat(100_000)}`)),
  },
  {
    name: "tables in tables",
    path: "a.docx",
    bytes: () =>
      wordOf(
        document(`${"<w:tbl><w:tr><w:tc>".repeat(3_000)}${paragraph("x")}${"</w:tc></w:tr></w:tbl>".repeat(3_000)}`),
      ),
  },
  {
    name: "an attribute of ten megabytes",
    path: "a.docx",
    bytes: () => wordOf(document(`<w:p w:x="${"y".repeat(10 * MEGABYTE)}">${paragraph("x")}</w:p>`)),
  },
  {
    name: "a link to a file of the machine",
    path: "a.docx",
    bytes: () =>
      wordOf(document(`<w:p><w:hyperlink r:id="r1"><w:r><w:t>press</w:t></w:r></w:hyperlink></w:p>`), {
        "word/_rels/document.xml.rels": Buffer.from(
          '<Relationships><Relationship Id="r1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>',
        ),
      }),
  },
  {
    name: "a PDF whose pages hold themselves",
    path: "a.pdf",
    bytes: () => pdfOf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[2 0 R]>>"]),
  },
  {
    name: "a PDF of a billion pages",
    path: "a.pdf",
    bytes: () =>
      pdfOf([
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1000000000/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R>>",
      ]),
  },
  {
    name: "a PDF whose stream inflates to 300 MB",
    path: "a.pdf",
    bytes: () => pdfPage(streamOf(deflateSync(Buffer.alloc(300 * MEGABYTE, 32)), "/Filter/FlateDecode")),
  },
  {
    name: "a PDF whose stream is deflated five times",
    path: "a.pdf",
    bytes: () =>
      pdfPage(streamOf(deflated(Buffer.alloc(50 * MEGABYTE, 32), 5), `/Filter[${"/FlateDecode".repeat(5)}]`)),
  },
  {
    name: "a PDF with a script",
    path: "a.pdf",
    bytes: () =>
      pdfOf([
        "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/AA<</O<</S/JavaScript/JS(x)>>>>>>",
      ]),
  },
  {
    name: "a PDF that draws a form in itself",
    path: "a.pdf",
    bytes: () =>
      pdfPage(
        streamOf(Buffer.from("/X Do"), "/Type/XObject/Subtype/Form/Resources<</XObject<</X 4 0 R>>>>"),
        "<</XObject<</X 4 0 R>>>>",
      ),
  },
  {
    name: "a PDF with a font of nonsense",
    path: "a.pdf",
    bytes: () =>
      pdfPage(
        streamOf(Buffer.from("BT /F 12 Tf (text) Tj ET"), ""),
        "<</Font<</F<</Type/Font/Subtype/Type1/FontMatrix[1 2 3 4 5 (6\\); owned=1)]/BaseFont/X>>>>>>",
      ),
  },
  {
    name: "a PDF of a million operators",
    path: "a.pdf",
    bytes: () => pdfPage(streamOf(Buffer.from("q ".repeat(1_000_000)), "")),
  },
  {
    name: "a PDF whose cross references loop",
    path: "a.pdf",
    bytes: () =>
      Buffer.from("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"),
  },
  {
    name: "a front matter of aliases",
    path: "a.md",
    bytes: () => Buffer.from(`---\n${aliases()}\ntitle: *q\n---\n\nText.`),
  },
  {
    name: "a front matter nested without end",
    path: "a.md",
    bytes: () => Buffer.from(`---\ntitle: ${"[".repeat(20_000)}\n---\n\nText.`),
  },
  { name: "two megabytes of brackets", path: "a.md", bytes: () => Buffer.from("[".repeat(2 * MEGABYTE)) },
  { name: "quotations in quotations", path: "a.md", bytes: () => Buffer.from(`${"> ".repeat(20_000)}x`) },
  {
    name: "lists in lists",
    path: "a.md",
    bytes: () => Buffer.from(Array.from({ length: 2_000 }, (_, at) => `${" ".repeat(2 * at)}- x`).join("\n")),
  },
  {
    name: "a table of fifty thousand columns",
    path: "a.md",
    bytes: () => Buffer.from(`${"|a".repeat(50_000)}|\n${"|-".repeat(50_000)}|\n|b|`),
  },
  { name: "a hundred thousand footnotes", path: "a.md", bytes: () => Buffer.from("[^a] ".repeat(100_000)) },
  { name: "braces without end", path: "a.mdx", bytes: () => Buffer.from("{".repeat(50_000)) },
  { name: "tags without end", path: "a.mdx", bytes: () => Buffer.from(`${"<A>".repeat(20_000)}x`) },
  { name: "divisions without end", path: "a.html", bytes: () => Buffer.from(`<main>${"<div>".repeat(100_000)}x`) },
  {
    name: "formatting that is opened without end",
    path: "a.html",
    bytes: () => Buffer.from(`${"<b><p>".repeat(10_000)}x`),
  },
  {
    name: "a million attributes",
    path: "a.html",
    bytes: () => Buffer.from(`<p ${Array.from({ length: 300_000 }, (_, at) => `a${at}`).join(" ")}>x`),
  },
  {
    name: "a cell of ten megabytes",
    path: "a.csv",
    bytes: () => Buffer.from(`question,answer\n"${"x".repeat(10 * MEGABYTE)}",yes`),
  },
  {
    name: "a quotation mark that never ends",
    path: "a.csv",
    bytes: () => Buffer.from(`question,answer\n"${"x\n".repeat(200_000)}`),
  },
  { name: "a line of ten megabytes", path: "a.txt", bytes: () => Buffer.from("word ".repeat(2 * MEGABYTE)) },
];

function wordOf(body: string, more: Record<string, Buffer> = {}): Buffer {
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
function zipOf(entries: Record<string, Buffer>, stated?: number): Buffer {
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

function deflated(content: Buffer, times: number): Buffer {
  return times === 0 ? content : deflated(deflateSync(content), times - 1);
}

function streamOf(content: Buffer, entries: string): Buffer {
  return Buffer.concat([
    Buffer.from(`<</Length ${content.length}${entries}>>\nstream\n`),
    content,
    Buffer.from("\nendstream"),
  ]);
}

/** One page whose content is object 4. */
function pdfPage(content: Buffer, resources = "<<>>"): Buffer {
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources ${resources}>>`;
  return pdfOf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, content]);
}

/** Without cross references: readers find the objects by themselves. */
function pdfOf(objects: readonly (string | Buffer)[]): Buffer {
  const written = objects.flatMap((object, at) => [
    Buffer.from(`${at + 1} 0 obj\n`),
    Buffer.from(object),
    Buffer.from("\nendobj\n"),
  ]);
  return Buffer.concat([Buffer.from("%PDF-1.7\n"), ...written, Buffer.from("trailer\n<</Root 1 0 R>>\n%%EOF")]);
}
