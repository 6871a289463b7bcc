// Cuts the schemas that the test server checks against out of OpenAI's published OpenAPI description:
//   node tests/support/openai/extract-schemas.mjs openapi.yaml[.gz] > tests/support/openai/schemas.json
// Constraints are kept; prose is left out for size, and OpenAPI 3.0's `nullable` and flags are said in JSON Schema.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";

const ROOTS = [
  "ChatCompletionRequestMessage",
  "CreateChatCompletionRequest",
  "CreateChatCompletionStreamResponse",
  "CreateFileRequest",
  "CreateFineTuningJobRequest",
  "DeleteFileResponse",
  "ErrorResponse",
  "FineTuningJob",
  "ListFineTuningJobCheckpointsResponse",
  "ListFineTuningJobEventsResponse",
  "ListPaginatedFineTuningJobsResponse",
  "Model",
  "OpenAIFile",
];
const PROSE = new Set([
  "description",
  "example",
  "examples",
  "title",
  "x-oaiMeta",
  "x-oaiTypeLabel",
  "x-oaiExpandable",
]);

const file = process.argv[2];
const bytes = readFileSync(file);
const { info, components } = parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());

const schemas = {};
ROOTS.forEach(take);
const sorted = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
const note = `From the OpenAI OpenAPI description ${info.version}, ${info.license.name} licence: see NOTICE.md.`;
process.stdout.write(`${JSON.stringify({ $comment: note, components: { schemas: sorted } })}\n`);

function take(name) {
  if (name in schemas) return;
  schemas[name] = null;
  schemas[name] = translated(components.schemas[name]);
}

function translated(value) {
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$ref === "string") take(value.$ref.split("/").at(-1));

  const { nullable, ...schema } = mapped(value, (key) => !PROSE.has(key) && key !== "properties");
  // OpenAPI 3.0 says "more than the minimum" by a flag.
  if (schema.exclusiveMinimum === true) {
    schema.exclusiveMinimum = schema.minimum;
    delete schema.minimum;
  }
  // Below "properties" a key is a field's name, and a field may well be called "title".
  if (value.properties) schema.properties = mapped(value.properties, () => true);
  return nullable === true ? { anyOf: [schema, { type: "null" }] } : schema;
}

function mapped(object, wanted) {
  const entries = Object.entries(object).filter(([key]) => wanted(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, translated(item)]));
}
