import { describe, expect, it } from "@jest/globals";
import { passage } from "../support/passage.ts";
import { foundPaths, pagesOf, searchable, WORDS_ONLY } from "../support/searchable.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
let indexes = 0;
const fresh = () => `${folder}/${indexes++}`;
const withTexts = (texts: Record<string, string | string[]>, more: object = {}) =>
  searchable({ folder: fresh(), pages: pagesOf(texts), ...more });

describe("finding passages", () => {
  it("[R1] matches words by their stem, without accents and function words", async () => {
    const knowledge = await withTexts({
      "password.md": "You can reset passwords in the résumé editor.",
      "other.md": "The weather is nice and the sun is shining over the sea.",
    });

    expect(await foundPaths(knowledge, "How is a password being resetted?")).toEqual(["password.md"]);
    expect(await foundPaths(knowledge, "resume")).toEqual(["password.md"]);
    expect(await foundPaths(knowledge, "and the")).toEqual([]);
  });

  it("[R1] stems each page in its own language", async () => {
    const knowledge = await withTexts({
      "de.md": "Die Rechnungen werden an den Kunden geschickt und sind nach zehn Tagen bei ihm.",
      "en.md": "The parcels are sent to the customer and they are with him after ten days.",
    });

    expect(await foundPaths(knowledge, "Wann wird die Rechnung geschickt?")).toEqual(["de.md"]);
    expect(await foundPaths(knowledge, "When is the parcel sent?")).toEqual(["en.md"]);
  });

  it("[R2] finds an identifier whole, and by its parts where nothing holds the whole", async () => {
    const knowledge = await withTexts({
      "setting.md": "Set `max_tokens` to bound the reply.",
      "words.md": "Tokens are counted, and max is the highest of them: tokens, tokens.",
    });

    expect((await foundPaths(knowledge, "max_tokens"))[0]).toBe("setting.md");
    expect(await foundPaths(knowledge, "maxTokens")).toContain("words.md");
  });

  it("[R3] finds words of scripts without spaces", async () => {
    const knowledge = await withTexts({
      "reset.md": "パスワードをリセットする方法を説明します。",
      "bill.md": "請求書は毎月送付されます。",
    });

    expect((await foundPaths(knowledge, "パスワードを忘れた"))[0]).toBe("reset.md");
  });

  it("[R4] counts a word in the title for more than the same word in the text", async () => {
    const pages = [
      [passage({ path: "a.md", title: "Overview", text: "Billing is one of several topics that are named here." })],
      [passage({ path: "b.md", title: "Billing", text: "Overview is one of several topics that are named here." })],
    ];
    const knowledge = await searchable({ folder: fresh(), pages });

    expect(await foundPaths(knowledge, "billing")).toEqual(["b.md", "a.md"]);
  });

  it("[R5] prefers neighbouring words in the question's order", async () => {
    const texts = {
      "apart.md": "The list opens with shoes. Below, the shop shows the price.",
      "together.md": "The shop opens with shoes. Below, the price list shows all.",
    };
    const bonus = async (text: string) => {
      const { hits } = await (await withTexts(texts)).search({ text, limit: 2, explain: true });
      return hits.map(({ passage, signals }) => [passage.path, (signals.bigrams ?? 0) > 0]);
    };

    expect(await bonus("price list")).toEqual([
      ["together.md", true],
      ["apart.md", false],
    ]);
    expect((await bonus("list price")).map(([, given]) => given)).toEqual([false, false]);
  });

  it("[R6] prefers the passage that holds a quoted phrase word for word", async () => {
    const knowledge = await withTexts(
      {
        "loose.md": "Request failed. Limit limit exceeded exceeded rate rate for the request.",
        "exact.md": "One day the server said rate limit exceeded and closed, after which we had to wait for a while.",
      },
      { ranking: { bigrams: 0, phrases: 1 } },
    );

    expect((await foundPaths(knowledge, 'Why "rate limit exceeded"?'))[0]).toBe("exact.md");
  });

  it("[R7] finds synonyms, general ones and the customer's own, for less than the word itself", async () => {
    const texts = {
      "erase.md": "Erase a project on the last tab.",
      "delete.md": "Delete a project on the last tab.",
      "desk.md": "A workspace holds projects.",
    };
    const knowledge = await withTexts(texts, { synonyms: "# ours\nhangar, workspace" });

    expect(await foundPaths(knowledge, "delete")).toEqual(["delete.md", "erase.md"]);
    expect(await foundPaths(knowledge, "hangar workspace")).toEqual(["desk.md"]);
    expect(await foundPaths(await withTexts(texts, { ranking: { synonyms: 0 } }), "delete")).toEqual(["delete.md"]);
  });

  it("[R21] reads a word that no page holds as the general synonym that some do, but calibrates without", async () => {
    const text = { "terms.md": "The warranty lasts three years." };
    const probes = Array.from({ length: 8 }, (_, nth) => `guarantee ${nth}`);
    const knowledge = await withTexts(text, { aids: { ...WORDS_ONLY, probes } });
    const calibrated = await withTexts(text, { aids: { ...WORDS_ONLY, probes: [] } });

    expect(await foundPaths(knowledge, "How long is the guarantee?")).toEqual(["terms.md"]);
    expect(knowledge.supportThreshold).toBe(calibrated.supportThreshold);
  });

  it("[R24] reads a word that no page holds as one of its family that some do", async () => {
    const knowledge = await withTexts({
      "complaints.md": "Complaints are answered by the manager within ten days.",
      "delivery.md": "Our delivery takes three days. Payment is due before.",
      "caring.md": "Caring for the plants takes time.",
    });

    expect(await foundPaths(knowledge, "Where do I complain?")).toEqual(["complaints.md"]);
    expect(await foundPaths(knowledge, "Do you deliver?")).toEqual(["delivery.md"]);
    expect(knowledge.terms("complain")).toMatchObject([{ surface: "complain", known: true }]);
    expect(await foundPaths(knowledge, "car")).toEqual([]);
    expect(knowledge.terms("Zürich 4711")).toMatchObject([{ known: false }, { known: false }]);
  });

  it("[R21] reads a word that no page holds as the customer's own synonym that some do", async () => {
    const texts = { "a.md": "Bicycles are repaired on Mondays.", "b.md": "Desks are repaired on Fridays." };
    const knowledge = await withTexts(texts, { synonyms: "velo, bike, bicycle" });
    const plain = await knowledge.search({ text: "bicycle repaired", limit: 1 });
    const other = await knowledge.search({ text: "velo repaired", limit: 1 });

    expect(await foundPaths(knowledge, "velo")).toEqual(["a.md"]);
    expect(other.hits[0]).toMatchObject({ passage: { path: "a.md" }, score: plain.hits[0]!.score });
    expect(other.support.parts).toMatchObject({ lift: plain.support.parts.lift });
    expect(knowledge.terms("velo")).toMatchObject([{ surface: "velo", stem: "bicycl", known: true }]);
  });

  it("[R7] finds a general synonym of a word that no page holds", async () => {
    expect(await foundPaths(await withTexts({ "a.md": "Delete a project." }), "remove")).toEqual(["a.md"]);
  });

  it("[R8] reads an unknown word as the nearest one that is known, and leaves known words alone", async () => {
    const knowledge = await withTexts({
      "invoice.md": "The invoice is sent each month.",
      "voice.md": "A voice call costs nothing.",
    });

    expect(await foundPaths(knowledge, "invocie")).toEqual(["invoice.md"]);
    expect(await foundPaths(knowledge, "voice")).toEqual(["voice.md"]);
    expect(await foundPaths(knowledge, "xyzzy")).toEqual([]);
  });

  it("[R9] pushes a near copy below the page it repeats, and below what stood between them", async () => {
    const text = "Open the billing tab and choose the yearly plan to pay once a year instead of monthly.";
    const texts = {
      "a.md": text,
      "copy.md": text,
      "other.md": "The yearly plan is billed once, and a yearly plan is paid on the billing tab in advance for sure.",
    };
    const knowledge = await withTexts(texts, { ranking: { duplicates: 0.5 } });
    const ranked = await foundPaths(knowledge, "yearly plan billing tab");

    expect(ranked.at(-1)).toBe("copy.md");
  });

  it("[R10] raises the pages and folders that the conversation is about", async () => {
    const knowledge = await withTexts({
      "phones/a.md": "The battery lasts two days.",
      "laptops/b.md": "The battery lasts two days.",
    });
    const first = async (topics: Map<string, number>) =>
      (await knowledge.search({ text: "battery", limit: 1, topics })).hits[0]!.passage.path;

    expect(await first(new Map([["laptops/", 1]]))).toBe("laptops/b.md");
    expect(await first(new Map([["phones/a.md", 1]]))).toBe("phones/a.md");
  });

  it("[R11] explains a score by shares that sum to it, and only when asked", async () => {
    const knowledge = await withTexts({
      "reset password.md": ["Reset your password in the settings.", "Remove the password reset mail."],
      "tabs.md": "Delete a tab.",
      "mail.md": "Mail is sent at once.",
    });
    const query = { text: 'delete "password reset" mial', limit: 5, topics: new Map([["mail.md", 0.5]]) };
    const [plain, explained] = [await knowledge.search(query), await knowledge.search({ ...query, explain: true })];

    expect(plain.hits.map(({ signals }) => signals)).toEqual(plain.hits.map(() => ({})));
    for (const { score, signals } of explained.hits) {
      expect(Object.values(signals).reduce((sum, share) => sum + share, 0)).toBeCloseTo(score, 3);
    }
    const named = new Set(explained.hits.flatMap(({ signals }) => Object.keys(signals)));
    expect([...named]).toEqual(expect.arrayContaining(["body", "title", "synonyms", "spellings", "phrases", "topics"]));
  });

  it("[R12] adds meaning to words where an embedder is given", async () => {
    const about = (text: string) => Float32Array.of(/cold|freez/.test(text) ? 1 : 0, /cold|freez/.test(text) ? 0 : 1);
    const embedder = {
      id: "topic",
      dimensions: 2,
      slow: false,
      embed: async (texts: readonly string[]) => texts.map(about),
    };
    const texts = { "one.md": "The app is in a loop when it starts.", "two.md": "The app is freezing when it starts." };
    const knowledge = await withTexts(texts, { aids: { ...WORDS_ONLY, embedder }, ranking: { dense: 0.5 } });

    expect((await foundPaths(knowledge, "app cold starts"))[0]).toBe("two.md");
  });

  it("[R13] finds a passage by the approved questions that it answers", async () => {
    const pages = pagesOf({ "hours.md": "We answer from nine to five.", "other.md": "We sell boats of any size." });
    const learned = new Map([[pages[0]![0]!.id, ["When does the support desk open?"]]]);
    const knowledge = await searchable({ folder: fresh(), pages, learned });

    expect(await foundPaths(knowledge, "support desk open")).toEqual(["hours.md"]);
  });

  it('[R18] calibrates where "I don\'t know" begins with questions that are off topic', async () => {
    const probes = ["What is the weather like?", "Who won the match?", "Tell me a joke about boats"];
    const knowledge = await withTexts(
      { "boats.md": "Boats are rented by the day." },
      { aids: { ...WORDS_ONLY, probes } },
    );
    const { support } = await knowledge.search({ text: "Are boats rented by the day?", limit: 3 });

    expect(knowledge.supportThreshold).toBeGreaterThan(0);
    expect(support.score).toBeGreaterThan(knowledge.supportThreshold);
  });
});
