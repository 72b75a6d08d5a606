"use server";

import { AppError, RequestSignUpInput } from "@rolecall/domain";
import { headers } from "next/headers";
import { clientAddress } from "../../../server/client-address.ts";
import { identity } from "../../../server/context.ts";
import { isSignUpOn } from "../../../server/env.ts";
import type { EntryAnswer } from "../entry-answer.ts";

const refused = (problem: string | null, fields: Record<string, string> = {}): EntryAnswer => ({
  ok: false,
  problem,
  fields,
});

/** Has a link mailed. The answer does not tell whether the address has an account. */
export async function signUpAction(input: unknown): Promise<EntryAnswer> {
  if (!isSignUpOn()) return refused("Sign-up is off here. Ask whoever runs this installation for an invitation.");
  const values = RequestSignUpInput.safeParse(input);
  if (!values.success) return refused(null, { email: "Enter your e-mail address" });
  try {
    await identity.requestSignUp({ ...values.data, address: clientAddress(await headers()) });
    return { ok: true };
  } catch (error) {
    if (error instanceof AppError) return refused(error.message);
    throw error;
  }
}
