import { type Caller, createCaller } from "@rolecall/api";
import type { SessionOfPerson } from "@rolecall/domain";
import { deps } from "./context.ts";
import { requireSession } from "./session.ts";

/** A signed-in person as the API's caller. The tenant comes from the session, never from input. */
export function callerOf(session: SessionOfPerson): Caller {
  return { tenantId: session.tenantId, actor: { kind: "person", id: session.personId, label: session.email } };
}

/** The API's procedures for the signed-in person, called in process. Visitors are sent to the sign-in page. */
export async function serverApi() {
  return createCaller({ caller: callerOf(await requireSession()), deps: deps() });
}
