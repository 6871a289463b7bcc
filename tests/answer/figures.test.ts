import { describe, expect, it } from "@jest/globals";
import { figuresIn } from "../../src/answer/figures.ts";

describe("the figures of a sentence", () => {
  it.each([
    ["Half is paid back within 12 hours.", ["half", "12"]],
    ["From 1,000 km on, twice the price", ["1,000", "twice"]],
    ["Zwei Drittel, nie das Doppelte", ["zwei", "drittel", "doppelte"]],
    ["La moitié au bout de trois jours", ["moitié", "trois"]],
    ["La mitad a los tres días", ["mitad", "tres"]],
    ["La metà dopo dieci giorni", ["metà", "dieci"]],
    ["One of the fullest weeks, on behalf of the weight.", []],
  ])("[A6] are those in digits and in words: %s", (text, figures) => {
    expect([...figuresIn(text)]).toEqual(figures);
  });
});
