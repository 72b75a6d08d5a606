import { z } from "zod";
import type { Timeline } from "./clock.ts";

/** Paths that are the emulator's own and not AWS's. */
export const CONTROL_PATH = "/_emulator/";

const ClockInput = z.object({ now: z.coerce.date().nullable() });

type ControlRequest = { method: string; path: string; body: string };
type Reply = { status: number; json: unknown };

/** GET /_emulator/health; POST /_emulator/clock {now}, where null follows the machine's clock again. */
export function control(timeline: Timeline, request: ControlRequest, options: { controlSurface: boolean }): Reply {
  const { method, path, body } = request;
  if (method === "GET" && path === "/_emulator/health") {
    return { status: 200, json: { status: "ok", now: timeline.now() } };
  }
  if (!options.controlSurface || method !== "POST" || path !== "/_emulator/clock") {
    return { status: 404, json: { error: `Nothing at ${method} ${path}` } };
  }
  const parsed = ClockInput.safeParse(parseJson(body));
  if (!parsed.success) {
    return { status: 400, json: { error: 'Expected {"now": "<ISO 8601 time>"} or {"now": null}' } };
  }
  const { now } = parsed.data;
  timeline.set(now === null ? { mode: "wall" } : { mode: "fixed", now });
  return { status: 200, json: { now: timeline.now() } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
