import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ConfigError, misspeltSettings, readConfig, settings } from "../src/config.ts";
import { originsOf, pricesOf, weeklyHoursOf } from "../src/config-lists.ts";
import { temporaryFolder, writeFiles } from "./support/temporary-folder.ts";

const root = temporaryFolder();
writeFiles(root, { "docs/a.md": "Text.", "file.md": "Text." });

/** What is said about these settings, one line for each problem. */
function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment, root);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("the settings", () => {
  it("[S3] takes prices of models, and names a list that is none", () => {
    expect(pricesOf("gpt-4o-mini=0.15/0.60, x:y = 1 / 2,")).toEqual(
      new Map([
        ["gpt-4o-mini", { prompt: 0.15, completion: 0.6 }],
        ["x:y", { prompt: 1, completion: 2 }],
      ]),
    );
    for (const list of ["gpt", "gpt=1", "gpt=1/x", "gpt=-1/2", "a b=1/2"]) {
      expect(problemsOf({ MODEL_PRICES: list })).toEqual([
        "MODEL_PRICES must look like gpt-4o-mini=0.15/0.60, other=1/2",
      ]);
    }
    expect(problemsOf({ PRICE_CURRENCY: "€" })).toHaveLength(1);
  });

  it("[S3] takes limits away on this machine alone", () => {
    for (const HOST of ["127.0.0.1", "::1", "localhost"]) expect(problemsOf({ RATE_LIMITS: "off", HOST })).toEqual([]);
    for (const HOST of ["0.0.0.0", "::", "192.168.1.4", "chat.example.com"]) {
      expect(problemsOf({ RATE_LIMITS: "on", HOST })).toEqual([]);
      expect(problemsOf({ RATE_LIMITS: "off", HOST })).toEqual([
        "RATE_LIMITS=off is refused while HOST is not a loopback address; set RATE_LIMITS=on",
      ]);
    }
  });

  it("[S3] takes opening hours, and names the entries and the zone that are none", () => {
    expect(weeklyHoursOf("Fri-Sun 9:00-12:30, mon 22:00 - 24:00,")).toEqual({
      hours: [
        ...[5, 6, 0].map((weekday) => ({ weekday, from: 540, until: 750 })),
        { weekday: 1, from: 1_320, until: 1_440 },
      ],
      wrong: [],
    });
    const wrong = ["Mon", "Mon 17:00-09:00", "Mo 09:00-17:00", "Mon 09:00-24:30", "Mon 9-17"];
    for (const entry of wrong) {
      expect(problemsOf({ OPENING_HOURS: `Sat 10:00-14:00, ${entry}` })).toEqual([
        `OPENING_HOURS must look like Mon-Fri 09:00-17:00, Sat 10:00-24:00, and "${entry}" does not`,
      ]);
    }
    expect(problemsOf({ OPENING_HOURS_ZONE: "Berlin" })).toEqual([
      "OPENING_HOURS_ZONE must be a time zone such as Europe/Berlin or America/New_York",
    ]);
  });

  it("[S3] takes a provider of OpenID Connect whole, over https or on this machine", () => {
    const whole = { OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "us", OIDC_CLIENT_SECRET: "secret" };
    expect(problemsOf({ ...whole, OIDC_DOMAINS: "example.com, example.org" })).toEqual([]);
    expect(problemsOf({ ...whole, OIDC_ISSUER: "http://127.0.0.1:4000" })).toEqual([]);
    expect(problemsOf({ OIDC_ISSUER: "https://login.example.com" })).toHaveLength(2);
    for (const issuer of ["http://login.example.com", "login.example.com", "http://localhost.evil.example"]) {
      expect(problemsOf({ ...whole, OIDC_ISSUER: issuer })).toEqual([
        "OIDC_ISSUER must be an address such as https://login.example.com",
      ]);
    }
    expect(problemsOf({ ...whole, OIDC_DOMAINS: "@example.com" })).toHaveLength(1);
  });

  it.each(["https://www.example.com", "https://Shop.example.com/", "http://localhost:8080, https://[::1]:8443,", ""])(
    "[S3] takes the origins %j",
    (origins) => {
      expect(problemsOf({ ALLOWED_ORIGINS: origins })).toEqual([]);
    },
  );

  it.each([
    "*",
    "www.example.com",
    "https://*.example.com",
    "https://www.example.com/shop",
    "https://www.example.com?a",
    "https://ana@example.com",
    "ftp://example.com",
    "https://example.com:port",
    "null",
  ])("[S3] names %j, which is no origin", (origin) => {
    expect(problemsOf({ ALLOWED_ORIGINS: `https://www.example.com,${origin}` })).toEqual([
      `ALLOWED_ORIGINS must hold origins such as https://www.example.com, and "${origin}" is none`,
    ]);
  });

  it("[S3] reads origins apart from the commas and blanks around them", () => {
    expect(originsOf(" https://a.example ,, http://b.example/,")).toEqual(["https://a.example", "http://b.example/"]);
  });

  it("[X2] [X3] takes names of hosts and ranges of proxies, and names what would guard nothing", () => {
    expect(
      problemsOf({ ALLOWED_HOSTS: "chat.example.com, Desk", TRUSTED_PROXIES: "10.0.0.0/8, ::1, loopback" }),
    ).toEqual([]);
    for (const host of ["https://chat.example.com", "*.example.com", "chat.example.com:3000", "a/b"]) {
      expect([host, problemsOf({ ALLOWED_HOSTS: host })]).toEqual([host, [expect.stringMatching(/^ALLOWED_HOSTS /)]]);
    }
    for (const range of ["all", "10.0.0.0/33", "::/129", "proxy.example.com", "0.0.0.0/0/0"]) {
      expect([range, problemsOf({ TRUSTED_PROXIES: range })]).toEqual([range, [expect.stringMatching(/^TRUSTED_/)]]);
    }
  });

  it("[S3] names folders that are none, all at once", () => {
    expect(problemsOf({ KNOWLEDGE_DIR: "nowhere", DATA_DIR: "file.md", ALLOWED_ORIGINS: "*" })).toEqual([
      expect.stringMatching(/^ALLOWED_ORIGINS /),
      `KNOWLEDGE_DIR must be a folder, and there is none at ${join(root, "nowhere")}`,
      `DATA_DIR must be a folder, and ${join(root, "file.md")} is a file`,
    ]);
    expect(problemsOf({ KNOWLEDGE_DIR: "file.md" })).toHaveLength(1);
    expect(problemsOf({ KNOWLEDGE_DIR: "docs", DATA_DIR: "made/later" })).toEqual([]);
  });
});

