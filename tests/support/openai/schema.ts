import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";

export type SchemaName =
  | "ChatCompletionRequestMessage"
  | "CreateChatCompletionRequest"
  | "CreateChatCompletionStreamResponse"
  | "CreateFileRequest"
  | "CreateFineTuningJobRequest"
  | "DeleteFileResponse"
  | "ErrorResponse"
  | "FineTuningJob"
  | "ListFineTuningJobCheckpointsResponse"
  | "ListFineTuningJobEventsResponse"
  | "ListPaginatedFineTuningJobsResponse"
  | "Model"
  | "OpenAIFile";

/** Checks values against OpenAI's own schemas; each check returns what is wrong, "" for nothing. */
export function openaiSchemas(): (name: SchemaName, value: unknown) => string {
  // strict: false, because OpenAPI adds keywords ("discriminator", "nullable") that JSON Schema does not know.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const file = new URL("./schemas.json", import.meta.url);
  ajv.addSchema(JSON.parse(readFileSync(file, "utf8")), "openai");

  return (name, value) => {
    const validate = ajv.getSchema(`openai#/components/schemas/${name}`);
    if (!validate) throw new Error(`no schema ${name}`);
    return validate(value) ? "" : ajv.errorsText(validate.errors);
  };
}
