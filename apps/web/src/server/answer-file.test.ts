import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { answerFile } from "./answer-file.ts";

test.each([
  ["utf8", "a,b\n"],
  ["base64", Buffer.from("a,b\n").toString("base64")],
] as const)("a body of %s is a download", async (encoding, body) => {
  const answer = await answerFile(async () => ({ fileName: "users.csv", contentType: "text/csv", encoding, body }));
  expect(await answer.text()).toBe("a,b\n");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="users.csv"');
});

test.each([
  ["NOT_FOUND", 404, "Not found"],
  ["CONFLICT", 409, "The user is gone"],
  ["BAD_REQUEST", 400, "The user is gone"],
  ["UNAUTHORIZED", 401, "The user is gone"],
] as const)("%s is answered with %i, and why", async (code, status, text) => {
  const answer = await answerFile(() => Promise.reject(new TRPCError({ code, message: "The user is gone" })));
  expect([answer.status, await answer.text()]).toEqual([status, text]);
});

test("a bug is left to throw", async () => {
  await expect(answerFile(() => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
});
