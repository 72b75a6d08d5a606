import * as domain from "@rolecall/domain";
import { generateOpenApiDocument } from "trpc-to-openapi";
import { ZodObject } from "zod";
import { appRouter } from "./app-router.ts";
import { FILE_UPLOAD_PATHS } from "./file-uploads.ts";
import { PROBLEM_TITLES, REST_BASE } from "./rest.ts";
import type { Meta } from "./trpc.ts";

type Operation = { operationId?: string; requestBody?: unknown; responses?: Record<string, unknown> };

/** Errors as `problem` in rest.ts makes them. */
const PROBLEM_SCHEMA = {
  type: "object",
  description: "Problem details (RFC 9457)",
  properties: {
    type: { type: "string" },
    title: { type: "string", description: "Short name of the status" },
    status: { type: "integer" },
    detail: { type: "string", description: "What happened, to which resource, and what to do next" },
    code: { type: "string", description: "Stable name of the kind of error, such as NOT_FOUND" },
    errors: {
      type: "array",
      description: "What is wrong with the input, field by field",
      items: {
        type: "object",
        properties: { field: { type: "string" }, message: { type: "string" } },
        required: ["field", "message"],
      },
    },
    details: { type: "object", description: "Facts about the error, such as the field concerned" },
  },
  required: ["type", "title", "status", "detail"],
};
const PROBLEM_CONTENT = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

const problemResponse = (status: number) => ({ description: PROBLEM_TITLES[status], content: PROBLEM_CONTENT });

/** The errors that a client of this operation should be ready for; `default` stands for the rest. */
function problemsOf(path: string, method: string, operation: Operation): Record<string, unknown> {
  const statuses = [
    400,
    401,
    ...(path.includes("{") ? [404] : []),
    ...(method === "get" ? [] : [409]),
    ...(operation.requestBody ? [415] : []),
    429,
  ];
  return {
    ...Object.fromEntries(statuses.map((status) => [status, problemResponse(status)])),
    default: { description: "Any other error", content: PROBLEM_CONTENT },
  };
}

const fileResponse = (types: readonly string[]) => ({
  description: "The file",
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: "string", format: "binary" } }])),
});

/** What the API tells of, by the names of its types: every object of the domain that is no input of an operation. */
const NAMED = Object.fromEntries(
  Object.entries(domain).flatMap(([name, type]) =>
    type instanceof ZodObject && !name.endsWith("Input") ? [[name.replace(/Schema$/, ""), type]] : [],
  ),
);

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;
type Schemas = Record<string, unknown>;

/**
 * The schemas under the types' own names, where the generator tells a type's output from its input by an ending, and only those
 * that something refers to.
 */
function namedSchemas(paths: unknown, generated: Schemas): { paths: unknown; schemas: Schemas } {
  const nameOf = (name: string) => (name.endsWith("Output") ? name.slice(0, -"Output".length) : name);
  const rename = <T>(part: T): T =>
    JSON.parse(JSON.stringify(part).replaceAll(REFERENCE, (_, name) => `"#/components/schemas/${nameOf(name)}"`));
  // An output comes after the input of the same name, and takes its place.
  const all = Object.fromEntries(Object.entries(generated).map(([name, schema]) => [nameOf(name), rename(schema)]));
  const renamed = rename(paths);
  const referred = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [, name = ""] of JSON.stringify(part).matchAll(REFERENCE)) {
      if (referred.has(name)) continue;
      referred.add(name);
      if (name in all) follow(all[name]);
    }
  };
  follow(renamed);
  const schemas = Object.entries(all).filter(([name]) => referred.has(name));
  return { paths: renamed, schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The OpenAPI 3.1 description of the REST API, made from the procedures. `openapi.json` is its committed copy. */
export function openApiDocument(): Record<string, unknown> {
  const document = generateOpenApiDocument(appRouter, {
    title: "Rolecall API",
    description:
      "IAM users, credentials and roles of your AWS accounts: age, rotation and the way to roles. Errors are problem details (RFC 9457).",
    version: "1",
    baseUrl: REST_BASE,
    openApiVersion: "3.1.1",
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    defs: NAMED,
  });
  const metas = new Map(
    Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>).map(
      ([path, procedure]) => [path.replaceAll(".", "-"), procedure._def.meta],
    ),
  );
  const operationsByPath = { ...document.paths, ...FILE_UPLOAD_PATHS };
  for (const [path, operations] of Object.entries(operationsByPath)) {
    for (const [method, operation] of Object.entries(operations as Record<string, Operation>)) {
      const meta = metas.get(operation.operationId ?? "");
      const success = meta?.fileTypes ? fileResponse(meta.fileTypes) : operation.responses?.[200];
      operation.responses = { [meta?.successStatus ?? 200]: success, ...problemsOf(path, method, operation) };
    }
  }
  const { paths, schemas } = namedSchemas(operationsByPath, {
    ...document.components?.schemas,
    Problem: PROBLEM_SCHEMA,
  });
  const components = { ...document.components, schemas };
  return { ...document, paths, components } as unknown as Record<string, unknown>;
}
