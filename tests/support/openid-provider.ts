import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export const CLIENT = { clientId: "switchboard", clientSecret: "a secret of the test" };

/** What the provider says of whoever signs in. */
export type Person = { email?: string; email_verified?: boolean; name?: string };

export type LocalProvider = {
  issuer: string;
  /** Names the client's address; nobody can sign in before. */
  register(redirectUri: string): void;
  /** Who signs in next. Null: they decline. */
  person: Person | null;
  close(): Promise<void>;
};

/** A real OpenID Connect provider on this machine, at which people sign in without being asked. */
export async function openIdProvider(): Promise<LocalProvider> {
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end();
  const http = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const local: LocalProvider = {
    issuer,
    person: null,
    register(redirectUri) {
      const provider = providerFor(issuer, redirectUri, local);
      const callback = provider.callback();
      answer = (request, response) =>
        request.url?.startsWith("/people/")
          ? void provider.interactionFinished(request, response, result(local.person))
          : void callback(request, response);
    },
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return local;
}

function result(person: Person | null) {
  return person ? { login: { accountId: "somebody" } } : { error: "access_denied", error_description: "They said no." };
}

function providerFor(issuer: string, redirectUri: string, local: LocalProvider): Provider {
  return new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] }],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the test"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...local.person }) }),
    interactions: { url: (_context, { uid }) => `/people/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
  });
}
