/** Codes a caller may branch on. HTTP and tRPC statuses are derived from them in `packages/api/src/trpc.ts` only. */
export type ErrorCode =
  | "NOT_FOUND"
  | "CONFLICT"
  | "FORBIDDEN"
  | "INVALID"
  | "UNAUTHORIZED"
  | "TOO_LARGE"
  | "TOO_MANY"
  | "UPSTREAM"
  | "UNAVAILABLE";

/** An expected failure; `message` may be shown to the user. Anything else that is thrown is a bug: log it, answer 500. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  /** Facts for the caller: the field or the resource concerned. Never a secret. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, opts: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, { cause: opts.cause });
    this.code = code;
    this.details = opts.details ?? {};
  }
}
