import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { SavedView } from "../../src/protocol/staff-http.ts";
import { type StaffMember, type StaffServer, staffServer } from "../support/staff-server.ts";

let server: StaffServer;
let ana: StaffMember;
let ben: StaffMember;
beforeEach(async () => {
  server = await staffServer();
  ana = await server.hire("owner", "Ana");
  ben = await server.hire("agent", "Ben");
});
afterEach(() => server.close());

const angry = { rows: "answers", rating: "down" };

async function viewsOf({ call }: StaffMember): Promise<SavedView[]> {
  return (await call("GET", "/views")).body.views as SavedView[];
}
const namesFor = async (member: StaffMember) => (await viewsOf(member)).map(({ name }) => name);
async function save({ call }: StaffMember, name: string, filters: object = angry): Promise<string> {
  return (await call("POST", "/views", { name, filters })).body.viewId as string;
}

describe("saved views", () => {
  it("[T48] are one's own until they are shared, and keep their filters", async () => {
    const viewId = await save(ana, "Angry");
    await save(ana, "Boats", { text: "boats" });
    expect(await namesFor(ben)).toEqual([]);

    expect((await ana.call("PUT", `/views/${viewId}/shared`, { shared: true })).status).toBe(200);
    await save(ben, "Mine");
    expect(await namesFor(ben)).toEqual(["Mine", "Angry"]);
    expect((await viewsOf(ben))[1]).toEqual({
      viewId,
      name: "Angry",
      filters: angry,
      shared: true,
      author: { staffId: ana.me.staffId, name: "Ana" },
    });
  });

  it("[T48] are replaced under the same name, and removed by their author alone", async () => {
    const viewId = await save(ana, "Angry");
    expect(await save(ana, " Angry ", { rating: "up" })).toBe(viewId);
    expect((await viewsOf(ana)).map(({ filters }) => filters)).toEqual([{ rating: "up" }]);

    await ana.call("PUT", `/views/${viewId}/shared`, { shared: true });
    expect((await ben.call("DELETE", `/views/${viewId}`)).status).toBe(404);
    expect((await ana.call("DELETE", `/views/${viewId}`)).status).toBe(200);
    expect(await namesFor(ben)).toEqual([]);
  });

  it("[T48] of a colleague are taken out of sight, never shared, by others; a viewer shares none", async () => {
    const viewId = await save(ana, "Angry");
    expect((await ben.call("PUT", `/views/${viewId}/shared`, { shared: true })).status).toBe(404);
    await ana.call("PUT", `/views/${viewId}/shared`, { shared: true });
    expect((await ben.call("PUT", `/views/${viewId}/shared`, { shared: false })).status).toBe(200);
    expect([await namesFor(ana), await namesFor(ben)]).toEqual([["Angry"], []]);

    const vera = await server.hire("viewer", "Vera");
    const hers = await save(vera, "Hers");
    expect((await vera.call("PUT", `/views/${hers}/shared`, { shared: true })).status).toBe(403);
  });

  it("[T48] are refused without a name, with too much in them, and past fifty", async () => {
    const refused = async (view: object) => (await ana.call("POST", "/views", view)).status;
    expect(await refused({ name: " ", filters: {} })).toBe(400);
    expect(await refused({ name: "x", filters: { text: "x".repeat(501) } })).toBe(400);
    expect(await refused({ name: "x", filters: { text: 5 } })).toBe(400);

    for (let number = 0; number < 50; number += 1) await save(ana, `View ${number}`);
    expect(await refused({ name: "One more", filters: {} })).toBe(409);
    expect(await refused({ name: "View 7", filters: {} })).toBe(200);
  });
});
