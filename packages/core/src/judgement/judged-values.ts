import { judgement, type TenantTx, trust } from "@rolecall/db";
import { type AppliedLimits, isSame } from "@rolecall/domain";
import type { JudgedBatch } from "./judge-subjects.ts";
import { writeOwners } from "./owned-users.ts";

const isSameInstant = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();

/** Limits as they are kept, whatever else the rules say of them. */
export const limitsRow = (credentialId: string, limits: AppliedLimits): judgement.CredentialLimitRow => ({
  credentialId,
  rotationDays: limits.rotationDays,
  unusedDays: limits.unusedDays,
  graceDays: limits.graceDays,
  warnDaysBefore: limits.warnDaysBefore,
  holder: limits.holder,
  reason: limits.reason,
});

/** Deadlines that are not the ones that are kept. */
export function deadlinesThatDiffer({ credentials, limits }: Pick<JudgedBatch, "credentials" | "limits">) {
  const known = new Map(credentials.map((credential) => [credential.id, credential]));
  return limits.flatMap(({ credentialId, deadlines }) => {
    const kept = known.get(credentialId);
    const { deadlineAt, dueSoonAt, unusedAt } = deadlines;
    const isKept =
      kept &&
      isSameInstant(kept.deadlineAt, deadlineAt) &&
      isSameInstant(kept.dueSoonAt, dueSoonAt) &&
      isSameInstant(kept.unusedAt, unusedAt);
    return isKept ? [] : [{ id: credentialId, deadlineAt, dueSoonAt, unusedAt }];
  });
}

/** Brings what the trust map keeps of a batch's roles to what was judged. */
async function writeRoleWays(tx: TenantTx, accountId: string, { roles }: Pick<JudgedBatch, "roles">): Promise<void> {
  if (roles.length === 0) return;
  const kept = await trust.readRoleWays(
    tx,
    roles.map(({ role }) => role.id),
  );
  const known = new Map(kept.map((row) => [row.roleId, row]));
  const rows = roles.map(({ role, ways }) => ({ roleId: role.id, ...ways }));
  await trust.writeRoleWays(
    tx,
    accountId,
    rows.filter((row) => !isSame(row, known.get(row.roleId))),
  );
}

/**
 * Writes what a batch says of its subjects beside findings: limits and deadlines of credentials, what users and roles may do, how
 * roles' trust policies are graded, who may come in by them, and who answers for users. Only what differs from what is kept.
 *
 * @returns the limits that held before, of those credentials whose limits changed.
 */
export async function writeJudgedValues(
  tx: TenantTx,
  accountId: string,
  at: Date,
  batch: JudgedBatch,
): Promise<Map<string, judgement.CredentialLimitRow>> {
  const ids = batch.limits.map(({ credentialId }) => credentialId);
  const known = new Map((await judgement.readLimits(tx, ids)).map((row) => [row.credentialId, row]));
  const rows = batch.limits.map(({ credentialId, limits }) => limitsRow(credentialId, limits));
  const changed = rows.filter((row) => !isSame(row, known.get(row.credentialId)));
  await judgement.writeLimits(tx, accountId, at, changed);
  await judgement.writeDeadlines(tx, deadlinesThatDiffer(batch));
  await judgement.writePowers(
    tx,
    batch.users.flatMap(({ user, power }) => (power && power !== user.knownPower ? [{ id: user.id, power }] : [])),
  );
  await judgement.writeGrades(
    tx,
    batch.roles.flatMap(({ role, grade, power }) =>
      grade === role.knownGrade && power === role.knownPower ? [] : [{ id: role.id, grade, power }],
    ),
  );
  await writeRoleWays(tx, accountId, batch);
  await writeOwners(tx, { accountId, at }, batch.users);
  return new Map(
    changed.flatMap(({ credentialId }) => {
      const before = known.get(credentialId);
      return before ? [[credentialId, before] as const] : [];
    }),
  );
}
