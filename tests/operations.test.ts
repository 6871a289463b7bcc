import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { misspeltSettings, projectRoot, readConfig, settings } from "../src/config.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const root = projectRoot();
const read = (path: string) => readFileSync(join(root, path), "utf8");
const isolated = temporaryFolder();

type Service = { environment?: Record<string, string>; volumes: string[]; build?: string; tmpfs?: string[] };
type Compose = { services: Record<"switchboard" | "nginx", Service>; volumes: Record<string, unknown> };

describe("what runs the server", () => {
  const compose = parse(read("ops/compose.yaml")) as Compose;
  const { switchboard, nginx } = compose.services;

  it("[H10] is given settings that exist, and that the server starts with", () => {
    const given = Object.entries(switchboard.environment ?? {}).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-\}/, ""),
    ]);
    const environment = Object.fromEntries(given) as Record<string, string>;

    expect(Object.keys(environment).filter((name) => !Object.hasOwn(settings.shape, name))).toEqual([]);
    expect(misspeltSettings(environment, isolated)).toEqual([]);
    expect(readConfig(environment, isolated)).toMatchObject({ TRUSTED_PROXIES: "uniquelocal" });
  });

  it("[H10] mounts what is there, and gives the read-only image a place for state and for files of a moment", () => {
    const mounted = nginx.volumes.map((volume) => volume.split(":")[0]!);

    expect(existsSync(join(root, "ops", mounted.find((path) => path.endsWith(".conf"))!))).toBe(true);
    expect(mounted).toContain("./certs");
    for (const name of switchboard.volumes.map((volume) => volume.split(":")[0]!)) {
      expect(Object.keys(compose.volumes)).toContain(name);
    }
    expect(switchboard.volumes.map((volume) => volume.split(":")[1])).toContain(
      /DATA_DIR=(\S+)/.exec(read("Dockerfile"))?.[1],
    );
    expect(switchboard.tmpfs).toEqual(["/tmp"]);
    expect(existsSync(join(root, "ops", switchboard.build!, "Dockerfile"))).toBe(true);
  });

  it("[H10] keeps polling with one server, and passes WebSockets and the true address on", () => {
    const conf = read("ops/nginx.conf");
    const chat = /location \/socket\.io\/ \{(.*?)\n {2}\}/s.exec(conf)?.[1] ?? "";

    expect(/upstream switchboard \{(.*?)\n\}/s.exec(conf)?.[1]).toMatch(/^\s+ip_hash;$/m);
    for (const line of ["Upgrade $http_upgrade", "Connection $connection_upgrade", "X-Forwarded-For $remote_addr"]) {
      expect(chat).toContain(`proxy_set_header ${line};`);
    }
    expect(conf).toContain("proxy_http_version 1.1;");
    expect(conf).toMatch(/location = \/metrics \{\s+return 404;/);
  });

  it("[H10] starts, by systemd, a program that exists, in the folder that the unit lets it write to", () => {
    const unit = read("ops/switchboard.service");
    const [, program = ""] = /^ExecStart=\/usr\/bin\/node (\S+)$/m.exec(unit) ?? [];

    expect(existsSync(join(root, program))).toBe(true);
    expect(dirname(/DATA_DIR=(\S+)/.exec(unit)?.[1] ?? "")).toBe("/var/lib");
    expect(unit).toContain("StateDirectory=switchboard");
    expect(unit).toContain("KillMode=mixed");
  });
});
