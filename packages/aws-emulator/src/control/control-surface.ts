import { z } from "zod";
import type { Timeline } from "../world/timeline.ts";
import { installReaderRoles } from "./reader-roles.ts";

/** Paths that are the emulator's own and not AWS's. */
export const CONTROL_PATH = "/_emulator/";

type ControlRequest = { method: string; path: string; body: string };
type Reply = { status: number; json: unknown };
type Route = (timeline: Timeline, body: unknown) => Reply;

const ClockInput = z.object({ now: z.coerce.date().nullable() });

function setClock(timeline: Timeline, body: unknown): Reply {
  const parsed = ClockInput.safeParse(body);
  if (!parsed.success) return badRequest('{"now": "<ISO 8601 time>"} or {"now": null}');
  const { now } = parsed.data;
  timeline.set(now === null ? { mode: "wall" } : { mode: "fixed", now });
  return { status: 200, json: { now: timeline.now() } };
}

const ReaderRoleInput = z.strictObject({
  externalId: z.string().min(2),
  roleName: z.string().min(1).optional(),
  awsAccountIds: z.array(z.string().regex(/^\d{12}$/)).optional(),
  actions: z.array(z.string()).optional(),
});

function installReaderRole(timeline: Timeline, body: unknown): Reply {
  const parsed = ReaderRoleInput.safeParse(body);
  if (!parsed.success) {
    return badRequest('{"externalId": "...", "roleName"?: "...", "awsAccountIds"?: ["..."], "actions"?: ["iam:..."]}');
  }
  const awsAccountIds = installReaderRoles(timeline.state(), parsed.data, timeline.now());
  return { status: 200, json: { awsAccountIds } };
}

const badRequest = (expected: string): Reply => ({ status: 400, json: { error: `Expected ${expected}` } });

const ROUTES: Readonly<Record<string, Route>> = {
  "/_emulator/clock": setClock,
  "/_emulator/reader-roles": installReaderRole,
};

/**
 * GET /_emulator/health. With the option `controlSurface` too:
 * POST /_emulator/clock {now}, where null follows the machine's clock again;
 * POST /_emulator/reader-roles {externalId, roleName?, awsAccountIds?, actions?}, which does a StackSet's work.
 */
export function control(timeline: Timeline, request: ControlRequest, options: { controlSurface: boolean }): Reply {
  const { method, path, body } = request;
  if (method === "GET" && path === "/_emulator/health") {
    return { status: 200, json: { status: "ok", now: timeline.now() } };
  }
  const route = options.controlSurface && method === "POST" ? ROUTES[path] : undefined;
  return route ? route(timeline, parseJson(body)) : { status: 404, json: { error: `Nothing at ${method} ${path}` } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
