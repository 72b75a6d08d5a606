import { createHash } from "node:crypto";
import { evidence, type TenantTx } from "@rolecall/db";
import { type ChainOf, isSame, linkEntries, type NewEvidence } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

/** SHA-256 in hex, as auditors' tools print it. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
export const chainOf = ({ tenantId }: Pick<Ctx, "tenantId">): ChainOf => ({ tenantId, digest: sha256 });

/**
 * Adds to the tenant's chain of evidence, in the transaction in which it happened. From here to the commit the tenant's other landings
 * and decisions wait: whatever needs the turn of an account takes it before.
 */
export async function appendEvidence(
  ctx: Pick<Ctx, "tenantId">,
  tx: TenantTx,
  entries: readonly NewEvidence[],
): Promise<void> {
  if (entries.length === 0) return;
  const tail = await evidence.holdTail(tx);
  await evidence.insertEntries(tx, linkEntries(chainOf(ctx), tail, entries));
}

/** A file that is given out for a migration. */
type GivenFile = { name: string; body: string };

/**
 * Writes down what was given out for a user's migration: the names of the files and what they hash to, so that a file can be told again.
 * Whoever looks at the same files again is given nothing new.
 */
export async function noteArtifactsGiven(
  ctx: Pick<Ctx, "tenantId" | "now" | "actor">,
  tx: TenantTx,
  { userId, format, files }: { userId: string; format: string; files: readonly GivenFile[] },
): Promise<void> {
  const hashed = files.map(({ name, body }) => ({ name, sha256: sha256(body) }));
  const content = { by: ctx.actor.label, format, files: hashed };
  const given = await evidence.readEntriesOf(tx, [userId], "artifacts_given");
  if (given.some((entry) => isSame(entry.content, content))) return;
  await appendEvidence(ctx, tx, [{ at: ctx.now(), kind: "artifacts_given", userId, content }]);
}
