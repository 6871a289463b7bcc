import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { redactText } from "../../src/privacy/redact.ts";
import { createLogger } from "../../src/server/logger.ts";

describe("the log", () => {
  it("[P1] carries no personal data in its messages and fields, and keeps its ids", () => {
    const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
    const lines: string[] = [];
    const redact = (text: string) => redactText(text, rules);
    const logger = createLogger("info", redact, { write: (line: string) => void lines.push(line) });
    logger.warn(
      { requestId: "7916676427", detail: "cannot answer ana@mail.example" },
      "a call for jo@mail.example failed",
    );

    logger.info({ path: "/docs/ana@mail.example/a%20b", requestId: "x" });
    logger.info({ path: "/api/staff/customers/jo%40mail.example" });

    const log = lines.join("");
    expect(log).toContain('"requestId":"7916676427"');
    expect(log).toContain('"detail":"cannot answer [EMAIL_1]"');
    expect(log).toContain('"msg":"a call for [EMAIL_1] failed"');
    expect(log).toContain('"path":"/docs/[EMAIL_1]/a%20b"');
    expect(log).toContain('"path":"/api/staff/customers/[EMAIL_1]"');
    expect(log).not.toContain("mail.example");
  });
});
