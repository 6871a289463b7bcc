import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";

/** What a backup holds, file by file. It is the first entry of the archive. */
export const MANIFEST = "manifest.json";

const partSchema = z.object({
  path: z.string(),
  bytes: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.infer<typeof partSchema>;

export const manifestSchema = z.object({
  format: z.literal(1),
  /** ISO 8601. */
  createdAt: z.string(),
  /** Version of the database's tables. */
  schema: z.number().int().min(0),
  files: z.array(partSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The files below a folder in the order of their paths, without the manifest itself. */
export async function partsOf(folder: string): Promise<Part[]> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name !== MANIFEST && statSync(join(folder, name)).isFile(),
  );
  const parts: Part[] = [];
  for (const name of names.sort()) {
    const file = join(folder, name);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    parts.push({ path: name.split(sep).join("/"), bytes: statSync(file).size, sha256: hash.digest("hex") });
  }
  return parts;
}

/** Pure. One line for each file that is missing, superfluous or not as it was. */
export function differences({ files }: Manifest, found: readonly Part[]): string[] {
  const there = new Map(found.map((part) => [part.path, part]));
  const named = new Set(files.map(({ path }) => path));
  return [
    ...files.flatMap(({ path, bytes, sha256 }) => {
      const part = there.get(path);
      if (!part) return [`${path} is missing`];
      return part.bytes === bytes && part.sha256 === sha256 ? [] : [`${path} is not as it was written`];
    }),
    ...found.filter(({ path }) => !named.has(path)).map(({ path }) => `${path} does not belong to it`),
  ];
}
