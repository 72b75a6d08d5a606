import { AppError, type ErrorCode } from "@rolecall/domain";
import { expect, test } from "vitest";
import { PROBLEM_TITLES } from "./rest.ts";
import { statusOf } from "./trpc.ts";

const STATUSES: Record<ErrorCode, number> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  FORBIDDEN: 403,
  INVALID: 400,
  UNAUTHORIZED: 401,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UPSTREAM: 502,
  UNAVAILABLE: 503,
};

test.each(Object.entries(STATUSES) as [ErrorCode, number][])(
  "%s is answered by %i, which has a title",
  (code, status) => {
    expect(statusOf(new AppError(code, "What happened"))).toBe(status);
    expect(PROBLEM_TITLES[status]).toBeDefined();
  },
);
