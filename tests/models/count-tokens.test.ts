import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { estimateTokens, tokenCounter } from "../../src/models/count-tokens.ts";

const SAMPLES: Record<string, string> = {
  prose: "To replace the lamp, switch the device off, wait until the housing has cooled down and loosen both screws.",
  german:
    "Die Lieferzeit verlängert sich voraussichtlich um zwei Werktage; Rücksendungen bleiben selbstverständlich frei.",
  french: "L'adresse de facturation peut être modifiée jusqu'à l'expédition ; ensuite, écrivez-nous s'il vous plaît.",
  russian: "Чтобы вернуть товар, откройте раздел заказов и выберите причину возврата из списка.",
  chinese: "要更换灯泡，请先关闭设备电源，等待外壳冷却，然后松开两颗螺丝。",
  japanese: "電球を交換するには、電源を切り、本体が冷えるまで待ってからネジを緩めてください。",
  arabic: "لاستبدال المصباح، أطفئ الجهاز وانتظر حتى يبرد الغلاف ثم فك البرغيين.",
  code: "curl -X POST http://localhost:3000/v1/items \\\n  -H 'content-type: application/json' \\\n  -d '{\"name\": \"lamp\"}'",
  table: "| plan | price | users |\n| --- | --- | --- |\n| Small | €12.50 | 1–5 |\n| Large | €1,299.00 | 5,000 |",
  identifiers: "ERR_TLS_CERT_ALTNAME_INVALID maxConnectionsPerHost 0x7ffd5e8a 2026-11-23T10:00:00.000Z",
};

describe("counting tokens", () => {
  it("[M10] counts OpenAI's models exactly", async () => {
    const count = await tokenCounter("gpt-4o-mini");

    expect(count("hello world")).toBe(2);
    expect(count(SAMPLES.prose!)).toBe(22);
    expect(count("")).toBe(0);
  });

  it("[M10] takes special tokens in a customer's text for plain letters", async () => {
    const count = await tokenCounter("gpt-4o-mini");

    expect(count("<|endoftext|>")).toBeGreaterThan(3);
  });

  it.each(["gpt-4o", "gpt-4"])("[M10] estimates above what %s counts, in any script", async (model) => {
    const count = await tokenCounter(model);

    const short = Object.entries(SAMPLES).filter(([, text]) => estimateTokens(text) < count(text));

    expect(short.map(([name]) => name)).toEqual([]);
  });

  it("[M10] counts a text of 8,000 letters without a space in pieces: whole it would take seconds", async () => {
    const count = await tokenCounter("gpt-4o-mini");

    expect(count("a".repeat(8_000))).toBe(1_000);
    expect(count(" ".repeat(8_000))).toBeGreaterThan(0);
  });

  it("[M10] a text never has fewer tokens than its beginning", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (start, more) => {
        expect(estimateTokens(start + more)).toBeGreaterThanOrEqual(estimateTokens(start));
      }),
    );
  });
});
