import type { ConditionFacts, CredentialKind, InlinePolicyView, JudgedPolicy } from "@rolecall/domain";
import type { TenantTx } from "../client.ts";
import { findUser } from "../inventory/inventory.ts";

type GroupRow = { groupName: string; attachedPolicyArns: string[]; inlinePolicies: InlinePolicyView[] };
type PolicyRow = Pick<JudgedPolicy, "arn" | "document" | "problem">;

const groupsOf = (tx: TenantTx, accountId: string, names: readonly string[]): Promise<GroupRow[]> => tx.$queryRaw<
  GroupRow[]
>`
  SELECT group_name AS "groupName", attached_policy_arns AS "attachedPolicyArns", inline_policies AS "inlinePolicies"
  FROM iam_group WHERE account_id = ${accountId}::uuid AND gone_at IS NULL AND group_name = ANY(${[...names]}::text[])`;

const policiesOf = (tx: TenantTx, accountId: string, arns: readonly string[]): Promise<PolicyRow[]> => tx.$queryRaw<
  PolicyRow[]
>`
  SELECT arn, policy->'document' AS document, policy->>'problem' AS problem
  FROM iam_policy WHERE account_id = ${accountId}::uuid AND gone_at IS NULL AND arn = ANY(${[...arns]}::text[])`;

/** What the condition of an exception is held against: a user that exists, with its credentials, groups and policies as known now. */
export async function readConditionFacts(
  tx: TenantTx,
  { accountId, userRecordId }: { accountId: string; userRecordId: string },
  now: Date,
): Promise<ConditionFacts> {
  const user = await findUser(tx, userRecordId, now);
  if (!user || user.goneAt) return { user: null, credentials: [], policies: new Map(), groups: new Map() };
  const credentials = await tx.$queryRaw<{ kind: CredentialKind }[]>`
    SELECT kind FROM credential WHERE user_record_id = ${userRecordId}::uuid AND gone_at IS NULL`;
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
