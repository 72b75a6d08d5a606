import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";

type Parameter = { in: string; name: string; required?: boolean; schema: unknown };
type Content = Record<string, { schema?: unknown }>;
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
type Document = {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
};

const document = openApiDocument() as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
);

/** The part of the REST API whose names are promised to clients. */
const PROMISED = [
  "POST /connections",
  "GET /connections",
  "GET /connections/{id}",
  "PATCH /connections/{id}",
  "POST /connections/{id}/verify",
  "DELETE /connections/{id}",
  "GET /connections/{id}/template",
  "GET /organizations/{connectionId}",
  "GET /organizations/{connectionId}/accounts",
  "PUT /organizations/{connectionId}/selection",
  "POST /organizations/{connectionId}/discover",
  "POST /organizations/{connectionId}/verify",
  "POST /organizations/{connectionId}/accounts/{awsAccountId}/verify",
  "GET /accounts",
  "POST /accounts/{awsAccountId}/scans",
  "GET /scans/{id}",
  "GET /users",
  "GET /users/{id}",
  "GET /credentials",
  "GET /credentials/{id}",
  "GET /roles",
  "GET /roles/{id}",
  "GET /policies",
  "GET /policies/{id}",
  "GET /policies/{id}/attachments",
  "GET /groups",
  "GET /groups/{id}",
  "GET /instance-profiles",
  "GET /instance-profiles/{id}",
  "GET /identity-providers",
  "GET /identity-providers/{id}",
  "GET /permission-sets",
  "GET /permission-sets/{id}",
  "GET /roles-anywhere",
  "GET /roles-anywhere/{id}",
  "GET /accounts/{awsAccountId}/settings",
  "GET /users/{id}/activity",
  "GET /credentials/{id}/activity",
  "GET /roles/{id}/activity",
  "GET /changes",
  "GET /findings",
  "GET /findings/summary",
  "GET /findings/{id}",
  "PATCH /findings/{id}",
  "GET /checks",
  "GET /exceptions",
  "POST /exceptions",
  "DELETE /exceptions/{id}",
  "GET /rotation-policies",
  "PUT /rotation-policies",
  "GET /metrics/overview",
  "GET /metrics/key-age",
  "GET /metrics/rotation",
  "GET /metrics/migration",
  "GET /migrations",
  "GET /migrations/{userId}",
  "GET /migrations/{userId}/artifacts",
  "PUT /migrations/{userId}/plan",
  "DELETE /migrations/{userId}/plan",
  "POST /migrations/plans",
  "GET /campaigns",
  "POST /campaigns",
  "GET /campaigns/{id}",
  "PATCH /campaigns/{id}",
  "DELETE /campaigns/{id}",
  "PUT /campaigns/{id}/members",
  "GET /campaigns/{id}/evidence",
  "POST /migrations/{userId}/attestations",
  "GET /migrations/{userId}/evidence",
  "GET /evidence/head",
  "GET /people",
  "GET /people/{id}",
  "POST /people/merge",
  "POST /people/{id}/split",
  "GET /report-schedules",
  "POST /report-schedules",
  "POST /report-schedules/{id}/send",
  "GET /reports",
  "GET /api-tokens",
  "POST /api-tokens",
  "DELETE /api-tokens/{id}",
  "GET /audit-events",
];
const STATUSES: Record<string, string> = {
  "POST /connections": "201",
  "POST /connections/{id}/verify": "202",
  "POST /accounts/{awsAccountId}/scans": "202",
  "POST /organizations/{connectionId}/discover": "202",
  "POST /organizations/{connectionId}/verify": "202",
  "POST /organizations/{connectionId}/accounts/{awsAccountId}/verify": "202",
  "POST /users/{id}/recheck": "202",
  "POST /owner-rules": "201",
  "POST /uploads": "201",
  "POST /uploads/{id}/complete": "202",
  "POST /credentials/{id}/trail-lookups": "202",
  "POST /users/{id}/trail-lookups": "202",
  "POST /roles/{id}/trail-lookups": "202",
  "POST /migrations/evidence-lookups": "202",
  "POST /exceptions": "201",
  "POST /campaigns": "201",
  "POST /migrations/{userId}/attestations": "201",
  "POST /campaigns/{id}/comments": "201",
  "POST /report-schedules": "201",
  "POST /report-schedules/{id}/send": "202",
  "POST /api-tokens": "201",
};

