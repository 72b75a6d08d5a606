import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, it } from "vitest";
import { measured } from "./measured.ts";
import { startTelemetry } from "./start.ts";

type Received = { path: string; body: unknown };

/** A collector that keeps what it is sent. */
async function startCollector() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? "", body: await json(request) });
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { received, endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

it("gives back what the work gives, and rejects as it does, also where nothing is exported", async () => {
  const telemetry = await startTelemetry("rolecall-test", undefined);
  expect(await measured("job", "sweep", {}, async () => 7)).toBe(7);
  await expect(measured("job", "sweep", {}, () => Promise.reject(new RangeError("no")))).rejects.toThrow("no");
  await telemetry.stop();
});

it("exports a span and a duration by name and outcome where an endpoint is named", async () => {
  const collector = await startCollector();
  const telemetry = await startTelemetry("rolecall-test", collector.endpoint);
  await measured("procedure", "users.list", { "rolecall.tenant_id": "a tenant" }, async () => undefined);
  await measured("aws_call", "iam:ListUsers", {}, () => Promise.reject(new RangeError("no"))).catch(() => undefined);
  await telemetry.stop();
  collector.close();
  const text = JSON.stringify(collector.received);
  expect(new Set(collector.received.map(({ path }) => path))).toEqual(new Set(["/v1/traces", "/v1/metrics"]));
  for (const part of ["rolecall-test", "procedure users.list", "aws_call iam:ListUsers", "a tenant", "RangeError"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("rolecall.aws_call.duration");
});
