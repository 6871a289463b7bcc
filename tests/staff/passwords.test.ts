import { describe, expect, it } from "@jest/globals";
import { argon2Passwords } from "../../src/staff/argon2-passwords.ts";
import { lockOut } from "../../src/staff/lock-out.ts";
import { plainPasswords } from "../support/plain-passwords.ts";

describe.each([
  ["argon2", argon2Passwords],
  ["plain text, for tests", plainPasswords],
])("passwords kept by %s", (_name, passwords) => {
  it("[T4] match themselves and nothing else", async () => {
    const kept = await passwords.hash("correct horse");
    expect(await passwords.matches("correct horse", kept)).toBe(true);
    expect(await passwords.matches("Correct horse", kept)).toBe(false);
  });
});

describe("argon2", () => {
  it("[T4] is argon2id at OWASP's cost, salted, and takes one letter for one however it is typed", async () => {
    const [first, second] = await Promise.all([argon2Passwords.hash("é"), argon2Passwords.hash("é")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await argon2Passwords.matches("e\u0301", first)).toBe(true);
  });
});

describe("the lock-out", () => {
  it("[T5] doubles its delay up to a quarter of an hour and forgets after a quiet day", () => {
    let now = 0;
    const lock = lockOut(() => now);
    const waits: number[] = [];
    for (let failure = 0; failure < 20; failure++) {
      expect(lock.attempt("ana", `${failure}`)).toBe(0);
      waits.push(lock.attempt("ana", "elsewhere"));
      now += waits.at(-1)!;
    }
    expect(Math.max(...waits)).toBe(15 * 60 * 1_000);
    now += 24 * 60 * 60 * 1_000 + 1;
    expect(lock.attempt("ana", "elsewhere")).toBe(0);
  });

  it("[D6] makes nobody wait for the hours by which the clock was set back", () => {
    let now = 8 * 60 * 60 * 1_000;
    const lock = lockOut(() => now);
    for (let failure = 0; failure < 6; failure++) lock.attempt("ana", "here");
    now = 0;
    const wait = lock.attempt("ana", "here");
    expect(wait).toBeLessThanOrEqual(2_000);
    now += wait;

    expect(lock.attempt("ana", "here")).toBe(0);
  });

  it("[T5] a success clears its account and takes back only itself at its address", () => {
    const lock = lockOut(() => 0);
    for (let guess = 0; guess < 30; guess++) {
      lock.attempt(`victim ${guess}`, "attacker");
      if (lock.attempt("own", "attacker") === 0) lock.succeeded("own", "attacker");
    }
    expect(lock.attempt("victim 31", "attacker")).toBeGreaterThan(0);
  });
});
