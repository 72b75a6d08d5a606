import { createHash } from "node:crypto";
import { landing, type TenantTx } from "@rolecall/db";
import { AppError, type LandingScope, type ScanKind } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { VersionEvents } from "../../events/version-events.ts";
import type { HeldAccount } from "../../judgement/judge-inventory.ts";
import type { Landing } from "./land-table.ts";

/** Which scan lands. */
type LandingScan = {
  accountId: string;
  scanId: string;
  kind: ScanKind;
  /** As of when its facts hold. */
  asOf: Date;
  /** Of a recheck: the user. */
  userRecordId: string | null;
};

/**
 * One landing, from its account's turn to the end of the transaction: the account as it is then, and all that planning, writing,
 * judging and recording need.
 */
export type LandingContext = HeldAccount & Landing & Pick<LandingScan, "kind" | "userRecordId">;

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Waits for the account's turn and begins a landing. @throws AppError NOT_FOUND if the tenant has no such account */
export async function openLanding(ctx: Ctx, tx: TenantTx, scan: LandingScan): Promise<LandingContext> {
  const { accountId, scanId, kind, asOf, userRecordId } = scan;
  const account = await landing.holdAccount(tx, accountId);
  if (!account) throw new AppError("NOT_FOUND", `No account ${accountId}`);
  const { awsAccountId, freshness } = account;
  const scope: LandingScope = {
    ...{ accountId, awsAccountId, scanId, asOf, digest },
    isUpload: kind === "upload",
    newId: ctx.newId,
    everRead: new Set(Object.keys(freshness)),
  };
  const store = landing.inventoryOf(tx, accountId, userRecordId ?? undefined);
  return { ctx, tx, account, ...scope, store, events: new VersionEvents(), kind, userRecordId };
}
