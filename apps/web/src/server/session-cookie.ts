import { isHttps } from "./env.ts";

/** Browsers accept a `__Host-` cookie only if it is Secure, for this host alone and for all paths. */
export function sessionCookieName(): string {
  return isHttps() ? "__Host-rolecall-session" : "rolecall-session";
}
