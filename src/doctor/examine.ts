import type { Config } from "../config.ts";
import type { Finding } from "./finding.ts";
import { database } from "./kept.ts";
import { index, modelFiles } from "./knowledge.ts";
import { disk, installation, nodeVersion, openFiles, permissions } from "./machine.ts";
import { exposure, type Fetch, model, port } from "./network.ts";

export type Surroundings = { nodeVersion: string; now: number; fetch: Fetch };

/** Every check, in the order in which a start would meet them. Changes nothing, and may run beside a server. */
export async function examine(config: Config, { nodeVersion: node, now, fetch }: Surroundings): Promise<Finding[]> {
  return [
    nodeVersion(node),
    installation(config.root),
    disk(config),
    permissions(config),
    ...openFiles(),
    ...database(config, now),
    ...index(config),
    ...modelFiles(config),
    await model(config, fetch),
    await port(config, fetch),
    ...exposure(config),
  ];
}
