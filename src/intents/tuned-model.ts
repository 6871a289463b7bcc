import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Embedder } from "../search/embedder.ts";
import { ArtefactError, artefactHash, readArtefact } from "./artefact.ts";
import { embeddedClassifier } from "./embedded-classifier.ts";
import type { IntentClassifier } from "./intent-classifier.ts";
import { replyBookSchema } from "./reply-book.ts";
import { type ServedModel, servedModelSchema } from "./served-model.ts";
import { wordingsSchema } from "./wordings.ts";

const CLASSIFIER = "classifier.sbic";
const REPLIES = "replies.json";
const SERVER = "server.json";

const repliesSchema = z.object({ replies: replyBookSchema, wordings: wordingsSchema });
export type Replies = z.infer<typeof repliesSchema>;

/**
 * An intent classifier that can say "none of these", the approved replies of each intent and how its questions are put. `server`: the model that was
 * trained elsewhere and answers behind this classifier; null: the reply is picked here.
 */
export type TunedModel = Replies & { id: string; classifier: IntentClassifier; server: ServedModel | null };

/** Writes a model into `folder/ID`, named by its content; returns the id. The same model again changes nothing. */
export function writeTunedModel(
  folder: string,
  artefact: Buffer,
  replies: z.input<typeof repliesSchema>,
  server: ServedModel | null = null,
): string {
  const written = JSON.stringify(repliesSchema.parse(replies));
  const served = server === null ? "" : JSON.stringify(servedModelSchema.parse(server));
  const id = nameOf(artefact, Buffer.from(written), Buffer.from(served));
  const partial = join(folder, `${id}.partial`);

  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, CLASSIFIER), artefact);
  writeFileSync(join(partial, REPLIES), written);
  if (server) writeFileSync(join(partial, SERVER), served);
  rmSync(join(folder, id), { recursive: true, force: true });
  renameSync(partial, join(folder, id));
  return id;
}

/** Throws ArtefactError, also when a single bit is not as it was written, and WrongEmbedderError. */
export function readTunedModel(folder: string, id: string, embedder: Embedder): TunedModel {
  const [artefact, replies] = [CLASSIFIER, REPLIES].map((name) => readPart(join(folder, name)));
  const served = existsSync(join(folder, SERVER)) ? readPart(join(folder, SERVER)) : Buffer.alloc(0);
  if (nameOf(artefact!, replies!, served) !== id) throw new ArtefactError("it is damaged");

  const classifier = embeddedClassifier(id, readArtefact(artefact!), embedder);
  const server = served.length === 0 ? null : servedModelSchema.parse(JSON.parse(served.toString("utf8")));
  return { id, classifier, server, ...repliesSchema.parse(JSON.parse(replies!.toString("utf8"))) };
}

/** What it may be promoted for. */
export const intentsOf = ({ server, replies }: Pick<TunedModel, "server" | "replies">): string[] =>
  Object.keys(server?.writes ?? replies);

function readPart(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ArtefactError(error instanceof Error ? error.message : String(error));
  }
}

/** The checksum of a model is its name. */
const nameOf = (...parts: Buffer[]) => artefactHash(Buffer.concat(parts)).slice(0, 32);
