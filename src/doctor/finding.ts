/** What one check came to; `fix` says what to do about it. */
export type Finding = { check: string; state: "ok" | "warn" | "fail"; says: string; fix: string | null };

export const ok = (check: string, says: string): Finding => ({ check, state: "ok", says, fix: null });
export const warn = (check: string, says: string, fix: string): Finding => ({ check, state: "warn", says, fix });
export const fail = (check: string, says: string, fix: string): Finding => ({ check, state: "fail", says, fix });

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
