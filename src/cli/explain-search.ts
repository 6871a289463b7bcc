import type { Explanation } from "../answer/explain-search.ts";

export function inWords({ understood, support, signals }: Explanation): string {
  const lines = signals.map(({ path, anchor, score, shares }) => {
    return `${score.toFixed(2).padStart(7)}  ${anchor ? `${path}#${anchor}` : path}\n         ${listed(shares)}`;
  });
  const carried = understood.topic === null ? "" : ` (carried over: ${understood.topic})`;
  return `
Understood: ${understood.text}${carried}
Support ${support.score.toFixed(2)}, known from ${support.threshold.toFixed(2)}: ${listed(support.parts)}
${lines.join("\n")}
`;
}

const listed = (shares: Readonly<Record<string, number>>) =>
  Object.entries(shares)
    .sort(([, one], [, other]) => other - one)
    .map(([name, share]) => `${name} ${share.toFixed(2)}`)
    .join(", ");
