import { describe, expect, it } from "@jest/globals";
import { extract } from "../../src/answer/extract.ts";
import { countWords, unsupportedSentences } from "../../src/score/answer-text.ts";
import type { Passage } from "../../src/search/passage.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

function quoted(question: string, passages: Passage[], maxWords = 80) {
  const { terms } = fixedKnowledge(passages);
  const hits = passages.map((found, rank) => ({ passage: found, score: 10 - rank, signals: {} }));
  return extract({ understood: { text: question, carried: new Map(), standing: 1 }, hits, terms, maxWords });
}

const brakes = passage({
  path: "brakes.md",
  title: "Brakes",
  text: "The brakes need no oil. Replace the brake pads every 2,000 km. This takes ten minutes. Our office is in Ghent.",
});

describe("quoting an answer", () => {
  it("[A1] shows slices of the passages and nothing else", () => {
    const { text, passages } = quoted("When do I replace the brake pads?", [brakes]);

    expect(text).toContain("Replace the brake pads every 2,000 km.");
    expect(unsupportedSentences(text, [...passages.map((one) => one.text), "Brakes"])).toEqual([]);
  });

  it("[A4] stays within the words allowed", () => {
    const long = passage({ text: Array.from({ length: 60 }, (_, n) => `The pads have a part number ${n}.`).join(" ") });

    expect(countWords(quoted("Which part number do the pads have?", [long], 30).text)).toBeLessThanOrEqual(30);
  });

  it("[A4] shows the best unit alone where it is longer", () => {
    const long = passage({ text: `The pads ${"and more ".repeat(60)}end.` });

    expect(quoted("pads", [long], 20).text).toContain("and more");
  });

  it("[A5] shows steps from the first one, under what introduces them", () => {
    const steps = passage({
      text: "To replace the chain:\n\n1. Turn the bicycle over.\n2. Open the chain link.\n3. Close it again.",
    });

    expect(quoted("How do I open the chain link?", [steps]).text).toContain(
      "To replace the chain:\n\n1. Turn the bicycle over.\n2. Open the chain link.\n3. Close it again.",
    );
  });

  it("[A26] shows all steps of a further procedure or none", () => {
    const pages = [
      passage({ path: "chain.md", title: "Chain", text: "The chain needs oil every month in summer." }),
      passage({
        path: "wheel.md",
        title: "Wheel",
        text: "1. Oil the wheel.\n2. Turn it ten times until the noise ends.",
      }),
    ];

    const withLimit = (words: number) => quoted("oil for chain and wheel", pages, words).text;

    expect(withLimit(16)).not.toContain("1. Oil");
    expect(withLimit(40)).toContain("1. Oil the wheel.\n2. Turn it");
  });

  it("[A5] shows a row of a table under its header", () => {
    const table = passage({ text: "| Model | Range |\n|---|---|\n| City | 60 km |\n| Tour | 120 km |" });

    expect(quoted("range of the Tour model", [table]).text).toContain(
      "| Model | Range |\n|---|---|\n| City | 60 km |\n| Tour | 120 km |",
    );
  });

  it("[A27] marks the rows that it leaves out between others", () => {
    const rows = ["| City | 60 km |", "| Kids | none |", "| Tour | 120 km |", "| Cargo | 70 km |", "| Fold | 40 km |"];
    const table = passage({ text: `| Model | Range |\n|---|---|\n${rows.join("\n")}` });

    const { text } = quoted("range of City and Tour", [table]);

    expect(text).toContain("| City | 60 km |\n| … |\n| Tour | 120 km |");
    expect(text).not.toContain("Cargo");
  });

  it("[A5] shows a small table whole, and a long one where no row is asked for", () => {
    const rows = (names: string[]) => names.map((name) => `| ${name} | 60 km |`).join("\n");
    const tableOf = (names: string[]) => passage({ text: `| Model | Range |\n|---|---|\n${rows(names)}` });
    const many = ["City", "Kids", "Tour", "Cargo", "Fold", "Race"];

    expect(quoted("What range has the City?", [tableOf(many.slice(0, 4))]).text).toContain("| Cargo |");
    expect(quoted("What is the range?", [tableOf(many)]).text).toContain(rows(many));
    expect(quoted("What is the range?", [tableOf(many)]).text).not.toContain("…");
  });

  it("[A6] shows rows of one table that differ in a few words", () => {
    const rows = ["City", "Kids", "Tour", "Cargo bicycle small wheels", "Cargo bicycle large wheels"];
    const table = passage({
      text: `| Model | Range |\n|---|---|\n${rows.map((name, at) => `| ${name} | ${at}0 km |`).join("\n")}`,
    });

    const { text } = quoted("What range has a cargo bicycle?", [table]);

    expect(text).toContain("small wheels");
    expect(text).toContain("large wheels");
    expect(text).not.toContain("Kids");
  });

  it("[A4] lets steps, items and rows of the first passage run on beyond the words allowed, by half", () => {
    const list = passage({
      text: `Before you ride, look at the brakes.\n\n1. Press the brake lever of the front wheel hard.\n2. Turn the wheel once.\n3. Ride.`,
    });

    expect(quoted("How do I look at the brakes?", [list], 18).text).toContain("3. Ride.");
    expect(quoted("How do I look at the brakes?", [list], 12).text).toContain("wheel hard.\n\n…");
  });

  it("[A5] shows a list that is one sentence whole, below the words that begin it", () => {
    const list = passage({
      text: "You lose the warranty if\n\n- you race the bicycle,\n- you paint the frame,\n- you jump, or\n- you lend it to others,\n- you bend it.",
    });

    expect(quoted("Do I lose the warranty when I paint the frame?", [list]).text).toContain(
      "You lose the warranty if\n\n- you race the bicycle,\n- you paint the frame,\n- you jump, or\n- you lend it to others,\n- you bend it.",
    );
  });

  it("[A5] gives the room that is left to the rest of the paragraph it quotes", () => {
    const text = "Children under 12 need a helmet. A grown-up may ride with them. From 12 they may ride alone.";

    expect(quoted("May they ride alone?", [passage({ text })]).text).toContain(text);
    expect(quoted("May they ride alone?", [passage({ text })], 12).text).not.toContain("under 12");
  });

  it("[A27] marks where steps go on beyond what is shown", () => {
    const steps = passage({ text: "1. Open the chain link.\n2. Turn the wheel ten times.\n3. Close the link again." });

    const { text } = quoted("How do I open the chain link?", [steps], 8);

    expect(text).toContain("2. Turn the wheel ten times.\n\n… [1]");
    expect(quoted("How do I open the chain link?", [steps]).text).not.toContain("…");
  });

  it("[A5] brings the sentence that 'this' points to", () => {
    const text = passage({ text: "Some words first. Lift the battery out of its tray. This takes some strength." });

    expect(quoted("strength takes", [text], 20).text).toContain(
      "Lift the battery out of its tray. This takes some strength.",
    );
  });

  it("[A5] brings the answer of a question that the page asks itself", () => {
    const text = passage({ text: "Can I delete pictures I have uploaded? They leave with the conversation." });

    expect(quoted("Can I delete uploaded pictures?", [text]).text).toMatch(/uploaded\? They leave/);
  });

  it("[A5] brings the code right below the paragraph that is quoted, ahead of anything else", () => {
    const script = '```html\n<script src="/pump.js"></script>\n```';
    const text = passage({
      text: `Add the pump to your page with one tag before its end.\n\n${script}\n\nThe pump on your page then shows the pressure of a tyre.`,
    });

    expect(quoted("How do I add the pump to my page?", [text], 25).text).toContain(`its end.\n\n${script}`);
  });

  it("[A6] says the same only once", () => {
    const twice = [
      passage({ path: "a.md", title: "A", text: "Charge the battery for four hours." }),
      passage({ path: "b.md", title: "B", text: "Charge the battery for four hours." }),
    ];

    expect(quoted("How long do I charge the battery?", twice).text.match(/four hours/g)).toHaveLength(1);
  });

  it("[A7] quotes two pages that contradict each other, each under its heading", () => {
    const pages = [
      passage({ path: "2023.md", title: "March 2023", text: "The warranty lasts two years for the frame." }),
      passage({ path: "2024.md", title: "June 2024", text: "Since then the frame has five years of warranty cover." }),
    ];

    const { text, passages } = quoted("How long is the warranty on the frame?", pages);

    expect(text).toContain("**March 2023**\n\nThe warranty lasts two years for the frame. [1]");
    expect(text).toContain("**June 2024**\n\nSince then the frame has five years of warranty cover. [2]");
    expect(passages.map(({ path }) => path)).toEqual(["2023.md", "2024.md"]);
  });

  it.each([
    ["How long do parcels to Norway take?", "Parcels to Norway take nine days", "Parcels to Norway take four days"],
    ["How long do parcels to Norway take?", "Parcels to Norway take 9 days", "Parcels to Norway take 4 days"],
    ["Are dogs allowed in the shop?", "Dogs are allowed in the shop", "Dogs are not allowed in the shop"],
    ["Dürfen Hunde in den Laden?", "Hunde dürfen in den Laden", "Hunde dürfen nicht in den Laden"],
  ])("[A7] does not take one differing word for a repeat: %s", (question, old, later) => {
    const pages = [
      passage({ path: "old.md", title: "March 2024", text: `${old}.` }),
      passage({ path: "new.md", title: "September 2025", text: `${later} since the new depot opened.` }),
    ];

    const { text } = quoted(question, pages);

    expect(text).toContain(`**March 2024**\n\n${old}. [1]`);
    expect(text).toContain(`**September 2025**\n\n${later} since the new depot opened. [2]`);
  });

  it.each([
    "Getting startedVersions legal Getting startedVersions legal Brake pads",
    "Brake pads Chains Brake pads Chains",
    "Accessing the Brakes Replacing Brake Pads Tips for Long Brake Pads",
    "Brake pads for everyone",
  ])("[A22] leaves out what is left of menus and headings: %s", (scrap) => {
    const page = passage({ text: `Brake pads last 2,000 km.\n\n${scrap}` });

    expect(quoted("How long do brake pads last?", [page]).text).not.toContain(scrap);
  });

  it("[A22] shows a value that stands alone", () => {
    const page = passage({ title: "Addresses", headings: ["IPv6"], text: "2001:db8::/32" });

    expect(quoted("Which IPv6 addresses are used?", [page]).text).toContain("2001:db8::/32");
  });

  it("[A22] shows a short answer rather than a long listing, where nothing else is left", () => {
    const code = `\`\`\`\n${"brake(pads);\n".repeat(100)}\`\`\``;
    const page = passage({ text: `Brake pads\n\n${code}` });

    expect(quoted("brake pads", [page]).text).not.toContain("brake(pads);\nbrake(pads);");
  });

  it("[A23] leaves out a passage whose score is less than half of the best", () => {
    const { terms } = fixedKnowledge([brakes]);
    const other = passage({ path: "oil.md", title: "Oil", text: "Brake pads and oil do not go together." });
    const hits = [brakes, other].map((found, rank) => ({ passage: found, score: 10 - 6 * rank, signals: {} }));
    const understood = { text: "brake pads", carried: new Map(), standing: 1 };

    expect(extract({ understood, hits, terms, maxWords: 80 }).passages).toEqual([brakes]);
  });

  it("[A24] shows nothing that shares words with earlier turns alone, where something is about the question itself", () => {
    const pages = [
      passage({ path: "bell.md", title: "Bell", text: "The bell costs nine euros." }),
      passage({ path: "battery.md", title: "Battery", text: "A battery charges overnight in a dry room." }),
    ];
    const { terms } = fixedKnowledge(pages);
    const hits = pages.map((found) => ({ passage: found, score: 1, signals: {} }));
    const carried = new Map([
      ["battery", 0.2],
      ["charges", 0.2],
    ]);

    const { text } = extract({
      understood: { text: "And the bell?", carried, standing: 0.3 },
      hits,
      terms,
      maxWords: 80,
    });

    expect(text).toContain("nine euros");
    expect(text).not.toContain("overnight");
  });

  it("[A24] does not quote the yes to another question", () => {
    const shipping = passage({
      path: "faq.md",
      title: "Do you ship to Norway?",
      text: "Yes, within six working days.",
    });
    const wireless = passage({
      path: "wireless.md",
      title: "Wireless",
      text: "Wireless networks of 2.4 GHz are supported.",
    });

    expect(quoted("Does it work with 5 GHz wireless networks?", [shipping, wireless]).text).not.toContain("Yes");
    expect(quoted("Do you ship to Norway?", [shipping, wireless]).text).toContain("Yes, within six working days.");
  });

  it("[A25] adds little from other passages once the first one has said every word of the question", () => {
    const rows = [
      passage({ path: "ship.md", headings: ["Do you ship to Ghent?"], text: "We ship to Ghent within six days." }),
      passage({
        path: "visit.md",
        headings: ["Where is the office?"],
        text: "Our office stands beside the station of Ghent.",
      }),
    ];

    expect(quoted("Do you ship to Ghent?", rows).passages).toEqual([rows[0]]);
  });

  it("[A6] shows a sentence beside the one that says the same of what is not so", () => {
    const theft = passage({
      path: "theft.md",
      headings: ["Theft"],
      text: "If the boat was chained, you pay at most the deposit. If the boat was not chained, you pay the whole boat.",
    });

    expect(quoted("What do I pay if the boat is stolen and was not chained?", [theft]).text).toContain(theft.text);
  });

  it("[A6] takes no sentence with another figure for a repeat", () => {
    const text =
      "Bring the tent back more than 7 days early and you get back the full price. Bring the tent back between 7 and 3 days early and you get back half. On the last 2 days we pay nothing.";
    const pages = [
      passage({ path: "scale.md", headings: ["Scale"], text }),
      passage({ path: "rules.md", headings: ["Rules"], text: "Cash for a tent is paid at the gate." }),
    ];
    const question = "I bring the tent back 5 days early, how much do I get back, and in cash?";

    expect(quoted(question, pages, 40).text).toContain("early and you get back half.");
  });

  it("[A5] fills the gap of one sentence in a paragraph before another passage is given the room", () => {
    const paragraph = "Lamps are lent for a week. Ask Ada at the desk. A lamp that is lent needs a deposit.";
    const pages = [
      passage({ path: "lamps.md", headings: ["Lamps"], text: paragraph }),
      passage({ path: "desk.md", headings: ["Desk"], text: "The desk takes cash." }),
    ];

    expect(quoted("Are lamps lent without a deposit, and for cash?", pages, 20).text).toContain(paragraph);
  });

  it.each(["Beyond that", "After that", "Otherwise"])(
    "[A5] keeps what %p points to with the sentence that it begins",
    (pointer) => {
      const told = `Within the town nothing is due. ${pointer} we charge a mileage fee for the van.`;
      const pages = [
        passage({ path: "van.md", headings: ["Van"], text: told }),
        passage({ path: "desk.md", headings: ["Desk"], text: "A mileage fee is paid in cash." }),
      ];

      expect(quoted("Do you charge a mileage fee for the van, in cash?", pages, 19).text).toContain(told);
    },
  );

  it("[A5] keeps an exception with the sentence that it directly follows", () => {
    const pages = [
      passage({
        path: "pool.md",
        headings: ["Pool"],
        text: "The pool is open each day from nine. There is no bathing on 1 May and 24 December. Each locker at the pool is open for a coin a day.",
      }),
      passage({ path: "sauna.md", headings: ["Sauna"], text: "The sauna is open each evening." }),
    ];
    const question = "Is the pool open each day, and the sauna?";

    expect(quoted(question, pages, 22).text).toContain("from nine. There is no bathing on 1 May and 24 December.");
    expect(quoted(question, pages, 12).text).not.toContain("bathing");
  });

  it("[A34] leaves out another page that comes clearly behind and says no further word of the question", () => {
    const chain = passage({ path: "chain.md", title: "Chain", text: "Oil the chain with thin oil after each ride." });
    const second = (text: string, { path = "other.md", score = 8 } = {}) => {
      const found = [chain, passage({ path, title: "More", ordinal: 1, text })];
      const hits = found.map((one, rank) => ({ passage: one, score: rank === 0 ? 10 : score, signals: {} }));
      const understood = { text: "Which oil does the chain need in winter?", carried: new Map(), standing: 1 };
      const { terms } = fixedKnowledge([...found, passage({ path: "winter.md", text: "Winter tyres are sold out." })]);
      const { passages } = extract({ understood, hits, terms, maxWords: 80 });
      return passages.length === 2;
    };
    const near = "A chain without oil squeaks, and a chain with too much oil gathers dust.";

    expect(second(near)).toBe(false);
    expect(second(near, { score: 9.5 })).toBe(true);
    expect(second(near, { path: "chain.md" })).toBe(true);
    expect(second("In winter a thicker kind keeps the chain from rusting.")).toBe(true);
    expect(second("Do not oil the chain with thin oil after each ride.")).toBe(true);
  });

  it("[A25] quotes only what is named exactly as was asked, from however many pages", () => {
    const kept = passage({
      path: "privacy.md",
      headings: ["How long are parcels kept?"],
      text: "How long are they kept? For ten days, unless you call us.",
    });
    const long = passage({ path: "size.md", headings: ["Long parcels"], text: "Long parcels are kept upright." });
    const abroad = passage({
      path: "abroad.md",
      headings: ["How long are parcels kept?"],
      text: "In Norway parcels are kept for three weeks.",
    });

    expect(quoted("How long are parcels kept?", [long, kept]).passages).toEqual([kept]);
    expect(quoted("How long are parcels kept?", [kept, abroad]).passages).toEqual([kept, abroad]);
    expect(quoted("Parcels", [long, kept]).passages).toEqual([long]);
  });

  it("[A25] quotes the steps below the best heading, though a further passage says every word", () => {
    const descaling = passage({
      path: "care.md",
      headings: ["Descale"],
      text: "1. Pour one bottle into the tank.\n2. Choose the care programme.\n3. Rinse the tank twice.",
    });
    const hardness = passage({
      path: "hardness.md",
      headings: ["Water hardness"],
      text: "The hardness decides after how many hours the oven asks you to descale oven and tank.",
    });

    expect(quoted("descale oven", [descaling, hardness]).text).toContain(descaling.text);
  });

  it("[A5] knows what a row holds by the head of its table", () => {
    const plans = passage({
      path: "plans.md",
      headings: ["Plans"],
      text: "| | Starter | Business |\n| --- | --- | --- |\n| Storage | 10 GB | 50 GB |",
    });
    const switching = passage({
      path: "switching.md",
      headings: ["Switching"],
      text: "From starter to business you can move at any time.",
    });

    expect(quoted("starter or business", [plans, switching]).text).toContain(plans.text);
  });

  it("[A5] leaves out a bare announcement of what is too long to be shown", () => {
    const code = `\`\`\`js\n${"brake(pads, oil)\n".repeat(40)}\`\`\``;
    const long = passage({ text: `Replace the brake pads every year.\n\nBrake pads example:\n\n${code}` });
    const short = passage({
      text: "Replace the brake pads every year.\n\nBrake pads example:\n\n```js\nbrake(pads)\n```",
    });

    expect(quoted("brake pads example", [long]).text).not.toContain("example:");
    expect(quoted("brake pads example", [short]).text).toContain("example:");
  });

  it("leaves menus out that a converter kept", () => {
    const menu = passage({ text: "Battery Charging Warranty Contact Imprint\n\nCharge the battery overnight." });

    expect(quoted("charging the battery", [menu]).text).not.toContain("Imprint");
  });
});
