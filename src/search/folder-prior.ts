import type { TermReader } from "./term-reader.ts";

type Folder = { stems: string[]; mass: number };

/** Names of folders on the way to a page: large documentation keeps a product in each. */
export class FolderNames {
  private readonly folders: Folder[] = [];
  private readonly rarity = new Map<string, number>();
  /** Folders of each page by segment. */
  private readonly ofPages: number[][][];

  constructor(pathsBySegment: readonly (readonly string[])[], reader: TermReader) {
    const numbers = new Map<string, number>();
    this.ofPages = pathsBySegment.map((paths) => paths.map((path) => this.register(path, numbers, reader)));
    for (const { stems } of this.folders) {
      for (const stem of stems) this.rarity.set(stem, (this.rarity.get(stem) ?? 0) + 1);
    }
    for (const [stem, count] of this.rarity) this.rarity.set(stem, Math.log(this.folders.length / count));
    for (const folder of this.folders) folder.mass = this.weigh(folder.stems);
  }

  /**
   * For each page how much of a folder's name the question says, 0..1: the rarity-weighted share of the best of its
   * folders. Undefined when the question names no folder.
   */
  named(asked: ReadonlySet<string>, segment: number): Float32Array | undefined {
    const shares = this.folders.map(({ stems, mass }) =>
      mass === 0 ? 0 : this.weigh(stems.filter((stem) => asked.has(stem))) / mass,
    );
    if (!shares.some((share) => share > 0)) return undefined;
    return Float32Array.from(this.ofPages[segment]!, (folders) =>
      folders.reduce((best, folder) => Math.max(best, shares[folder]!), 0),
    );
  }

  private register(path: string, numbers: Map<string, number>, reader: TermReader): number[] {
    const names = path.split("/").slice(0, -1);
    return names.map((name, depth) => {
      const folder = names.slice(0, depth + 1).join("/");
      const known = numbers.get(folder);
      if (known !== undefined) return known;
      const stems = [...new Set(reader.read(name).map(({ stem }) => stem))];
      numbers.set(folder, this.folders.length);
      return this.folders.push({ stems, mass: 0 }) - 1;
    });
  }

  private weigh(stems: readonly string[]): number {
    return stems.reduce((sum, stem) => sum + this.rarity.get(stem)!, 0);
  }
}
