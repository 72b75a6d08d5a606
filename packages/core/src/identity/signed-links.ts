import { createHmac, timingSafeEqual } from "node:crypto";
import type { Deps } from "../context.ts";

const sign = (purpose: string, body: string, secret: string): string =>
  createHmac("sha256", secret).update(`${purpose} ${body}`).digest("base64url");

/**
 * The token of a link in a mail, which only this installation can have made, for this purpose alone.
 *
 * @param expiresAt after which `readLink` takes it for none
 */
export function signLink(deps: Deps, purpose: string, words: readonly string[], expiresAt: Date): string {
  const body = Buffer.from(JSON.stringify([expiresAt.getTime(), ...words])).toString("base64url");
  return `${body}.${sign(purpose, body, deps.settings.unsubscribeSecret)}`;
}

/** The words of a link's token; null if it is not ours, of another purpose, or has expired. */
export function readLink(deps: Deps, purpose: string, token: string): string[] | null {
  const [body, signature, ...more] = token.split(".");
  if (!body || !signature || more.length > 0) return null;
  const [expected, given] = [Buffer.from(sign(purpose, body, deps.settings.unsubscribeSecret)), Buffer.from(signature)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const [expiresAt, ...words] = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as [unknown, ...string[]];
  // Links of an earlier version do not say until when they are good.
  return typeof expiresAt === "number" && expiresAt > deps.now().getTime() ? words : null;
}
