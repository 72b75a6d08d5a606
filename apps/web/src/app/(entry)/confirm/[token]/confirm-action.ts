"use server";

import { headers } from "next/headers";
import { clientAddress } from "../../../../server/client-address.ts";
import { identity } from "../../../../server/context.ts";
import { countAgainst } from "../../../../server/rate-limits.ts";
import type { EntryAnswer } from "../../entry-answer.ts";

const refused = (problem: string): EntryAnswer => ({ ok: false, problem, fields: {} });

async function answerBy(use: () => Promise<unknown>): Promise<EntryAnswer> {
  const wait = await countAgainst("linksFromAddress", clientAddress(await headers()));
  if (wait !== null) return refused(`Too many attempts. Try again in ${wait} s.`);
  return (await use()) ? { ok: true } : refused("This link was used already, or has expired.");
}

/** The address agrees to receive the organisation's reports. */
export async function confirmAction(token: string): Promise<EntryAnswer> {
  return answerBy(() => identity.confirmRecipient(token));
}

/** The address wants no mail of this installation. */
export async function refuseAction(token: string): Promise<EntryAnswer> {
  return answerBy(() => identity.refuseMail(token));
}
