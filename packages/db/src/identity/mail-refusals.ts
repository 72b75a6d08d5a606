import { createHash } from "node:crypto";
import { clientOf } from "../sql/rows.ts";
import type { AuthTx, TenantTx } from "../sql/transaction.ts";

const digestOf = (email: string): string => createHash("sha256").update(email.toLowerCase()).digest("hex");

/** Keeps all mail of this installation from an address, whoever asks for it. Safe to repeat. */
export async function insertMailRefusal(tx: AuthTx, email: string, refusedAt: Date): Promise<void> {
  await clientOf(tx).mailRefusal.createMany({
    data: [{ addressHash: digestOf(email), refusedAt }],
    skipDuplicates: true,
  });
}

/** Whether an address wants no mail. */
export const refusesMail = async (tx: TenantTx | AuthTx, email: string): Promise<boolean> =>
  (await clientOf(tx).mailRefusal.count({ where: { addressHash: digestOf(email) } })) > 0;
