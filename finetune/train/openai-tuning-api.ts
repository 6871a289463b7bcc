import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";

/** The requests of OpenAI's fine-tuning that a training needs: https://platform.openai.com/docs/api-reference/fine-tuning */

const jobSchema = z.object({
  id: z.string(),
  status: z.enum(["validating_files", "queued", "running", "succeeded", "failed", "cancelled"]),
  fine_tuned_model: z.string().nullable(),
  training_file: z.string(),
  trained_tokens: z.number().nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
});
export type TuningJob = z.infer<typeof jobSchema>;

const eventSchema = z.object({
  id: z.string(),
  message: z.string(),
  data: z
    .object({ step: z.number(), total_steps: z.number().positive(), train_loss: z.number().nullish() })
    .nullish()
    .catch(null),
});
export type TuningEvent = z.infer<typeof eventSchema>;

const checkpointSchema = z.object({
  fine_tuned_model_checkpoint: z.string(),
  step_number: z.number(),
  metrics: z.object({ train_loss: z.number().optional(), valid_loss: z.number().optional() }),
});
export type TuningCheckpoint = z.infer<typeof checkpointSchema>;

const pageOf = <Item>(item: z.ZodType<Item>) => z.object({ data: z.array(item), has_more: z.boolean().default(false) });
const idSchema = z.object({ id: z.string() });
const modelSchema = z.object({ id: z.string(), shutdown_date: z.string().nullish() });

export type JobRequest = {
  model: string;
  training_file: string;
  seed: number;
  method:
    | { type: "supervised"; supervised: { hyperparameters: { n_epochs: number } } }
    | { type: "dpo"; dpo: { hyperparameters: { n_epochs: number } } };
};

export type TuningApi = ReturnType<typeof openaiTuningApi>;

/** What the server would not do, in words for whoever trains. `status`: 0 where it could not be reached. */
export class TuningServerError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "TuningServerError";
  }
}

const REQUEST_MS = 60_000;
const UPLOAD_MS = 600_000;
/** Reading may be repeated; what makes something may not. */
const READ_ATTEMPTS = 4;
const PAGE = 100;

/** `wait` stands between attempts, in milliseconds. Every method throws TuningServerError. */
export function openaiTuningApi(baseUrl: string, apiKey: string, wait: (ms: number) => Promise<void>) {
  const call = async <Reply>(path: string, schema: z.ZodType<Reply>, init: RequestInit = {}, ms = REQUEST_MS) => {
    const headers = { authorization: `Bearer ${apiKey}`, ...init.headers };
    const response = await reached(`${baseUrl}${path}`, { ...init, headers, signal: AbortSignal.timeout(ms) });
    const parsed = schema.safeParse(response);
    if (!parsed.success) throw new TuningServerError(200, `${path} was answered in another form than OpenAI's.`);
    return parsed.data;
  };
  const read = async <Reply>(path: string, schema: z.ZodType<Reply>): Promise<Reply> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call(path, schema);
      } catch (error) {
        if (!(error instanceof TuningServerError) || !passing(error) || attempt === READ_ATTEMPTS) throw error;
        await wait(2 ** attempt * 500);
      }
    }
  };
  const json = { "content-type": "application/json" };

  return {
    /** Returns the file's id. */
    async upload(file: string): Promise<string> {
      const form = new FormData();
      form.append("purpose", "fine-tune");
      form.append("file", new Blob([await readFile(file)]), basename(file));
      return (await call("/files", idSchema, { method: "POST", body: form }, UPLOAD_MS)).id;
    },
    /** One that is gone is deleted. */
    async deleteFile(id: string): Promise<void> {
      await call(`/files/${id}`, z.unknown(), { method: "DELETE" }).catch(unlessGone);
    },
    create: (request: JobRequest) =>
      call("/fine_tuning/jobs", jobSchema, { method: "POST", headers: json, body: JSON.stringify(request) }),
    job: (id: string) => read(`/fine_tuning/jobs/${id}`, jobSchema),
    /** The newest hundred. */
    jobs: async () => (await read(`/fine_tuning/jobs?limit=${PAGE}`, pageOf(jobSchema))).data,
    cancel: (id: string) => call(`/fine_tuning/jobs/${id}/cancel`, jobSchema, { method: "POST" }),
    checkpoints: async (id: string) =>
      (await read(`/fine_tuning/jobs/${id}/checkpoints?limit=${PAGE}`, pageOf(checkpointSchema))).data,
    /** The day on which the server stops answering with this model, as YYYY-MM-DD; null where none is announced. */
    shutdownDate: async (model: string) =>
      (await read(`/models/${encodeURIComponent(model)}`, modelSchema)).shutdown_date ?? null,
    /** Oldest first, those after the one that was seen last. */
    async eventsAfter(id: string, seen: string | null): Promise<TuningEvent[]> {
      const events: TuningEvent[] = [];
      // The server has the newest first: pages are turned until the one that is known.
      for (let after = ""; ; after = `&after=${events.at(-1)!.id}`) {
        const page = await read(`/fine_tuning/jobs/${id}/events?limit=${PAGE}${after}`, pageOf(eventSchema));
        const known = page.data.findIndex((event) => event.id === seen);
        events.push(...(known < 0 ? page.data : page.data.slice(0, known)));
        if (known >= 0 || !page.has_more || page.data.length === 0) return events.reverse();
      }
    },
  };
}

async function reached(url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    // Training rows go to no server but the one that was chosen.
    response = await fetch(url, { ...init, redirect: "manual" });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new TuningServerError(0, `${new URL(url).origin} cannot be reached: ${cause}`);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new TuningServerError(response.status, refusal(response.status, body));
  return body;
}

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

function refusal(status: number, body: unknown): string {
  const said = refusalSchema.safeParse(body).data?.error.message ?? "no reason was given";
  const advice = status === 401 ? " Check OPENAI_API_KEY." : "";
  return `The server refused (${status}): ${said}${advice}`;
}

const passing = ({ status }: TuningServerError) => status === 0 || status === 429 || status >= 500;

function unlessGone(error: unknown): void {
  if (!(error instanceof TuningServerError && error.status === 404)) throw error;
}
