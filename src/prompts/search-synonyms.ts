/** As a synonym of the index counts beside the word that was asked. */
const WEIGHT = 0.3;

/**
 * Groups of words, one a line, separated by commas; `#` starts a comment. Returns what to search for beside the words of
 * a text: the other members of each group that has one in it.
 */
export function searchSynonyms(groups: string): (text: string) => ReadonlyMap<string, number> {
  const known = groups
    .split("\n")
    .map((line) => line.replace(/#.*/, "").split(",").map(plain).filter(Boolean))
    .filter((group) => group.length > 1);

  return (text) => {
    const said = ` ${plain(text)} `;
    const found = new Map<string, number>();
    for (const group of known) {
      const isSaid = (member: string) => said.includes(` ${member} `);
      if (group.some(isSaid)) for (const member of group) if (!isSaid(member)) found.set(member, WEIGHT);
    }
    return found;
  };
}

/** Lower case words, one blank between two. */
function plain(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).join(" ");
}
