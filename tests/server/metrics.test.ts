import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { prometheusMetrics } from "../../src/server/metrics.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const TOKEN = "a token of enough length";
let desk: VisitorServer;
afterEach(() => desk.close());

const look = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) =>
  fetch(`${desk.url}/metrics`, { headers });

describe("the metrics page", () => {
  it("[H6] counts events by code, answers by outcome and route, and who is there", async () => {
    desk = await visitorServer({ metrics: { book: prometheusMetrics(Date.now), token: TOKEN } });
    const ana = await desk.visit();
    await ana.ask("Is it open?");
    await ana.next("answer-end");
    await ana.send("ask", { nothing: true });
    const page = await (await look()).text();

    expect(page).toMatch(/^switchboard_event_seconds_count\{event="ask",code="ok"\} 1$/m);
    expect(page).toMatch(/^switchboard_event_seconds_count\{event="ask",code="invalid"\} 1$/m);
    expect(page).toMatch(/^switchboard_answers_total\{outcome="answered",route="documentation"\} 1$/m);
    expect(page).toMatch(/^switchboard_answer_seconds_count 1$/m);
    expect(page).toMatch(/^switchboard_first_delta_seconds_count 1$/m);
    expect(page).toMatch(/^switchboard_visitor_sockets 1$/m);
    expect(page).toMatch(/^switchboard_answers_open 0$/m);
    expect(page).not.toContain("open?");
  });

  it("[H6] makes no label of what a customer calls an event", async () => {
    desk = await visitorServer({ metrics: { book: prometheusMetrics(Date.now), token: TOKEN } });
    const ana = await desk.visit();
    for (let index = 0; index < 50; index += 1) await ana.send(`made up ${index}`);
    const page = await (await look()).text();

    expect(page).toMatch(/^switchboard_event_seconds_count\{event="unknown",code="invalid"\} 50$/m);
    expect(page).not.toContain("made up");
  });

  it("[H6] is not there without the token, with another one, or without the setting", async () => {
    desk = await visitorServer({ metrics: { book: prometheusMetrics(Date.now), token: TOKEN } });
    for (const headers of [{}, { authorization: "Bearer another" }, { authorization: TOKEN }]) {
      expect((await look(headers)).status).toBe(404);
    }
    await desk.close();
    desk = await visitorServer();
    expect((await look()).status).toBe(404);
  });

  it("[H8] has every figure that the dashboard draws", async () => {
    desk = await visitorServer({ metrics: { book: prometheusMetrics(Date.now), token: TOKEN } });
    const ana = await desk.visit();
    await ana.ask("Is it open?");
    await ana.next("answer-end");
    const page = await (await look()).text();
    const dashboard = readFileSync(join(projectRoot(), "ops", "grafana-dashboard.json"), "utf8");
    const drawn = new Set(dashboard.match(/\b(?:switchboard|nodejs|process)_\w+/g));

    expect(drawn.size).toBeGreaterThan(10);
    expect([...drawn].filter((name) => !page.includes(`\n${name}`))).toEqual([]);
  });
});
