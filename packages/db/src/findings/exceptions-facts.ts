import { type ConditionFacts, Credential, IamGroup, IamPolicy } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";
import { findUser } from "../inventory/users.ts";
import { columnsOf } from "../sql/columns.ts";
import { rowsOf } from "../sql/rows.ts";
import type { TenantTx } from "../sql/transaction.ts";

const Group = IamGroup.pick({ groupName: true, attachedPolicyArns: true, inlinePolicies: true });
const Policy = IamPolicy.pick({ arn: true, document: true, problem: true });
const CredentialOfUser = Credential.pick({ kind: true });

const groupsOf = (tx: TenantTx, accountId: string, names: readonly string[]) =>
  rowsOf(
    tx,
    Group,
    Prisma.sql`
    SELECT ${columnsOf(Group, "g")} FROM iam_group g
    WHERE g.account_id = ${accountId}::uuid AND g.gone_at IS NULL AND g.group_name = ANY(${[...names]}::text[])`,
  );

const policiesOf = (tx: TenantTx, accountId: string, arns: readonly string[]) =>
  rowsOf(
    tx,
    Policy,
    Prisma.sql`
    SELECT arn, policy->'document' AS document, policy->>'problem' AS problem
    FROM iam_policy WHERE account_id = ${accountId}::uuid AND gone_at IS NULL AND arn = ANY(${[...arns]}::text[])`,
  );

/** What the condition of an exception is held against: a user that exists, with its credentials, groups and policies as known now. */
export async function readConditionFacts(
  tx: TenantTx,
  { accountId, userRecordId }: { accountId: string; userRecordId: string },
  now: Date,
): Promise<ConditionFacts> {
  const user = await findUser(tx, userRecordId, now);
  if (!user || user.goneAt) return { user: null, credentials: [], policies: new Map(), groups: new Map() };
  const credentials = await rowsOf(
    tx,
    CredentialOfUser,
    Prisma.sql`
    SELECT kind FROM credential WHERE user_record_id = ${userRecordId}::uuid AND gone_at IS NULL`,
  );
  const groups = await groupsOf(tx, accountId, user.groupNames);
  const boundary = user.permissionsBoundaryArn === null ? [] : [user.permissionsBoundaryArn];
  const arns = [...user.attachedPolicyArns, ...boundary, ...groups.flatMap((group) => group.attachedPolicyArns)];
  const policies = await policiesOf(tx, accountId, arns);
  return {
    user,
    credentials,
    policies: new Map(policies.map(({ arn, ...policy }) => [arn, policy])),
    groups: new Map(groups.map(({ groupName, ...group }) => [groupName, group])),
  };
}
