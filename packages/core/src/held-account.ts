import { landing, type TenantTx } from "@rolecall/db";
import type { Ctx } from "./context.ts";

/** An account whose turn it is: its other landings and judgements wait for the end of the transaction. */
export type HeldAccount = {
  ctx: Ctx;
  tx: TenantTx;
  /** As it was when the turn began. */
  account: landing.HeldAccountRow;
};

/** Waits for the account's turn; null if the tenant has no account of this id. */
export async function holdAccount(ctx: Ctx, tx: TenantTx, accountId: string): Promise<HeldAccount | null> {
  const account = await landing.holdAccount(tx, accountId);
  return account && { ctx, tx, account };
}
