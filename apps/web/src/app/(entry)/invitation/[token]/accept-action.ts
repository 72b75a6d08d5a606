"use server";

import { AcceptInvitationInput, AppError } from "@rolecall/domain";
import { headers } from "next/headers";
import { z } from "zod";
import { clientAddress } from "../../../../server/client-address.ts";
import { identity } from "../../../../server/context.ts";
import { countAgainst } from "../../../../server/rate-limits.ts";
import type { EntryAnswer } from "../../entry-answer.ts";

const refused = (problem: string | null, fields: Record<string, string> = {}): EntryAnswer => ({
  ok: false,
  problem,
  fields,
});

function refusal(error: AppError): EntryAnswer {
  const { field } = error.details;
  const words = error.message.replace(/^\w+: /, "");
  return typeof field === "string" ? refused(null, { [field]: words }) : refused(error.message);
}

/** Opens an invitation. The form then signs in with the same password. */
export async function acceptAction(token: string, input: unknown): Promise<EntryAnswer> {
  const wait = await countAgainst("linksFromAddress", clientAddress(await headers()));
  if (wait !== null) return refused(`Too many attempts. Try again in ${wait} s.`);
  const values = AcceptInvitationInput.safeParse(input);
  if (!values.success) {
    const { fieldErrors } = z.flattenError(values.error);
    const entries = Object.entries(fieldErrors).map(([field, messages]) => [field, messages?.[0] ?? "Not valid"]);
    return refused(null, Object.fromEntries(entries));
  }
  try {
    await identity.acceptInvitation(token, values.data);
    return { ok: true };
  } catch (error) {
    if (error instanceof AppError) return refusal(error);
    throw error;
  }
}
