import { type Caller, createCaller } from "@rolecall/api";
import type { SessionOfPerson } from "@rolecall/domain";
import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import { deps } from "./context.ts";
import { requireSession } from "./session.ts";

/** A signed-in person as the API's caller: the tenant is the one the session looks at, never one from input. */
export function callerOf(session: SessionOfPerson): Caller {
  return { tenantId: session.tenantId, actor: session.email };
}

/** The API's procedures for the signed-in person, called in process. Visitors are sent to the sign-in page. */
export async function serverApi() {
  return createCaller({ caller: callerOf(await requireSession()), deps: deps() });
}

const ABSENT = new Set(["NOT_FOUND", "BAD_REQUEST"]);

/** The answer, or the 404 page: an unknown id, a malformed one and another tenant's look the same. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TRPCError && ABSENT.has(error.code)) notFound();
    throw error;
  }
}
