import { emptyRegistry, type Registry, RegistryError, readRegistry } from "./registry.ts";

/**
 * The registry for whoever answers, asked at every question. One that cannot be read serves nothing, so that the
 * documentation answers; it is left as it is, and each new damage is announced once.
 */
export function servingRegistry(dataDir: string, announce: (line: string) => void): () => Registry {
  let announced = "";

  return () => {
    try {
      const registry = readRegistry(dataDir);
      announced = "";
      return registry;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      if (error.message !== announced) {
        announce(
          `${error.message} No tuned model serves: the documentation answers. Restore it from a backup, or move it away and promote again.`,
        );
      }
      announced = error.message;
      return emptyRegistry;
    }
  };
}
