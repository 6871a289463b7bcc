import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { accentColours, contrast, parse } from "../../client/widget/accent.ts";
import { readSettings } from "../../client/widget/settings.ts";

const SCRIPT = "https://chat.example.com/widget.js";

describe("the attributes of the script tag", () => {
  it("fall back when they are missing", () => {
    expect(readSettings({}, SCRIPT, "de-AT")).toEqual({
      server: "https://chat.example.com",
      title: null,
      greeting: null,
      suggestions: [],
      language: "de-AT",
      position: "right",
      theme: "auto",
      accent: null,
    });
  });

  it("are read", () => {
    const attributes = {
      server: "https://other.example.com/some/path",
      title: " Help ",
      greeting: "Hi",
      suggestions: "One? | Two?|",
      language: "ar",
      position: "left",
      theme: "dark",
      accent: "#09F",
    };

    expect(readSettings(attributes, SCRIPT, "en")).toEqual({
      server: "https://other.example.com",
      title: "Help",
      greeting: "Hi",
      suggestions: ["One?", "Two?"],
      language: "ar",
      position: "left",
      theme: "dark",
      accent: "#09F",
    });
  });

  it("fall back when they are not understood, so that a slip costs nobody the chat", () => {
    const attributes = { server: "http://", position: "top", theme: "neon", accent: "red;background:url(//x)" };

    expect(readSettings(attributes, SCRIPT, "en")).toMatchObject({
      server: "https://chat.example.com",
      position: "right",
      theme: "auto",
      accent: null,
    });
  });
});

describe("the colours made from one accent", () => {
  it("[U21] are readable whichever accent is chosen", () => {
    const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, "0"));
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (channels) => {
        const colours = accentColours(`#${channels.join("")}`);

        expect(contrast(parse(colours.fill), parse(colours.onFill))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(parse(colours.inkOnLight), parse("#f4f4f1"))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(parse(colours.inkOnDark), parse("#262a2d"))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("[U21] measure contrast as WCAG does", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });
});
