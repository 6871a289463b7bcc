import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Embedder } from "../search/embedder.ts";
import { ArtefactError, artefactHash, readArtefact } from "./artefact.ts";
import { embeddedClassifier } from "./embedded-classifier.ts";
import type { IntentClassifier } from "./intent-classifier.ts";
import { replyBookSchema } from "./reply-book.ts";

const CLASSIFIER = "classifier.sbic";
const REPLIES = "replies.json";

const repliesSchema = z.object({ replies: replyBookSchema });
export type Replies = z.infer<typeof repliesSchema>;

/** The embedded model: an intent classifier that can say "none of these", and the approved replies of each intent. */
export type TunedModel = Replies & { id: string; classifier: IntentClassifier };

/** Writes a model into `folder/ID`, named by its content; returns the id. The same model again changes nothing. */
export function writeTunedModel(folder: string, artefact: Buffer, replies: Replies): string {
  const written = JSON.stringify(repliesSchema.parse(replies));
  const id = nameOf(artefact, Buffer.from(written));
  const partial = join(folder, `${id}.partial`);

  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, CLASSIFIER), artefact);
  writeFileSync(join(partial, REPLIES), written);
  rmSync(join(folder, id), { recursive: true, force: true });
  renameSync(partial, join(folder, id));
  return id;
}

/** Throws ArtefactError, also when a single bit is not as it was written, and WrongEmbedderError. */
export function readTunedModel(folder: string, id: string, embedder: Embedder): TunedModel {
  const [artefact, replies] = [CLASSIFIER, REPLIES].map((name) => readPart(join(folder, name)));
  if (nameOf(artefact!, replies!) !== id) throw new ArtefactError("it is damaged");

  const classifier = embeddedClassifier(id, readArtefact(artefact!), embedder);
  return { id, classifier, ...repliesSchema.parse(JSON.parse(replies!.toString("utf8"))) };
}

function readPart(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ArtefactError(error instanceof Error ? error.message : String(error));
  }
}

/** The checksum of a model is its name. */
const nameOf = (artefact: Buffer, replies: Buffer) => artefactHash(Buffer.concat([artefact, replies])).slice(0, 32);
