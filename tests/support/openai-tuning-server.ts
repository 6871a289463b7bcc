import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openaiSchemas, type SchemaName } from "./openai/schema.ts";

export type TuningServer = {
  url: string;
  key: string;
  /** `METHOD /path` of each request. */
  requests: string[];
  /** Where client or server left OpenAI's description: has to stay empty. */
  violations: string[];
  /** Ids of the files that it holds. */
  files: Set<string>;
  jobs: Job[];
  /** Every request from now on is refused with this; null: none. */
  refusing: { status: number; path: RegExp } | null;
  /** Of the model that is tuned. */
  shutdownDate: string | null;
  /** How often a job is looked at before it ends, and how. */
  course: { looks: number; end: "succeeded" | "failed" };
  close(): Promise<void>;
};

type Job = { id: string; status: string; training_file: string; looked: number; request: Record<string, unknown> };
type Check = (name: SchemaName, value: unknown) => void;

const STEPS = 3;

/** Tunes as OpenAI's description says, in as many looks as it is told: every request, row and reply is held against it. */
export async function openaiTuningServer(): Promise<TuningServer> {
  const schemas = openaiSchemas();
  const check: Check = (name, value) => {
    const wrong = schemas(name, value);
    if (wrong) state.violations.push(`${name}: ${wrong}`);
  };
  const server = createServer(async (incoming, response) => {
    const [status, name, body] = await answered(incoming, state, check).catch((error: Error) => {
      state.violations.push(`unreadable: ${error.message}`);
      return fault(500, error.message);
    });
    check(name, body);
    send(response, status, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const state: TuningServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key: "sk-test-the-right-one",
    requests: [],
    violations: [],
    files: new Set(),
    jobs: [],
    refusing: null,
    shutdownDate: null,
    course: { looks: 3, end: "succeeded" },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return state;
}

type Reply = [status: number, schema: SchemaName, body: unknown];

async function answered(incoming: IncomingMessage, state: TuningServer, check: Check): Promise<Reply> {
  const { pathname, searchParams } = new URL(incoming.url!, state.url);
  const body = await bodyOf(incoming);
  const path = pathname.replace("/v1", "");
  const asked = `${incoming.method} ${path}`;
  state.requests.push(asked);
  if (incoming.headers.authorization !== `Bearer ${state.key}`) return fault(401, "Incorrect API key provided.");
  if (state.refusing?.path.test(asked)) return fault(state.refusing.status, "It is not to be.");

  const [, top, id] = path.split("/");
  if (asked === "POST /files") return uploaded(incoming, body, state, check);
  if (top === "files") return deleted(id!, state);
  if (top === "models") return [200, "Model", modelOf(decodeURIComponent(id!), state)];
  if (asked === "POST /fine_tuning/jobs") return created(JSON.parse(body.toString()), state, check);
  if (asked === "GET /fine_tuning/jobs")
    return [200, "ListPaginatedFineTuningJobsResponse", page(state.jobs.map(jobOf))];
  const job = state.jobs.find((one) => one.id === path.split("/")[3]);
  return job ? ofJob(job, path.split("/")[4], searchParams, state) : fault(404, "No such job.");
}

async function uploaded(incoming: IncomingMessage, body: Buffer, state: TuningServer, check: Check): Promise<Reply> {
  const headers = { "content-type": incoming.headers["content-type"]! };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get("file") as File;
  const rows = await file.text();
  check("CreateFileRequest", { ...Object.fromEntries(form), file: rows });
  for (const row of rows.trim().split("\n")) {
    const { messages, input = { messages }, preferred_output = [], non_preferred_output = [] } = JSON.parse(row);
    for (const message of [...input.messages, ...preferred_output, ...non_preferred_output])
      check("ChatCompletionRequestMessage", message);
  }
  const id = `file-${state.files.size + state.jobs.length + 1}`;
  state.files.add(id);
  const facts = { bytes: rows.length, created_at: 1, filename: file.name, purpose: "fine-tune", status: "processed" };
  return [200, "OpenAIFile", { id, object: "file", ...facts }];
}

function deleted(id: string, state: TuningServer): Reply {
  if (!state.files.delete(id)) return fault(404, "No such file.");
  return [200, "DeleteFileResponse", { id, object: "file", deleted: true }];
}

function created(request: Record<string, unknown>, state: TuningServer, check: Check): Reply {
  check("CreateFineTuningJobRequest", request);
  const training_file = String(request.training_file);
  if (!state.files.has(training_file)) return fault(400, `There is no file ${training_file}.`);
  const job = { id: `ftjob-${state.jobs.length + 1}`, status: "queued", training_file, looked: 0, request };
  state.jobs.push(job);
  return [200, "FineTuningJob", jobOf(job)];
}

function ofJob(job: Job, part: string | undefined, query: URLSearchParams, { course }: TuningServer): Reply {
  if (part === "events") return [200, "ListFineTuningJobEventsResponse", eventsOf(job, query)];
  if (part === "checkpoints") return [200, "ListFineTuningJobCheckpointsResponse", page([checkpointOf(job)])];
  if (part === "cancel") job.status = "cancelled";
  else if (job.status !== "cancelled") {
    job.looked += 1;
    job.status = job.looked < course.looks ? "running" : course.end;
  }
  return [200, "FineTuningJob", jobOf(job)];
}

function jobOf({ id, status, training_file, request }: Job) {
  const { model, method, seed } = request;
  const done = status === "succeeded";
  const error = status === "failed" ? { code: "bad", message: "Row 4 breaks the policy.", param: null } : null;
  const facts = {
    object: "fine_tuning.job",
    created_at: 1,
    organization_id: "org",
    result_files: [],
    hyperparameters: {},
  };
  const end = {
    finished_at: null,
    fine_tuned_model: done ? `ft:${model}:org` : null,
    trained_tokens: done ? 1_200 : null,
  };
  return { ...facts, ...end, id, status, training_file, validation_file: null, model, method, seed, error };
}

/** Newest first and two a page, as `limit` is only the most. */
function eventsOf({ id, looked }: Job, query: URLSearchParams) {
  const steps = Array.from({ length: Math.min(looked, STEPS) }, (_, at) => at + 1);
  const facts = { object: "fine_tuning.job.event", created_at: 1, level: "info" };
  const all = [
    { ...facts, id: `${id}-0`, message: "Created", type: "message", data: {} },
    ...steps.map((step) => {
      const data = { step, total_steps: STEPS, train_loss: 1 / step };
      return { ...facts, id: `${id}-${step}`, message: `Step ${step}`, type: "metrics", data };
    }),
  ].reverse();
  const from = query.has("after") ? all.findIndex((event) => event.id === query.get("after")) + 1 : 0;
  return { ...page(all.slice(from, from + 2)), has_more: from + 2 < all.length };
}

function checkpointOf({ id, request }: Job) {
  const facts = { object: "fine_tuning.job.checkpoint", created_at: 1, fine_tuning_job_id: id, id: `ckpt-${id}` };
  const model = `ft:${request.model}:org:ckpt`;
  return { ...facts, fine_tuned_model_checkpoint: model, step_number: STEPS, metrics: { train_loss: 0.5 } };
}

const modelOf = (id: string, { shutdownDate }: TuningServer) => {
  return { id, object: "model", created: 1, owned_by: "somebody", shutdown_date: shutdownDate };
};

const page = (data: unknown[]) => ({ object: "list", data, has_more: false, first_id: null, last_id: null });

const fault = (status: number, message: string): Reply => {
  return [status, "ErrorResponse", { error: { message, type: "error", param: null, code: null } }];
};

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
