/** Passages and what was measured at that size. */
export type GrowthPoint = Readonly<Record<string, number | string>>;

const SIZE = { width: 720, height: 360, left: 60, right: 20, top: 30, bottom: 50 };
const LINES = [
  { name: "indexSeconds", label: "index, s", colour: "#2563eb" },
  { name: "queryMsP50", label: "query p50, ms", colour: "#059669" },
  { name: "queryMsP95", label: "query p95, ms", colour: "#d97706" },
];

/** Time over size, both axes logarithmic: a straight line of slope 1 is proportional growth. */
export function growthPlot(points: readonly GrowthPoint[]): string {
  const numbers = (name: string) => points.map((point) => Number(point[name]));
  const x = scale(numbers("passages"), SIZE.left, SIZE.width - SIZE.right);
  const y = scale(
    LINES.flatMap(({ name }) => numbers(name)),
    SIZE.height - SIZE.bottom,
    SIZE.top,
  );
  const lines = LINES.map(({ name, label, colour }, rank) => {
    const places = points.map((point) => `${x(Number(point.passages))},${y(Number(point[name]))}`);
    const dots = places.map((place) => `<circle cx="${place.split(",")[0]}" cy="${place.split(",")[1]}" r="3"/>`);
    const key = `<text x="${SIZE.left + 10}" y="${SIZE.top + 16 * rank}" stroke="none">${label}</text>`;
    return `<g fill="${colour}" stroke="${colour}"><polyline fill="none" points="${places.join(" ")}"/>${dots.join("")}${key}</g>`;
  });
  const values = points.flatMap((point) =>
    LINES.map(({ name }) => label(x(Number(point.passages)), y(Number(point[name])) - 8, Number(point[name]))),
  );
  const sizes = points.map(({ passages }) =>
    label(x(Number(passages)), SIZE.height - SIZE.bottom + 20, Number(passages)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12">\n<title>How the search grows with the number of passages</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${SIZE.width / 2}" y="${SIZE.height - 10}" text-anchor="middle">passages</text>
${lines.join("\n")}
${[...values, ...sizes].join("\n")}
</svg>
`;
}

const label = (x: number, y: number, value: number) =>
  `<text x="${x}" y="${y}" text-anchor="middle" fill="#374151">${Number(value.toPrecision(3)).toLocaleString("en")}</text>`;

function scale(values: number[], from: number, to: number): (value: number) => number {
  const positive = values.filter((value) => value > 0);
  const [least, most] = [Math.log(Math.min(...positive)), Math.log(Math.max(...positive))];
  const range = most - least || 1;
  return (value) => Math.round(from + ((Math.log(Math.max(value, Math.exp(least))) - least) / range) * (to - from));
}
