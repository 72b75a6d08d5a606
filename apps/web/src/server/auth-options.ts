import { AppError } from "@rolecall/domain";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { clientAddress } from "./client-address.ts";
import { identity } from "./context.ts";
import { env, isHttps } from "./env.ts";
import { log, logUnexpected } from "./log.ts";
import { sessionCookieName } from "./session-cookie.ts";

/** As long as an open session is valid. The row in the database decides. */
const COOKIE_MAX_AGE_SECONDS = 14 * 24 * 60 * 60;

const SignInInput = z.object({ email: z.email().max(254).toLowerCase(), password: z.string().min(1).max(200) });

async function authorize(input: unknown, headers: Headers): Promise<{ id: string; sessionId: string } | null> {
  const credentials = SignInInput.safeParse(input);
  if (!credentials.success) return null;
  try {
    const person = await identity.attemptSignIn({ ...credentials.data, address: clientAddress(headers) });
    if (!person) return null;
    const { sessionId } = await identity.openSession({ personId: person.personId });
    return { id: person.personId, sessionId };
  } catch (error) {
    if (error instanceof AppError && error.code === "TOO_MANY")
      throw new Error(`RATE_LIMITED:${error.details.seconds}`);
    throw error;
  }
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
