import { env } from "./env.ts";

/**
 * Whether a browser says that this request came from our own pages. The session cookie is `SameSite=Lax`; this is the
 * second wall, against sibling subdomains. A request without either header is not from a browser and carries no stolen cookie.
 *
 * @see https://www.w3.org/TR/fetch-metadata/
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  return origin === null || origin === new URL(env().NEXTAUTH_URL).origin || origin === new URL(request.url).origin;
}
