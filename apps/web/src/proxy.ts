import { type NextRequest, NextResponse } from "next/server";
import { STRICT_TRANSPORT_SECURITY } from "./server/answer-headers.ts";
import { refuseBody } from "./server/body-limits.ts";
import { contentSecurityPolicy } from "./server/content-security-policy.ts";
import { isDevelopment, isHttps } from "./server/env.ts";
import { NONCE_HEADER, PATH_HEADER } from "./server/page-headers.ts";
import { countAgainst } from "./server/rate-limits.ts";
import { sessionCookieName } from "./server/session-cookie.ts";

/** The seconds that a session has to wait that fetches pages faster than people read; null: it may go on. APIs count for themselves. */
async function secondsToWait({ nextUrl, cookies }: NextRequest): Promise<number | null> {
  const session = cookies.get(sessionCookieName())?.value;
  return session && !nextUrl.pathname.startsWith("/api/") ? countAgainst("pagesOfSession", session) : null;
}

/** Refuses bodies that are too large, and gives each page its own nonce, so that only scripts of this server can run. */
export async function proxy(request: NextRequest): Promise<Response> {
  const refused = refuseBody(request.nextUrl.pathname, request.headers);
  if (refused) return refused;
  const wait = await secondsToWait(request);
  if (wait !== null) {
    const words = `Too many pages at once. Try again in ${wait} s.`;
    return new NextResponse(words, {
      status: 429,
      headers: { "retry-after": String(wait), "cache-control": "no-store" },
    });
  }
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const policy = contentSecurityPolicy({ nonce, https: isHttps(), development: isDevelopment() });
  const headers = new Headers(request.headers);
  headers.set(NONCE_HEADER, nonce);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (isHttps()) response.headers.set("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY);
  return response;
}

/**
 * Excludes uploads: a request that passes through here is held in memory as a whole, before anybody knows whose it is, and cut off at
 * `proxyClientMaxBodySize`.
 */
export const config = { matcher: ["/((?!_next/static|_next/image|api/v1/uploads/[^/]+/files/).*)"] };
