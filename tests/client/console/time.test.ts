import { describe, expect, it } from "@jest/globals";
import { browserName } from "../../../client/console/account/browser-name.ts";
import { initials } from "../../../client/console/parts/states.tsx";
import { ago, waitingWords } from "../../../client/console/parts/time.tsx";

const MINUTE = 60_000;

describe("how the console words what it knows", () => {
  it("[B4] times are short: now, minutes, hours, then the day", () => {
    const now = new Date(2026, 10, 23, 12).getTime();

    expect(ago(now - MINUTE + 1, now)).toBe("now");
    expect(ago(now - 59 * MINUTE, now)).toBe("59 min");
    expect(ago(now - 23 * 60 * MINUTE, now)).toBe("23 h");
    expect(ago(new Date(2025, 0, 2).getTime(), now)).toContain("2025");
  });

  it("[B2] a lock-out is rounded up, so that nobody comes back too early", () => {
    expect(waitingWords(0.4)).toBe("1 second");
    expect(waitingWords(61)).toBe("61 seconds");
    expect(waitingWords(121)).toBe("3 minutes");
  });

  it("[B3] initials are two letters at most, of any script", () => {
    expect(["Ana Petrović", "li", "", "🙂 x y", "محمد علي"].map(initials)).toEqual(["AP", "L", "", "🙂Y", "مع"]);
    expect(["Olga <b>", "(Ben) 'Ortiz'", "<>", "Ana - 2"].map(initials)).toEqual(["OB", "BO", "", "A2"]);
  });

  it("[B3] a session is named by browser and system", () => {
    expect(browserName("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0")).toBe("Edge on Windows");
    expect(browserName("curl/8")).toBe("Unknown browser");
  });
});
