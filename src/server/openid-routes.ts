import { z } from "zod";
import type { OpenIdProblem } from "../protocol/staff-http.ts";
import type { Attempt, OpenIdSignIn } from "../staff/openid-sign-in.ts";
import type { StaffDesk } from "../staff/staff-desk.ts";
import type { OpenRoute, StaffReply } from "./staff-api.ts";

export type OpenIdDoor = {
  signIn: OpenIdSignIn;
  /** What the sign-in page calls the provider. */
  name: string;
  /** E-mail domains, in lower case, whose people become viewers at their first sign-in. */
  domains: readonly string[];
};

const CALLBACK = "/openid/callback";
const COOKIE = "switchboard_openid";
/** How long somebody may take at the provider. */
const ATTEMPT_SECONDS = 600;
const attemptSchema = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string() });

/** To the provider and back. */
export function openIdRoutes(accounts: StaffDesk, { signIn, domains }: OpenIdDoor): OpenRoute[] {
  return [
    {
      method: "get",
      path: "/openid/start",
      async handle({ baseUrl }) {
        const begun = await signIn.begin(`${baseUrl}/api${CALLBACK}`);
        if (!begun) return back("unreachable");
        return { redirect: begun.url, cookie: attemptCookie(begun.attempt, baseUrl) };
      },
    },
    {
      method: "get",
      path: CALLBACK,
      async handle({ baseUrl, query, cookies, caller }) {
        const attempt = readAttempt(cookies(COOKIE));
        if (!attempt) return back("expired");
        const answer = new URL(`${baseUrl}/api${CALLBACK}?${new URLSearchParams(query as Record<string, string>)}`);
        const vouch = await signIn.finish(answer, attempt);
        if (vouch.kind !== "vouched") return back(vouch.kind);
        const welcomed = domains.includes(vouch.email.toLowerCase().split("@").at(-1) ?? "");
        const entered = await accounts.enterVouched(vouch, welcomed, caller);
        if (entered.kind !== "entered") return back(entered.kind);
        return { redirect: "/console/", signIn: entered.token, cookie: attemptCookie(null, baseUrl) };
      },
    },
  ];
}

/** Which of the known problems it is stands in the address; its words are the page's own. */
function back(problem: OpenIdProblem): StaffReply {
  return { redirect: `/console/#/sign-in?problem=${problem}` };
}

/** Lax, because the provider's page leads the browser back here; it opens nothing by itself. */
function attemptCookie(attempt: Attempt | null, baseUrl: string): string {
  const value = attempt ? Buffer.from(JSON.stringify(attempt)).toString("base64url") : "";
  const secure = baseUrl.startsWith("https:") ? "; Secure" : "";
  const maxAge = attempt ? ATTEMPT_SECONDS : 0;
  return `${COOKIE}=${value}; Path=/api/openid; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

function readAttempt(cookie: string | null): Attempt | null {
  try {
    const parsed = attemptSchema.safeParse(JSON.parse(Buffer.from(cookie ?? "", "base64url").toString()));
    return parsed.data ?? null;
  } catch {
    return null;
  }
}
