"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { identity } from "../../server/context.ts";
import { requireSession } from "../../server/session.ts";

/** Changes to another organisation of the signed-in person, and to its overview: ids of the old one mean nothing there. */
export async function switchTenantAction(tenantId: string): Promise<void> {
  const { sessionId } = await requireSession();
  await identity.switchTenant({ sessionId, tenantId: z.uuid().parse(tenantId) });
  redirect("/overview");
}
