import { expect, test } from "vitest";
import { AppError } from "./errors.ts";

test("an error keeps its code, its facts and what caused it", () => {
  const cause = new Error("socket closed");
  const error = new AppError("UPSTREAM", "STS did not answer", { details: { service: "sts" }, cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "AppError", code: "UPSTREAM", message: "STS did not answer", cause });
  expect(error.details).toEqual({ service: "sts" });
  expect(new AppError("INVALID", "x").details).toEqual({});
});
