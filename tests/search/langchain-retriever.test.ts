import { describe, expect, it } from "@jest/globals";
import { BaseRetriever } from "@langchain/core/retrievers";
import { RunnableLambda } from "@langchain/core/runnables";
import { type PassageDocument, SwitchboardRetriever } from "../../src/search/langchain-retriever.ts";
import { fixedKnowledge } from "../support/fixed-knowledge.ts";
import { passage } from "../support/passage.ts";

const knowledge = fixedKnowledge([
  passage({
    text: "The switch is under the saddle.",
    path: "switch.md",
    anchor: "where",
    headings: ["Parts", "Switch"],
  }),
  passage({ text: "Charge it weekly.", path: "charge.md", source: "https://docs.lumo.example/charge" }),
]);

describe("our retrieval as a LangChain retriever", () => {
  it("[M52] gives the best passages as documents that say where they stand", async () => {
    const retriever = new SwitchboardRetriever({ current: () => knowledge });

    const documents = await retriever.invoke("Where is the switch?");

    expect(retriever).toBeInstanceOf(BaseRetriever);
    expect(documents.map(({ pageContent }) => pageContent)).toEqual([
      "The switch is under the saddle.",
      "Charge it weekly.",
    ]);
    expect(documents[0]?.metadata).toMatchObject({
      path: "switch.md",
      anchor: "where",
      heading: "Parts > Switch",
      score: 1,
    });
    expect(documents[1]?.metadata).toMatchObject({ source: "https://docs.lumo.example/charge" });
  });

  it("[M52] stands in a chain, gives as many passages as asked for, and reads the newest snapshot", async () => {
    let snapshot = fixedKnowledge([]);
    const titles = RunnableLambda.from((documents: PassageDocument[]) =>
      documents.map(({ metadata }) => metadata.path),
    );
    const chain = new SwitchboardRetriever({ current: () => snapshot }, 1).pipe(titles);

    expect(await chain.invoke("switch")).toEqual([]);
    snapshot = knowledge;
    expect(await chain.invoke("switch")).toEqual(["switch.md"]);
  });
});
