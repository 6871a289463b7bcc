type Props = { title: string; counts: Readonly<Record<string, number>>; none: string };

/** Names with how often, the most frequent first. */
export function Counts({ title, counts, none }: Props) {
  const entries = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return (
    <div class="counts">
      <h2>{title}</h2>
      {entries.length === 0 && <p class="hint">{none}</p>}
      <dl>
        {entries.map(([name, count]) => (
          <div key={name}>
            <dt dir="auto">{name}</dt>
            <dd class="figure">{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
