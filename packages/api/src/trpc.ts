import type { Ctx, Deps } from "@rolecall/core";
import { AppError, type ErrorCode } from "@rolecall/domain";
import { measured } from "@rolecall/telemetry";
import { initTRPC, TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { OpenApiMeta } from "trpc-to-openapi";
import { ZodError } from "zod";

/** Who is asking: a signed-in person in one tenant, or an API token. Null: nobody. */
export type Caller = Pick<Ctx, "tenantId" | "actor">;
export type ApiContext = { caller: Caller | null; deps: Deps };

/**
 * `successStatus` is the HTTP status of the REST door; 200 if absent. `fileTypes`: the REST door answers with the file itself that the
 * procedure writes, of one of these types.
 */
export type Meta = OpenApiMeta & { successStatus?: 201 | 202; fileTypes?: readonly string[] };

const TRPC_CODE: Record<ErrorCode, TRPCError["code"]> = {
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  FORBIDDEN: "FORBIDDEN",
  INVALID: "BAD_REQUEST",
  UNAUTHORIZED: "UNAUTHORIZED",
  TOO_LARGE: "PAYLOAD_TOO_LARGE",
  TOO_MANY: "TOO_MANY_REQUESTS",
  UPSTREAM: "BAD_GATEWAY",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
};

/** The HTTP status by which a failure is answered, whichever way it was asked for. */
export const statusOf = ({ code, message }: AppError): number =>
  getHTTPStatusCodeFromError(new TRPCError({ code: TRPC_CODE[code], message }));

const t = initTRPC
  .context<ApiContext>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message:
        error.code === "INTERNAL_SERVER_ERROR"
          ? "Something went wrong on our side. It has been logged."
          : shape.message,
      data: {
        ...shape.data,
        details: error.cause instanceof AppError ? error.cause.details : null,
        issues:
          error.cause instanceof ZodError
            ? error.cause.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }))
            : null,
      },
    }),
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const mapAppErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) {
    const { cause } = result.error;
    throw new TRPCError({ code: TRPC_CODE[cause.code], message: cause.message, cause });
  }
  return result;
});

/** A failed procedure is an answer here, and not thrown: its code is what it is measured by. */
const measure = t.middleware(({ path, next }) =>
  measured(
    "procedure",
    path,
    {},
    () => next(),
    (result) => (result.ok ? "ok" : result.error.code),
  ),
);

/** The only kind of procedure: the tenant comes from the session or the token, never from input. */
export const tenantProcedure = t.procedure
  .use(measure)
  .use(mapAppErrors)
  .use(({ ctx, next }) => {
    if (!ctx.caller) {
      throw new TRPCError({
        code: "UNAUTHORIZED",
        message: "Sign in, or send a valid API token as `Authorization: Bearer <token>`",
      });
    }
    const useCaseContext: Ctx = { ...ctx.deps, ...ctx.caller };
    return next({ ctx: { uc: useCaseContext } });
  });
