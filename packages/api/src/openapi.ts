import { generateOpenApiDocument } from "trpc-to-openapi";
import { appRouter } from "./app-router.ts";
import { REST_BASE } from "./rest.ts";
import type { Meta } from "./trpc.ts";

type Operation = { operationId?: string; responses?: Record<string, unknown> };

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
  });
  const statuses = new Map(
    Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>).map(
      ([path, procedure]) => [path.replaceAll(".", "-"), procedure._def.meta?.successStatus ?? 200],
    ),
  );
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, Operation>)) {
      const status = statuses.get(operation.operationId ?? "") ?? 200;
      if (status === 200 || !operation.responses) continue;
      const { 200: success, ...others } = operation.responses;
      operation.responses = { [status]: success, ...others };
    }
  }
  return document as unknown as Record<string, unknown>;
}
