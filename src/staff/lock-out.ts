export type LockOut = {
  /**
   * Counts an attempt, before it is known whether it fails: attempts that run at once are counted, too. Returns the
   * milliseconds to wait; 0 lets it pass.
   */
  attempt(account: string, address: string): number;
  /** The attempt was no failure. */
  succeeded(account: string, address: string): void;
};

type Rule = {
  /** Failures without a delay. */
  free: number;
};

/** One person mistypes a few times; one address may be an office of fifty people. */
const ACCOUNT: Rule = { free: 5 };
const ADDRESS: Rule = { free: 30 };

/** The first delay; each further failure doubles it. */
const FIRST_MS = 1_000;
/** Long enough to make guessing hopeless (96 a day), short enough that nobody can shut a colleague out for a day. */
const LONGEST_MS = 15 * 60 * 1_000;
/** A key without a failure for so long starts anew. */
const FORGET_MS = 24 * 60 * 60 * 1_000;
const SWEEP_AT = 10_000;

/** Growing delays for each account and each address, known or not. `clock` gives milliseconds. */
export function lockOut(clock: () => number): LockOut {
  const accounts = failures(ACCOUNT, clock);
  const addresses = failures(ADDRESS, clock);

  return {
    attempt(account, address) {
      const wait = Math.max(accounts.wait(account), addresses.wait(address));
      if (wait > 0) return wait;

      accounts.count(account);
      addresses.count(address);
      return 0;
    },
    succeeded(account, address) {
      accounts.forget(account);
      addresses.uncount(address);
    },
  };
}

function failures({ free }: Rule, clock: () => number) {
  const kept = new Map<string, { count: number; at: number }>();
  let sweepAt = SWEEP_AT;

  function sweep(): void {
    for (const [key, { at }] of kept) if (clock() - at > FORGET_MS) kept.delete(key);
    sweepAt = Math.max(SWEEP_AT, kept.size * 2);
  }

  function current(key: string): { count: number; at: number } {
    const found = kept.get(key);
    if (!found || clock() - found.at > FORGET_MS) return { count: 0, at: clock() };
    // A clock that was set back must not make anybody wait for the hours that it went back.
    if (found.at > clock()) found.at = clock();
    return found;
  }

  return {
    wait(key: string): number {
      const { count, at } = current(key);
      if (count < free) return 0;
      const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - free));
      return Math.max(0, at + delay - clock());
    },
    count(key: string): void {
      if (kept.size >= sweepAt) sweep();
      kept.set(key, { count: current(key).count + 1, at: clock() });
    },
    /** A success takes back its own attempt and no other: else an attacker with one account could reset the address. */
    uncount(key: string): void {
      const { count, at } = current(key);
      if (count > 0) kept.set(key, { count: count - 1, at });
    },
    forget: (key: string) => void kept.delete(key),
  };
}
