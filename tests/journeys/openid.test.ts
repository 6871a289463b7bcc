import { afterEach, beforeEach } from "@jest/globals";
import { openIdSignIn } from "../../src/staff/openid-sign-in.ts";
import { CLIENT, type LocalProvider, openIdProvider } from "../support/openid-provider.ts";
import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

let provider: LocalProvider;

async function withProvider() {
  provider = await openIdProvider();
  const signIn = openIdSignIn({ issuer: provider.issuer, ...CLIENT, onFault: () => {} });
  return { openId: { signIn, name: "Example Login", domains: [] } };
}

consoleJourneys(
  "signing in at a provider, in a browser",
  (stage) => {
    /** Under another name than the provider's, so that the two are different sites to the browser. */
    const site = () => stage().office.url.replace("127.0.0.1", "localhost");
    beforeEach(() => provider.register(`${site()}/api/openid/callback`));
    afterEach(() => provider.close());

    it("[T13] leads a colleague to the provider and back into the console, where a reload keeps them", async () => {
      await stage().office.hire("owner", "Ana");
      provider.person = { email: "ana@example.com", email_verified: true, name: "Ana" };
      const page = await stage().open(`${site()}/console/`);

      await consoleOn(page).link("Sign in with Example Login").click();
      await page.getByText("Nobody is waiting").waitFor();
      await page.reload();
      await page.getByText("Nobody is waiting").waitFor();
      const cookies = await page.context().cookies(site());
      expect(cookies.map(({ name, sameSite, httpOnly }) => [name, sameSite, httpOnly])).toEqual([
        ["switchboard_session", "Strict", true],
      ]);
    });

    it("[T13] says on the sign-in page why somebody did not come in", async () => {
      await stage().office.hire("owner", "Ana");
      const page = await stage().open(`${site()}/console/`);

      provider.person = { email: "eve@example.com", email_verified: true };
      await consoleOn(page).link("Sign in with Example Login").click();
      await page.getByText("You have no account here.").waitFor();
      expect(await page.getByRole("navigation", { name: "Pages" }).count()).toBe(0);
    });
  },
  { staff: withProvider },
);
