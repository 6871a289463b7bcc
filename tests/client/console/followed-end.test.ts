import { describe, expect, it } from "@jest/globals";
import { type Box, FollowedEnd } from "../../../client/console/inbox/followed-end.ts";

/** A log that keeps its place within its bounds, as a browser's does. */
class Log implements Box {
  #top = 0;
  constructor(
    public scrollHeight: number,
    public clientHeight: number,
  ) {}

  get scrollTop(): number {
    return Math.min(this.#top, this.scrollHeight - this.clientHeight);
  }

  set scrollTop(top: number) {
    this.#top = Math.min(Math.max(top, 0), this.scrollHeight - this.clientHeight);
  }

  get belowSight(): number {
    return this.scrollHeight - this.scrollTop - this.clientHeight;
  }
}

function readAtItsEnd() {
  const log = new Log(1_000, 500);
  const end = new FollowedEnd();
  end.settle(log);
  return { log, end };
}

describe("the end of a conversation", () => {
  it("[B30] is kept when a draft takes its room before the last scrolling is told", () => {
    const { log, end } = readAtItsEnd();
    log.scrollHeight += 150;
    end.settle(log);
    log.clientHeight -= 170;
    end.scrolled(log);
    end.settle(log);
    expect(log.belowSight).toBe(0);
    expect(end.following.state).toBe(true);
  });

  it("[B30] is kept when what stood at it goes and something longer comes", () => {
    const { log, end } = readAtItsEnd();
    log.scrollHeight -= 40;
    end.settle(log);
    log.scrollHeight += 300;
    end.scrolled(log);
    end.settle(log);
    expect(log.belowSight).toBe(0);
  });

  it("[B30] is left by who scrolls up, whom nothing moves until they are back or led back", () => {
    const { log, end } = readAtItsEnd();
    log.scrollTop = 200;
    end.scrolled(log);
    log.scrollHeight += 150;
    end.settle(log);
    expect(log.scrollTop).toBe(200);
    expect(end.following.state).toBe(false);

    end.goTo(log);
    expect(log.belowSight).toBe(0);
    expect(end.following.state).toBe(true);

    log.scrollTop = 300;
    end.scrolled(log);
    log.scrollTop = log.scrollHeight - log.clientHeight - 10;
    end.scrolled(log);
    expect(end.following.state).toBe(true);
  });

  it("[B30] is reached, too, where a draft that goes gives its room back", () => {
    const { log, end } = readAtItsEnd();
    log.scrollTop = 330;
    end.scrolled(log);
    expect(end.following.state).toBe(false);
    log.clientHeight += 150;
    end.settle(log);
    expect(end.following.state).toBe(true);
  });
});
