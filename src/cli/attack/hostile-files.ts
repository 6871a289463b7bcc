import { deflateSync } from "node:zlib";
import { deflated, pdfOf, pdfPage, streamOf, WORD, wordOf, zipOf } from "./hostile-formats.ts";

// One long list of files, each beside what it does.

/** A file that is made to cost more than it weighs, or to reach what is not in it. */
type HostileFile = { name: string; path: string; bytes: () => Buffer };

export const HOSTILE_FILES: readonly HostileFile[] = [
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
  // These four ended the whole process while pages were read in threads.
  {
    name: "a paragraph of ten endless lines",
    path: "a.md",
    bytes: () => Buffer.from(`${"*a* [b](c) `d` ".repeat(60_000)}\n`.repeat(10)),
  },
  {
    name: "a table of three hundred thousand columns",
    path: "a.md",
    bytes: () => Buffer.from(`|${"a|".repeat(300_000)}\n|${"-|".repeat(300_000)}\n|${"a|".repeat(300_000)}\n`),
  },
  {
    name: "five lines of brackets that never close",
    path: "a.md",
    bytes: () => Buffer.from(`${"[".repeat(900_000)}\n`.repeat(5)),
  },
  {
    name: "a million and a half different attributes",
    path: "a.html",
    bytes: () => Buffer.from(`<p ${Array.from({ length: 1_500_000 }, (_, at) => `a${at}=1`).join(" ")}>x`),
  },
  { name: "a line of ten megabytes", path: "a.txt", bytes: () => Buffer.from("word ".repeat(2 * MEGABYTE)) },
];

const MEGABYTE = 1_024 * 1_024;
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
