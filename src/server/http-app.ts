import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { HostCheck } from "./allowed-host.ts";
import { clientAddress, type TrustedProxies } from "./client-address.ts";
import type { FloodGate } from "./flood-gate.ts";
import type { Metrics } from "./metrics.ts";
import { metricsPage } from "./metrics-page.ts";

export type HttpAppPorts = {
  /** Folder of the built widget and demo page. */
  clientDir: string;
  /** Serves the pages of the documentation, below `/docs`. */
  docs: RequestHandler;
  /** Serves the demo page where it is not as it was built. */
  startPage?: RequestHandler;
  /** What the console asks for, below `/api`. */
  api: RequestHandler;
  /** What must hold for the server to be of use, by name; each rejects when it does not. */
  checks: Readonly<Record<string, () => Promise<void>>>;
  /** Null: nothing is counted, and `/metrics` is not there. */
  metrics: { book: Metrics; token: string } | null;
  /** Proxies whose word about the customer's address and about TLS counts. */
  trusts: TrustedProxies;
  admitsHost: HostCheck;
  /** Null: no limits. */
  gate: Pick<FloodGate, "request"> | null;
  logger: Logger;
  /** Milliseconds since the epoch. */
  clock: () => number;
  newId: () => string;
};

/** Everything that is not a socket: the widget, the demo page, the documentation, health. */
export function httpApp(ports: HttpAppPorts): Express {
  const { clientDir, docs, api, checks, metrics, logger } = ports;
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", ports.trusts);
  app.use(logRequests(ports));
  app.use(securityHeaders());
  app.use(refuseForeignHosts(ports));
  app.use(refuseAddresses);
  app.get("/healthz", (_request, response) => void response.json({ ok: true }));
  app.get("/readyz", async (_request, response) => {
    const failed = await failing(checks);
    response.status(failed.length === 0 ? 200 : 503).json({ ok: failed.length === 0, failed });
  });
  if (metrics) app.get("/metrics", metricsPage(metrics.book, metrics.token));
  // Behind what machines ask: whether the server lives must be known in a flood above all.
  app.use(refuseFloods(ports));
  app.use("/docs", docs);
  app.use("/api", refuseForeignPages, api);
  if (ports.startPage) app.use(ports.startPage);
  app.use(publicFiles(clientDir));
  app.use((_request, response) => void response.status(404).type("text").send("Not found.\n"));
  app.use(answerFault(logger));
  return app;
}

function logRequests({ logger, clock, newId }: HttpAppPorts): RequestHandler {
  return (request, response, next) => {
    const started = clock();
    const requestId = newId();
    response.setHeader("X-Request-Id", requestId);
    response.on("finish", () => {
      // The path without its query, which may hold what a customer typed.
      const { method, path } = request;
      const line = { requestId, method, path, status: response.statusCode, ms: clock() - started };
      // A flood must not become a flood of the log.
      if (line.status === TOO_MANY) logger.debug(line);
      else logger.info(line);
    });
    response.locals.requestId = requestId;
    next();
  };
}

const MISDIRECTED = 421;
const TOO_MANY = 429;

function refuseForeignHosts({ admitsHost }: HttpAppPorts): RequestHandler {
  return (request, response, next) => {
    if (admitsHost(request)) return next();
    response
      .status(MISDIRECTED)
      .type("text")
      .send("The server has another name. Its owner may add this one to ALLOWED_HOSTS.\n");
  };
}

/** A path that begins as an address of another site does is none of ours, and a redirect that repeats it would lead there. */
const refuseAddresses: RequestHandler = (request, response, next) => {
  if (!/^\/[/\\]/.test(request.url)) return next();
  response.status(404).type("text").send("Not found.\n");
};

/** Cookies of the console are kept from other sites already; a browser that says where a call comes from is believed, too. */
const refuseForeignPages: RequestHandler = (request, response, next) => {
  const reads = request.method === "GET" || request.method === "HEAD";
  if (reads || request.get("Sec-Fetch-Site") !== "cross-site") return next();
  response.status(403).type("text").send("Other sites may change nothing here.\n");
};

function refuseFloods({ gate, trusts }: HttpAppPorts): RequestHandler {
  return (request, response, next) => {
    if (gate === null || gate.request(clientAddress(request, trusts))) return next();
    response.status(TOO_MANY).set("Retry-After", "10").type("text").send("Too many requests.\n");
  };
}

function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "script-src-attr": ["'none'"],
        "style-src": ["'self'"],
      },
    },
    // Whether a host name is for TLS only is decided where TLS ends, and undone by nobody for a year.
    strictTransportSecurity: false,
  });
}

async function failing(checks: HttpAppPorts["checks"]): Promise<string[]> {
  const results = await Promise.allSettled(Object.values(checks).map(async (check) => check()));
  return Object.keys(checks).filter((_name, index) => results[index]?.status === "rejected");
}

/** The widget is loaded by other sites' pages, which the default headers forbid. */
function publicFiles(folder: string): RequestHandler {
  return express.static(folder, {
    maxAge: "5m",
    setHeaders(response) {
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
      response.setHeader("Access-Control-Allow-Origin", "*");
    },
  });
}

function answerFault(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // Express's own refusals, of a malformed path say, carry their status; everything else is ours.
    const status = (error as { status?: unknown }).status;
    const refused = typeof status === "number" && status >= 400 && status < 500;
    if (!refused) logger.error({ err: error, requestId: response.locals.requestId }, "a request could not be served");
    if (response.headersSent) return next(error);
    response
      .status(refused ? status : 500)
      .type("text")
      .send(refused ? "Bad request.\n" : "Something went wrong.\n");
  };
}