describe("settings that are wrong in several ways", () => {
  it("[S3] are named all at once, also those that only do not go together", () => {
    const wrong = {
      PORT: "many",
      LOG_LEVEL: "loud",
      METRICS_TOKEN: "short",
      OPENAI_API_KEY: "k",
      KNOWLEDGE_DIR: "none",
    };

    expect(problemsOf(wrong).map((problem) => problem.split(" ")[0])).toEqual([
      "PORT",
      "LOG_LEVEL",
      "CHAT_MODEL",
      "METRICS_TOKEN",
      "KNOWLEDGE_DIR",
    ]);
  });

  it("[S3] say nothing of what hangs on one that is named already", () => {
    expect(problemsOf({ OPENAI_API_KEY: "k", EMBEDDER: "opanai:small" })).toEqual([
      "EMBEDDER must be static, minilm, none or openai:MODEL",
    ]);
  });
});

describe("names that are nearly a setting's", () => {
  const said = (...names: string[]) =>
    misspeltSettings(Object.fromEntries(names.map((name) => [name, "1"])), root).map((line) => line.split(" "));

  it.each([
    ["RETENTION_DAY", "RETENTION_DAYS"],
    ["retention_days", "RETENTION_DAYS"],
    ["ALLOWED_ORIGIN", "ALLOWED_ORIGINS"],
    ["CHAT_MODLE", "CHAT_MODEL"],
    ["OPENAI_APIKEY", "OPENAI_API_KEY"],
    ["PROT", "PORT"],
  ])("[S5] are said: %s is not %s", (name, meant) => {
    expect(said(name)).toEqual([[name, ..."is no setting, and does nothing.".split(" "), meant, "is", "one."]]);
  });

  it("[S5] are not looked for among settings, what is empty, and what other programs set", () => {
    const foreign =
      "PATH HOME HOSTNAME SHELL USER PWD NODE_ENV NODE_OPTIONS CI LANG TERM TZ OLDPWD EDITOR npm_config_cache";

    expect(said(...Object.keys(settings.shape), ...foreign.split(" "))).toEqual([]);
    expect(misspeltSettings({ RETENTION_DAY: "" }, root)).toEqual([]);
  });

  it("[S5] are found in .env, too", () => {
    writeFiles(root, { "mistaken/.env": "RETENTION_DAY=30\n" });

    expect(misspeltSettings({}, join(root, "mistaken"))).toEqual([
      "RETENTION_DAY is no setting, and does nothing. RETENTION_DAYS is one.",
    ]);
  });
});
