import { expect, it } from "vitest";
import { asData } from "./answer-headers.ts";

it.each([
  ["an upload that is taken", Response.json({ id: 1 })],
  ["one that is refused", new Response("{}", { status: 400, headers: { "content-type": "application/problem+json" } })],
])("the answer to %s runs nothing, is framed nowhere and kept by nobody", (_what, answer) => {
  const { status, headers } = asData(answer, true);
  expect(status).toBe(answer.status);
  expect(headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
  expect(headers.get("cache-control")).toBe("no-store");
});

it("asks for https only where there is https", () => {
  expect(asData(Response.json({}), false).headers.has("strict-transport-security")).toBe(false);
});
