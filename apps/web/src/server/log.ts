import pino from "pino";
import { logLevel } from "./env.ts";

/** Lines of JSON on standard output, as the worker writes them: the fields, then in words what happened. */
export const log = pino({ level: logLevel(), base: { app: "web" } });

/** A failure that nobody expected. Inputs are left out, and so is what an error carries besides its words: they may hold secrets. */
export function logUnexpected(error: unknown, where: string | undefined): void {
  const { name, message, stack } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  log.error({ where: where ?? null, error: { name, message, stack } }, "unexpected failure");
}
