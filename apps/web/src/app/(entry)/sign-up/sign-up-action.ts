"use server";

import { AppError, SignUpInput } from "@rolecall/domain";
import { headers } from "next/headers";
import { z } from "zod";
import { clientAddress } from "../../../server/client-address.ts";
import { identity } from "../../../server/context.ts";
import { countAgainst } from "../../../server/rate-limits.ts";

export type SignUpAnswer = { ok: true } | { ok: false; problem: string | null; fields: Record<string, string> };

const refused = (problem: string | null, fields: Record<string, string> = {}): SignUpAnswer => ({
  ok: false,
  problem,
  fields,
});

/** Creates a person and their organisation. The form then signs in with the same password. */
export async function signUpAction(input: unknown): Promise<SignUpAnswer> {
  const wait = await countAgainst("signUpFromAddress", clientAddress(await headers()));
  if (wait !== null) return refused(`Too many attempts. Try again in ${Math.ceil(wait / 60)} minutes.`);
  const values = SignUpInput.safeParse(input);
  if (!values.success) {
    const { fieldErrors } = z.flattenError(values.error);
    return refused(
      null,
      Object.fromEntries(Object.entries(fieldErrors).map(([field, messages]) => [field, messages?.[0] ?? "Not valid"])),
    );
  }
  try {
    await identity.signUp(values.data);
    return { ok: true };
  } catch (error) {
    if (error instanceof AppError && error.code === "CONFLICT") {
      return refused(null, { email: "This address cannot be used. If it is yours, sign in instead." });
    }
    throw error;
  }
}
