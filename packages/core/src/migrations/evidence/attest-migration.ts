import { migrations } from "@rolecall/db";
import type { AttestMigrationInput, MigrationDetail } from "@rolecall/domain";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { appendEvidence } from "../../evidence/append-evidence.ts";
import { found } from "../../found.ts";
import { getMigration } from "../get-migration.ts";

/**
 * Keeps what a member attests of a user's migration, where AWS cannot tell it. It is shown as attested, is no proof, and moves no stage.
 *
 * @throws AppError NOT_FOUND if the user has no migration
 */
export async function attestMigration(ctx: Ctx, input: AttestMigrationInput): Promise<MigrationDetail> {
  const { userId, stage, statement } = input;
  await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { userName, awsAccountId } = found(await migrations.findMigration(tx, userId), "migration");
    const content = { userName, awsAccountId, stage, statement, by: ctx.actor.label };
    await appendEvidence(ctx, tx, [{ at: ctx.now(), kind: "attested", userId, content }]);
    await audit(ctx, tx, "migration.attested", userId, { userName, stage, statement });
  });
  return getMigration(ctx, { id: userId });
}
