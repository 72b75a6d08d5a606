import { WrittenFile } from "@rolecall/domain";
import { createOpenApiFetchHandler } from "trpc-to-openapi";
import { appRouter } from "./app-router.ts";
import { endingConnection, hasNoBody, MAX_BODY_BYTES, withBoundedBody, withoutBody } from "./bounded-body.ts";
import type { ApiContext, Meta } from "./trpc.ts";

export const REST_BASE = "/api/v1";

/** HTTP's own short names of the statuses that the API answers with; the detail says what happened. */
export const PROBLEM_TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Forbidden",
  404: "Not found",
  409: "Conflict",
  413: "Body too large",
  415: "Unsupported media type",
  429: "Too many requests",
  502: "Upstream failed",
  503: "Unavailable",
};

type ErrorBody = {
  message?: string;
  code?: string;
  data?: { details?: unknown; issues?: { field: string; message: string }[] | null };
};

/** Problem details of RFC 9457; `errors` names each field that was wrong. */
export function problem(status: number, detail: string, extra: Record<string, unknown> = {}): Response {
  const body = { type: "about:blank", title: PROBLEM_TITLES[status] ?? "Error", status, detail, ...extra };
  const headers = {
    "content-type": "application/problem+json",
    // RFC 9110, 15.5.2: a 401 names how to sign in.
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

async function asProblem(response: Response): Promise<Response> {
  const body = (await response.json()) as ErrorBody;
  const issues = body.data?.issues ?? null;
  const detail = issues
    ? issues.map((issue) => (issue.field ? `${issue.field}: ${issue.message}` : issue.message)).join("; ")
    : (body.message ?? "An error occurred");
  return problem(response.status, detail, {
    code: body.code,
    ...(issues ? { errors: issues } : {}),
    ...(body.data?.details ? { details: body.data.details } : {}),
  });
}

/** A POST without a body is a call without input: clients need not send `{}` and a content type for it. */
async function withInput(request: Request): Promise<Request | null> {
  const bounded = await withBoundedBody(request, MAX_BODY_BYTES);
  if (!bounded || hasNoBody(bounded)) return bounded;
  const text = await bounded.text();
  const headers = new Headers(bounded.headers);
  if (text === "") headers.set("content-type", "application/json");
  return new Request(request.url, { method: request.method, headers, body: text === "" ? "{}" : text });
}

/** A name that every object has is taken for one of the query by the library that reads it. */
const nameOfEveryObject = (request: Request): string | undefined =>
  new URL(request.url).searchParams.keys().find((name) => name in Object.prototype);

function metaOf(path: string | undefined): Meta {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>;
  return (path && procedures[path]?._def.meta) || {};
}

/** The file itself, where a procedure has written one: a browser saves it, and so does curl. */
async function asFile(response: Response): Promise<Response> {
  const { fileName, contentType, encoding, body } = WrittenFile.parse(await response.json());
  const headers = {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${fileName}"`,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
  return new Response(encoding === "base64" ? Buffer.from(body, "base64") : body, { headers });
}

/** The REST API below `/api/v1`, from the same procedures as the console. Errors are problem details. */
export async function handleRest(
  request: Request,
  createContext: (request: Request) => Promise<ApiContext>,
  onError: (error: unknown, path: string | undefined) => void,
): Promise<Response> {
  const odd = nameOfEveryObject(request);
  if (odd !== undefined) return problem(400, `${odd}: there is no such parameter.`);
  const context = await createContext(request);
  const req = context.caller ? await withInput(request) : withoutBody(request, "{}");
  if (!req)
    return endingConnection(problem(413, `The body is larger than ${MAX_BODY_BYTES} bytes. Send less at once.`));
  let meta: Meta = {};
  const response = await createOpenApiFetchHandler({
    endpoint: REST_BASE,
    router: appRouter,
    req,
    createContext: async () => context,
    responseMeta: ({ errors, paths }) => {
      meta = metaOf(paths?.[0]);
      return errors.length > 0 ? {} : { status: meta.successStatus ?? 200 };
    },
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") onError(error.cause ?? error, path);
    },
  });
  if (response.status >= 400) return asProblem(response);
  return meta.fileTypes ? asFile(response) : response;
}
