import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "@rolecall/embedded-postgres";

const POLL_MS = 100;
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Waits until GET /api/health answers 200 {"status":"ok"}.
 *
 * @throws Failure with the last answer when `timeoutMs` have passed; what `check` throws, at once
 */
export async function untilHealthy(url: string, timeoutMs: number, check: () => void): Promise<void> {
  let last = "no answer";
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(POLL_MS)) {
    check();
    last = await askHealth(`${url}/api/health`);
    if (last === "ok") return;
  }
  throw new Failure(`The console did not become ready within ${timeoutMs / 1000} s; /api/health says: ${last}.`);
}

async function askHealth(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const text = await response.text();
    const isOk = response.status === 200 && (JSON.parse(text) as { status?: unknown }).status === "ok";
    return isOk ? "ok" : `${response.status} ${text.slice(0, 300)}`;
  } catch (error) {
    return error instanceof Error ? String(error.cause ?? error.message) : String(error);
  }
}
