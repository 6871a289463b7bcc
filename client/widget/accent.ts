type Rgb = [number, number, number];

export type AccentColours = {
  /** Fills: launcher, the customer's messages, the send button. */
  fill: string;
  /** Text on `fill`. */
  onFill: string;
  /** Links and markers as text on the panel, light and dark. */
  inkOnLight: string;
  inkOnDark: string;
};

/** WCAG 2.2 AA for text (success criterion 1.4.3). */
const READABLE = 4.5;
/** The panels' surfaces that are hardest to read on: see style/tokens.css. */
const LIGHT_SURFACE: Rgb = [244, 244, 241];
const DARK_SURFACE: Rgb = [38, 42, 45];
const WHITE: Rgb = [255, 255, 255];
/** Pure, so that one of the two is readable on any colour: the worse case of the better one is 4.58. */
const BLACK: Rgb = [0, 0, 0];

/** Derives readable colours from the one that the site's owner chose. @param accent `#rgb` or `#rrggbb` */
export function accentColours(accent: string): AccentColours {
  const rgb = parse(accent);
  return {
    fill: format(rgb),
    onFill: format(contrast(rgb, WHITE) >= contrast(rgb, BLACK) ? WHITE : BLACK),
    inkOnLight: format(readableOn(LIGHT_SURFACE, rgb, BLACK)),
    inkOnDark: format(readableOn(DARK_SURFACE, rgb, WHITE)),
  };
}

/** Mixes towards black or white in small steps, no further than reading needs. */
function readableOn(surface: Rgb, colour: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = colour.map((channel, i) => Math.round(channel + (towards[i]! - channel) * share)) as Rgb;
    if (contrast(mixed, surface) >= READABLE) return mixed;
  }
  return towards;
}

/** Contrast ratio, 1..21: WCAG 2.2, "contrast ratio". */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, 0..1: WCAG 2.2, "relative luminance". */
function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function parse(hex: string): Rgb {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g)!;
  return digits.map((pair) => Number.parseInt(pair, 16)) as Rgb;
}

function format(rgb: Rgb): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
