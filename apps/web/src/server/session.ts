import type { SessionOfPerson } from "@rolecall/domain";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { identity } from "./context.ts";
import { env } from "./env.ts";
import { PATH_HEADER } from "./page-headers.ts";
import { sessionCookieName } from "./session-cookie.ts";

/** The session id inside an encrypted cookie, or null if the cookie is absent, foreign or expired. */
async function sessionIdOf(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const claims = await decode({ token, secret: env().NEXTAUTH_SECRET }).catch(() => null);
  return typeof claims?.sessionId === "string" ? claims.sessionId : null;
}

/** The signed-in person. It is looked up on each request, so that a revoked session ends at once. */
export const currentSession = cache(async (): Promise<SessionOfPerson | null> => {
  const store = await cookies();
  const sessionId = await sessionIdOf(store.get(sessionCookieName())?.value);
  return sessionId ? identity.resolveSession(sessionId) : null;
});

/** The signed-in person. A visitor without a session is sent to the sign-in page, and from there back here. */
export async function requireSession(): Promise<SessionOfPerson> {
  const session = await currentSession();
  if (session) return session;
  const path = (await headers()).get(PATH_HEADER) ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
