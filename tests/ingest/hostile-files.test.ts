import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { csvToMarkdown } from "../../src/ingest/formats/csv.ts";
import { decodeText } from "../../src/ingest/formats/decode-text.ts";
import { type Glyphs, pdfPagesToMarkdown } from "../../src/ingest/formats/pdf-layout.ts";
import { textToMarkdown } from "../../src/ingest/formats/plain-text.ts";
import { checkZip } from "../../src/ingest/formats/zip-bounds.ts";
import { parsePage } from "../../src/ingest/parse-page.ts";

/** A ZIP archive of one entry, whose stated size may lie. */
function zipOf(content: Buffer, statedSize = content.length): Buffer {
  const packed = deflateRawSync(content);
  const sizes = (header: Buffer, at: number) => {
    header.writeUInt32LE(packed.length, at);
    header.writeUInt32LE(statedSize, at + 4);
    header.writeUInt16LE(1, at + 8);
    return header;
  };
  const local = sizes(Buffer.alloc(30), 18);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  const directory = sizes(Buffer.alloc(46), 20);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt16LE(8, 10);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + 1 + packed.length, 16);
  return Buffer.concat([local, Buffer.from("a"), packed, directory, Buffer.from("a"), end]);
}

describe("files that nobody vouches for", () => {
  it("[K2] opens no archive that inflates beyond its bound, whatever size it states", () => {
    const bomb = Buffer.alloc(201 * 1024 * 1024);

    expect(checkZip(zipOf(Buffer.from("small")))).toBeUndefined();
    expect(checkZip(zipOf(bomb, 10))).toBe("inflates to more than 200 MB");
  });

  it("[K2] takes any bytes as a ZIP archive without throwing", () => {
    const whole = zipOf(Buffer.from("words ".repeat(50)));
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (length, at, byte) => {
        const damaged = Buffer.from(whole.subarray(0, length));
        if (at < damaged.length) damaged[at] = byte;
        expect(["string", "undefined"]).toContain(typeof checkZip(damaged));
      }),
    );
  });

  it("[K2] reads UTF-8 with and without a mark, and UTF-16 with one", () => {
    const text = "Größe\r\n日本";
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`), utf16]) {
      expect(decodeText(bytes)).toEqual({ text: "Größe\n日本" });
    }
  });

  it("[K1] reads HTML in the encoding that it declares", async () => {
    const page = Buffer.from('<meta charset="windows-1252"><p>Gr\u00f6\u00dfe</p>', "latin1");

    expect(await parsePage("a.html", page)).toMatchObject({ passages: [{ text: "Größe" }] });
  });

  it("[K1] reads no markup into plain text", async () => {
    const text = "Set *A* and _b_ to <c> [d](e) `f` \\g & h | i ~j~";

    expect(await parsePage("a.txt", Buffer.from(text))).toMatchObject({ passages: [{ text }] });
  });

  it("[K1] keeps every word of any plain text", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9<>*_`[\]&~|#]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        const converted = textToMarkdown(Buffer.from(words.join(" ")));
        const kept = "markdown" in converted ? converted.markdown.replaceAll("\\", "") : "";
        expect(kept).toBe(words.join(" "));
      }),
    );
  });

  it("[K1] finds a FAQ's columns by name, whatever separates them", () => {
    const table = Buffer.from("\ufeffId;Answer;Question\n1;# Yes;May I?\n2;;Empty?\n");

    expect(csvToMarkdown("faq.csv", table)).toEqual({ markdown: "# Faq\n\n## May I?\n\n\\# Yes" });
  });

  it.each([
    ["faq.csv", "Faq"],
    ["help/opening-hours_2026.csv", "Opening hours 2026"],
  ])("[K4] titles the FAQ %s after its file, and each question stays a heading", async (path, title) => {
    const table = Buffer.from("question,answer\nMay I?,Yes.\nMust I?,No.\n");

    expect(await parsePage(path, table)).toMatchObject({
      passages: [
        { title, headings: ["May I?"], anchor: "may-i", text: "Yes." },
        { title, headings: ["Must I?"], anchor: "must-i", text: "No." },
      ],
    });
    expect(await parsePage(path, Buffer.from("question,answer\n,\n"))).toEqual({ reason: "no text in it" });
  });

  it("[K2] takes any table without throwing", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void csvToMarkdown("faq.csv", Buffer.from(`question,answer\n${text}`))),
    );
  });
});

describe("reading a PDF's layout", () => {
  const line = (text: string, y: number, size = 10, x = 50): Glyphs => ({ text, x, y, width: text.length * 5, size });

  it("[K1] joins lines into paragraphs and mends broken words", () => {
    const page = [line("The lamp is a help-", 700), line("ful thing.", 688), line("A new paragraph.", 660)];

    expect(pdfPagesToMarkdown([page])).toBe("The lamp is a helpful thing.\n\nA new paragraph.");
  });

  it("[K1] goes on with a sentence over the end of a page and leaves out running heads", () => {
    const page = (number: number, ...lines: Glyphs[]) => [line("Lamp manual", 800), ...lines, line(`${number}`, 20)];
    const pages = [
      page(1, line("Dust the shade", 700)),
      page(2, line("with a brush.", 700), line("Then rest.", 650)),
      page(3, line("The end.", 700)),
    ];

    expect(pdfPagesToMarkdown(pages)).toBe("Dust the shade with a brush.\n\nThen rest.\n\nThe end.");
  });

  it("[K1] ranks headings by size", () => {
    const page = [line("Manual", 800, 20), line("Care", 760, 14), line("Dust the shade once a month.", 740)];

    expect(pdfPagesToMarkdown([page])).toBe("# Manual\n\n## Care\n\nDust the shade once a month.");
  });
});
