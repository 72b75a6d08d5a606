import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { identity } from "./context.ts";
import { env, isHttps } from "./env.ts";
import { log, logUnexpected } from "./log.ts";
import { clientAddress, countAgainst, forgiveAll } from "./rate-limits.ts";
import { sessionCookieName } from "./session.ts";

/** As long as an open session is valid. The row in the database decides. */
const COOKIE_MAX_AGE_SECONDS = 14 * 24 * 60 * 60;

const SignInInput = z.object({ email: z.email().max(254).toLowerCase(), password: z.string().min(1).max(200) });

/** Counts one attempt against all limits that apply. Returns the seconds to wait, or null to go on. */
async function secondsToWait(email: string, address: string): Promise<number | null> {
  const waits = await Promise.all([
    countAgainst("signInOfPersonFromAddress", `${email} ${address}`),
    countAgainst("signInOfPerson", email),
    countAgainst("signInFromAddress", address),
  ]);
  const longest = Math.max(...waits.map((wait) => wait ?? 0));
  return longest > 0 ? longest : null;
}

async function authorize(input: unknown, headers: Headers): Promise<{ id: string; sessionId: string } | null> {
  const credentials = SignInInput.safeParse(input);
  if (!credentials.success) return null;
  const { email, password } = credentials.data;
  const address = clientAddress(headers);
  const wait = await secondsToWait(email, address);
  if (wait !== null) throw new Error(`RATE_LIMITED:${wait}`);
  const person = await identity.verifyPassword({ email, password });
  if (!person) return null;
  await forgiveAll("signInOfPersonFromAddress", `${email} ${address}`);
  const { sessionId } = await identity.openSession({ personId: person.personId });
  return { id: person.personId, sessionId };
}

/**
 * Sign-in by password. The cookie is an encrypted token that holds nothing but the session id; the person and the validity of
 * the session are looked up on each request.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    logger: {
      error: (code, metadata) =>
        logUnexpected(metadata instanceof Error ? metadata : metadata.error, `sign-in: ${code}`),
      warn: (code) => log.warn({ code }, "sign-in"),
    },
    session: { strategy: "jwt", maxAge: COOKIE_MAX_AGE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isHttps(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps() },
      },
    },
    providers: [
      CredentialsProvider({
        name: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (input, request) => authorize(input, new Headers(request.headers as HeadersInit | undefined)),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sessionId: user && "sessionId" in user ? user.sessionId : token.sessionId }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sessionId === "string") await identity.closeSession(token.sessionId);
      },
    },
  };
}
