import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { openDatabase } from "../../src/conversations/database.ts";
import { libsqlConversationStore } from "../../src/conversations/libsql-conversation-store.ts";
import { threadedConversations } from "../../src/conversations/threaded-conversation-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
const question = (name: string, messageId = name) => ({
  conversationId: name,
  clientMessageId: "1",
  messageId,
  answerId: `answer ${name}`,
  text: "Where is my parcel?",
  at: 0,
  openLimit: 10,
});

describe("conversations kept by a thread", () => {
  it("[C12] names a fault to whoever asked, and only to them", async () => {
    const store = threadedConversations(openDatabase(join(folder, "faults.db")));
    await store.keepQuestion(question("ana"));

    const [twice, other] = await Promise.allSettled([
      store.keepQuestion(question("ben", "ana")),
      store.keepQuestion(question("eve")),
    ]);
    expect(twice).toMatchObject({ status: "rejected", reason: { code: expect.stringMatching(/^SQLITE_CONSTRAINT/) } });
    expect(other).toMatchObject({ status: "fulfilled", value: { kind: "kept" } });
    await store.close();
  });

  it("[C12] does what was asked before the end before it ends", async () => {
    const file = join(folder, "end.db");
    const store = threadedConversations(openDatabase(file));
    const kept = Promise.all(["ana", "ben", "eve"].map((name) => store.keepQuestion(question(name))));
    await store.close();

    expect((await kept).map(({ kind }) => kind)).toEqual(["kept", "kept", "kept"]);
    const again = libsqlConversationStore(file);
    expect(await again.openAnswers()).toHaveLength(3);
    await again.close();
  });

  it("[C12] writes beside the connection that staff write through", async () => {
    const database = openDatabase(join(folder, "beside.db"));
    const store = threadedConversations(database);
    const rounds = Array.from({ length: 40 }, (_, round) => `${round}`);
    const label = (name: string) =>
      database.write((tables) =>
        tables.insertInto("conversation_labels").values({ conversation_id: name, label: "seen" }).execute(),
      );
    await Promise.all(rounds.map((name) => store.keepQuestion(question(name))));

    const again = (name: string) => ({ ...question(name, `${name} 2`), clientMessageId: "2", answerId: `${name} 2` });
    await Promise.all(rounds.flatMap((name) => [store.keepQuestion(again(name)), label(name)]));
    expect(await store.openAnswers()).toHaveLength(80);
    await store.close();
  });
});
