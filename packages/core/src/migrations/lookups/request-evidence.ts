import { type TenantTx, trail } from "@rolecall/db";
import {
  type AccessObstacle,
  type AccountAccess,
  isObstacle,
  type MissingGrant,
  missingGrantOf,
  type PlannedLookups,
  planLookups,
  type RequestEvidenceInput,
  type RequestedEvidence,
} from "@rolecall/domain";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { findAccess } from "../../scans/account-access.ts";
import { lookUpAccount } from "../../trail/look-up-account.ts";

type Access = AccountAccess | AccessObstacle;
type Asked = { user: trail.UserAsked; planned: PlannedLookups };

const knownOf = ({ status, finishedAt }: Pick<trail.UserAsked, "status" | "finishedAt">) =>
  status === null ? null : { status, finishedAt };

async function accessByAccount(tx: TenantTx, users: readonly trail.UserAsked[]): Promise<Map<string, Access>> {
  const access = new Map<string, Access>();
  for (const { accountId } of users) {
    if (!access.has(accountId)) access.set(accountId, await findAccess(tx, accountId));
  }
  return access;
}

async function planAll(ctx: Ctx, tx: TenantTx, users: readonly trail.UserAsked[], access: ReadonlyMap<string, Access>) {
  const credentials = await trail.readCredentialsAsked(
    tx,
    users.map(({ userId }) => userId),
  );
  const byUser = Map.groupBy(credentials, ({ userId }) => userId);
  return users.map((user): Asked => {
    const own = (byUser.get(user.userId) ?? []).map((each) => ({ id: each.id, lookup: knownOf(each) }));
    const reach = access.get(user.accountId) ?? { obstacle: "No such account", isPassing: false };
    return { user, planned: planLookups({ ...user, credentials: own, actions: knownOf(user) }, reach, ctx.now()) };
  });
}

/** What is missing, once for each connection. */
function missingGrants(users: readonly trail.UserAsked[], access: ReadonlyMap<string, Access>): MissingGrant[] {
  const numbers = new Map(users.map(({ accountId, awsAccountId }) => [accountId, awsAccountId]));
  const accounts = [...access].flatMap(([id, reach]) => (isObstacle(reach) ? [] : [{ id, reach }]));
  return [...Map.groupBy(accounts, ({ reach }) => reach.connectionId).values()].flatMap((of) => {
    const awsAccountIds = of.flatMap(({ id }) => numbers.get(id) ?? []).sort();
    return (of[0] && missingGrantOf(of[0].reach, awsAccountIds)) ?? [];
  });
}

async function insertAll(ctx: Ctx, tx: TenantTx, asked: readonly Asked[]): Promise<number> {
  const now = ctx.now();
  const ofTrail = asked.flatMap(({ user: { accountId }, planned: { credentialIds } }) =>
    credentialIds.map((subjectId) => ({ id: ctx.newId(), accountId, subject: "credential" as const, subjectId })),
  );
  const ofActions = asked
    .filter(({ planned }) => planned.looksUpActions)
    .map(({ user: { accountId, userId } }) => ({ id: ctx.newId(), accountId, userId }));
  const inserted = await trail.insertLookups(tx, ofTrail, now);
  return inserted + (await trail.insertLastAccessedLookups(tx, ofActions, now));
}

const unknown = (userId: string): RequestedEvidence["users"][number] => ({
  ...{ userId, userName: null, awsAccountId: null, trail: "nothing_to_ask", actions: "nothing_to_ask" },
  sentence: "There is no such user.",
});

/**
 * Has gathered what CloudTrail and IAM tell of the use of a selection of users. What was looked up within 24 hours, or is being looked up,
 * is not asked again; what the customer's role does not grant is told, with the statement that grants it. When an answer lands, the user's
 * target is judged again.
 */
export async function requestEvidence(ctx: Ctx, { userIds }: RequestEvidenceInput): Promise<RequestedEvidence> {
  const { answer, accountIds } = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const users = await trail.readUsersAsked(tx, userIds);
    const access = await accessByAccount(tx, users);
    const planned = await planAll(ctx, tx, users, access);
    const asked = await insertAll(ctx, tx, planned);
    const known = new Set(users.map(({ userId }) => userId));
    const answers = planned.map(({ planned: { answer } }) => answer);
    const missing = planned.filter(({ planned: { answer } }) => answer.trail === "not_granted").map(({ user }) => user);
    const ofMissing = new Map([...access].filter(([id]) => missing.some(({ accountId }) => accountId === id)));
    if (asked > 0)
      await audit(ctx, tx, "migration.evidence_requested", "evidence-lookups", { userIds, lookups: asked });
    return {
      accountIds: new Set(planned.filter(({ planned: of }) => isAsked(of)).map(({ user }) => user.accountId)),
      answer: {
        asked,
        users: [...answers, ...userIds.filter((id) => !known.has(id)).map(unknown)],
        notGranted: missingGrants(missing, ofMissing),
      },
    };
  });
  for (const accountId of accountIds) await lookUpAccount.enqueue(ctx, { tenantId: ctx.tenantId, accountId });
  return answer;
}

/**
 * Has read which actions these users used, as permissions are proposed by: who is planned to move is a candidate. CloudTrail is not asked,
 * and what cannot be reached is left out, as nobody waits for an answer.
 */
export async function requestActions(ctx: Ctx, userIds: readonly string[]): Promise<void> {
  const accountIds = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const users = await trail.readUsersAsked(tx, userIds);
    const planned = await planAll(ctx, tx, users, await accessByAccount(tx, users));
    const asked = planned.filter(({ planned: { looksUpActions } }) => looksUpActions);
    await insertAll(
      ctx,
      tx,
      asked.map(({ user, planned: of }) => ({ user, planned: { ...of, credentialIds: [] } })),
    );
    return new Set(asked.map(({ user }) => user.accountId));
  });
  for (const accountId of accountIds) await lookUpAccount.enqueue(ctx, { tenantId: ctx.tenantId, accountId });
}

const isAsked = ({ credentialIds, looksUpActions }: PlannedLookups): boolean =>
  credentialIds.length > 0 || looksUpActions;
