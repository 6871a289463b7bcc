import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { projectRoot } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { redact } from "../../src/privacy/redact.ts";
import { slotValues } from "../../src/privacy/slot-values.ts";

const rules = { gazetteer: shippedGazetteer(projectRoot()), patterns: [] };
const redacted = (...texts: string[]) => redact(texts, rules).texts;

/** Pieces of conversations, so that random texts come near what the detectors look for. */
const piece = fc.constantFrom(
  ..."my name is |Anna |Bella Rossi|, order |no. |12345678|#A-20417|a.b@c.example|+1 555 555 0100|4242 4242 4242 4242|password: blue42|Bearer a1b2c3d4e5f6g7h8".split(
    "|",
  ),
  ..."DE89 3704 0044 0532 0130 00|10.1.2.3|2001:db8::1|00:1B:44:11:3A:B7|[NAME_1]|[EMAIL_7]|Hi |Thanks, |user |? |! |\n|我叫王小明|a-|@".split(
    "|",
  ),
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);

describe("redaction of a conversation", () => {
  it.each([
    ["an e-mail address", "write to Jo.Doe+x@mail.example.org.", "write to [EMAIL_1]."],
    ["a telephone number", "ring +44 20 7946 0958 please", "ring [PHONE_1] please"],
    ["a card number with a right check digit", "card 4242-4242-4242-4242", "card [CARD_1]"],
    ["[P9] a card behind a telephone number", "+44 20 7946 0018 4111 1111 1111 1111", "[PHONE_1] [CARD_1]"],
    ["[P9] a telephone number that passes the check of cards", "call +49 151 23456001", "call [PHONE_1]"],
    ["[P9] a telephone number behind a card", "4111 1111 1111 1111 020 7946 0018", "[CARD_1] [PHONE_1]"],
    ["an IBAN with right check digits", "to DE89 3704 0044 0532 0130 00 now", "to [IBAN_1] now"],
    ["network addresses", "10.1.2.3, 2001:db8::7 and 00:1b:44:11:3a:b7", "[IP_1], [IP_2] and [MAC_1]"],
    ["an order number behind its word", "order no. 40-118822 is late", "order no. [ORDER_1] is late"],
    ["a user name behind its word", "my username is wild_goose", "my username is [ACCOUNT_1]"],
    ["a name behind its phrase", "my name is Zebulon Quist", "my name is [NAME_1]"],
    ["a name that the gazetteer knows", "please call Isabella back", "please call [NAME_1] back"],
    [
      "a Japanese name and a mail beside it",
      "佐藤健一です。メールはsato@example.jpです",
      "[NAME_1]です。メールは[EMAIL_1]です",
    ],
  ])("[P1] replaces %s", (_what, before, after) => {
    expect(redacted(before)).toEqual([after]);
  });

  it.each([
    "card 4242 4242 4242 4241 has a wrong check digit",
    "refund to GB82 WEST 1234 5698 7654 33",
    "version 4.12.0.1 of 2024-11-20, 1,250.00 EUR, 99.95 %",
    "127.0.0.1 and ::1 name nobody",
    "Will it be released in May? Paris and Grace are themes.",
    "std::vector<int> at 12:44:09, ISO-27001, #0abab5",
  ])("[P2] leaves alone: %s", (before) => {
    expect(redacted(before)).toEqual([before]);
  });

  // Put together here, so that no scanner of this repository takes them for keys of somebody.
  it.each([
    ["an OpenAI key", ["sk", "proj", "T3BlbkFJa1b2c3d4e5f6g7h8"].join("-")],
    ["a Stripe key", ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_")],
    ["a GitHub token", ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_")],
    ["a GitLab token", ["glpat", "aBcD1234eFgH5678iJkL"].join("-")],
    ["a Slack token", ["xoxb", "2345678901", "AbCdEfGhIjKl"].join("-")],
    ["a Google key", ["AIza", "SyA1234567890abcdefghijklmnopqrstuv"].join("")],
    ["a JSON Web Token", ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NSJ9", "c2lnbmF0dXJl"].join(".")],
    ["a private key", ["-----BEGIN", "PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END", "PRIVATE KEY-----"].join(" ")],
  ])("[P10] replaces %s wherever it stands", (_what, key) => {
    expect(redacted(`it says "${key}" is wrong`)).toEqual(['it says "[SECRET_1]" is wrong']);
  });

  it("[P10] never gives a secret back, not even to whom it belongs", () => {
    expect(slotValues(["my password is blue42!"], rules)).toEqual(new Map());
  });

  it("[P3] knows an answer by the question before it", () => {
    expect(redacted("Your order number?", "7916676427")).toEqual(["Your order number?", "[ORDER_1]"]);
    expect(redacted("And your mobile?", "9876543210")).toEqual(["And your mobile?", "[PHONE_1]"]);
    expect(redacted("May I have your name?", "jordan delacroix")).toEqual(["May I have your name?", "[NAME_1]"]);
  });

  it("[P4] gives one thing one placeholder, however it is written, and two things two", () => {
    expect(redacted("I am Crystal Minh, a@b.example", "Thanks Crystal!", "A@B.example or c@d.example?")).toEqual([
      "I am [NAME_1], [EMAIL_1]",
      "Thanks [NAME_1]!",
      "[EMAIL_1] or [EMAIL_2]?",
    ]);
  });

  it("[P4] goes on counting behind the placeholders that a text already has", () => {
    expect(redacted("[EMAIL_3] wrote, now x@y.example")).toEqual(["[EMAIL_3] wrote, now [EMAIL_4]"]);
  });

  it("[P5] takes a company's own patterns", () => {
    const patterns = [{ kind: "account" as const, pattern: /\bZX\d{3}\b/g }];

    expect(redact(["see ZX123"], { ...rules, patterns })).toEqual({
      texts: ["see [ACCOUNT_1]"],
      counts: { account: 1 },
    });
  });

  it("[P6] changes nothing when it runs again", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        const once = redact(texts, rules).texts;

        expect(redact(once, rules)).toEqual({ texts: once, counts: {} });
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    "a.",
    "@",
    "1 ",
    "1-",
    "+1 ",
    "ffff:",
    "Ab ",
    "order 12345 ",
    "my name is ",
    "我叫王",
    "a-",
    "(",
    "#1",
    "eyJ",
    "sk-",
    "password: ",
    "token=",
    "://a:",
  ])("[P7] reads 20,000 characters of %j without backtracking", (unit) => {
    // A pattern with catastrophic backtracking would not come back within the suite's time-out.
    expect(redact([unit.repeat(20_000 / unit.length)], rules).texts).toHaveLength(1);
  });
});