/** Operations that answer with a file. */
const FILE_TYPES: Record<string, string[]> = {
  "GET /campaigns/{id}/members.csv": ["text/csv"],
  "GET /campaigns/{id}/evidence": ["application/json", "application/pdf"],
  "GET /migrations/{userId}/evidence": ["application/json", "application/pdf"],
};

test("the committed openapi.json is that of the procedures", () => {
  const committed = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8"));
  const hint =
    "packages/api/openapi.json is out of date: run `npx node packages/api/src/write-openapi.ts` and review the change";
  expect(committed, hint).toEqual(JSON.parse(JSON.stringify(document)));
});

test("the promised operations are there", () => {
  expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(PROMISED));
});

test("it is an OpenAPI 3.1 document whose references lead somewhere", () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.servers).toEqual([{ url: "/api/v1" }]);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1]!);
  const schemas = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(references.length).toBeGreaterThan(0);
  expect(schemas).toEqual(expect.arrayContaining(references));
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(operations)("$name is described in full", ({ name, path, operation }) => {
  expect(operation).toMatchObject({ summary: expect.stringMatching(/\S/), tags: [expect.any(String)] });
  expect(operation.security).toEqual([{ bearer: [] }]);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const parameters = operation.parameters ?? [];
  expect(parameters.filter((parameter) => parameter.in === "path" && parameter.required).map((p) => p.name)).toEqual(
    inPath,
  );
  for (const parameter of parameters) expect(parameter.schema, parameter.name).toBeTypeOf("object");

  const { responses } = operation;
  const successes = Object.keys(responses).filter((status) => status.startsWith("2"));
  expect(successes).toEqual([STATUSES[name] ?? "200"]);
  const types = Object.entries(responses[successes[0]!]?.content ?? {});
  expect(types.map(([type]) => type)).toEqual(FILE_TYPES[name] ?? ["application/json"]);
  for (const [type, { schema }] of types) expect(schema, type).toBeTypeOf("object");
  const failures = Object.entries(responses).filter(([status]) => !status.startsWith("2"));
  expect(failures.map(([status]) => status)).toEqual(
    expect.arrayContaining(["400", "401", "default", ...(inPath.length > 0 ? ["404"] : [])]),
  );
  for (const [status, response] of failures) {
    expect(Object.keys(response.content ?? {}), status).toEqual(["application/problem+json"]);
    expect(response.description, status).toMatch(/\S/);
  }
});

/** One verdict, of which a list in it comes in pages. */
const OF_PAGED_PARTS = ["GET /roles/{id}/trust"];

test.each(
  operations.filter(
    ({ name, operation }) =>
      !OF_PAGED_PARTS.includes(name) && operation.parameters?.some((parameter) => parameter.name === "cursor"),
  ),
)("$name is a list of pages", ({ operation }) => {
  const limit = operation.parameters?.find(({ name }) => name === "limit");
  expect(limit?.schema).toMatchObject({ maximum: 200 });
  expect(operation.responses[200]?.content?.["application/json"]?.schema).toMatchObject({
    required: ["items", "nextCursor"],
  });
});

test("what the API answers with has names, and each name is used", () => {
  const text = JSON.stringify(document.paths);
  expect(operations.find(({ name }) => name === "GET /users/{id}")?.operation.responses[200]?.content).toEqual({
    "application/json": { schema: { $ref: "#/components/schemas/IamUser" } },
  });
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(expect.arrayContaining(["Credential", "IamRole", "Change", "Scan", "Problem"]));
  expect(names.filter((name) => /Output$|Schema$/.test(name))).toEqual([]);
  const everywhere = text + JSON.stringify(document.components.schemas);
  expect(names.filter((name) => !everywhere.includes(`"#/components/schemas/${name}"`))).toEqual([]);
});

test("every list and detail of the inventory answers as of an instant", () => {
  const inventory = operations.filter(({ operation }) => operation.tags.includes("Inventory"));
  const without = inventory.filter(({ operation }) => !operation.parameters?.some(({ name }) => name === "asOf"));
  expect(inventory.length).toBeGreaterThan(15);
  expect(without.map(({ path }) => path).sort()).toEqual([
    "/credentials/{id}/activity",
    "/roles/{id}/activity",
    "/trust-map",
    "/users/{id}/activity",
  ]);
});

test("no operation takes a tenant or an External ID", () => {
  const inputs = operations.map(({ operation }) => [operation.parameters, operation.requestBody]);
  // The ids of checks tell what they are about.
  const named = JSON.stringify(inputs, (key, value) => (key === "enum" ? undefined : value));
  expect(named).not.toMatch(/tenant|externalId/i);
});
