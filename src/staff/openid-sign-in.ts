import type { Configuration } from "openid-client";

export type OpenIdPorts = {
  /** `https`, or `http` on this machine. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Of the provider or of the way to it; the person is told that it did not work. */
  onFault: (fault: unknown) => void;
};

/** What the browser keeps meanwhile, so that only it can finish what it began. */
export type Attempt = { state: string; nonce: string; codeVerifier: string };

export type Vouch =
  | { kind: "vouched"; email: string; name: string }
  /** `unverified`: the provider does not vouch for the address. `refused`: it did not let them in, or not by this attempt. */
  | { kind: "unverified" | "refused" };

export type OpenIdSignIn = {
  /** Null when the provider cannot be reached. */
  begin(redirectUri: string): Promise<{ url: string; attempt: Attempt } | null>;
  /** @param answer the address that the provider sent the browser back to, with its query */
  finish(answer: URL, attempt: Attempt): Promise<Vouch>;
};

/**
 * Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636). The provider is
 * asked for its addresses at the first sign-in: a server starts without it.
 */
export function openIdSignIn({ issuer, clientId, clientSecret, onFault }: OpenIdPorts): OpenIdSignIn {
  // Loaded when it is first needed: most servers never sign anybody in this way.
  const library = () => import("openid-client");
  let found: Promise<Configuration> | null = null;

  function provider(): Promise<Configuration> {
    found ??= discover();
    found.catch(() => {
      found = null;
    });
    return found;
  }

  async function discover(): Promise<Configuration> {
    const { discovery, allowInsecureRequests } = await library();
    const address = new URL(issuer);
    const execute = address.protocol === "http:" ? [allowInsecureRequests] : [];
    return discovery(address, clientId, clientSecret, undefined, { execute });
  }

  async function ask(redirectUri: string): Promise<{ url: string; attempt: Attempt }> {
    const openId = await library();
    const attempt = {
      state: openId.randomState(),
      nonce: openId.randomNonce(),
      codeVerifier: openId.randomPKCECodeVerifier(),
    };
    const url = openId.buildAuthorizationUrl(await provider(), {
      redirect_uri: redirectUri,
      scope: "openid email profile",
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await openId.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: "S256",
    });
    return { url: url.href, attempt };
  }

  /** Throws when anything that ties the answer to the attempt does not hold. */
  async function vouch(answer: URL, { state, nonce, codeVerifier }: Attempt): Promise<Vouch> {
    const openId = await library();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
    const tokens = await openId.authorizationCodeGrant(await provider(), answer, checks);
    const claims = tokens.claims()!;
    // Many providers keep the address out of the token.
    const told = claims.email ? claims : await openId.fetchUserInfo(await provider(), tokens.access_token, claims.sub);
    const { email, name } = told;
    if (typeof email !== "string" || told.email_verified !== true) return { kind: "unverified" };
    return { kind: "vouched", email, name: typeof name === "string" && name.trim() ? name : email };
  }

  return {
    async begin(redirectUri) {
      try {
        return await ask(redirectUri);
      } catch (fault) {
        onFault(fault);
        return null;
      }
    },
    async finish(answer, attempt) {
      try {
        return await vouch(answer, attempt);
      } catch (fault) {
        onFault(fault);
        return { kind: "refused" };
      }
    },
  };
}
