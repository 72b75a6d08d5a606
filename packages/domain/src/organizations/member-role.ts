import type { RoleArn } from "../arn.ts";
import type { OptionalPermissionPack } from "../onboarding/customer-role.ts";
import type { PermissionPack } from "../permissions/permissions.ts";

/** What a member's role is asked to grant beyond the core: the organisation is read in one account only. */
export const memberPacks = (packs: readonly PermissionPack[]): OptionalPermissionPack[] =>
  packs.filter((pack) => pack !== "core" && pack !== "organization");

/** The role of a member account: of the same name, path and partition as the one by which the organisation is read. */
export function memberRole(role: RoleArn, awsAccountId: string): RoleArn {
  const { partition, path, roleName } = role;
  return { ...role, awsAccountId, arn: `arn:${partition}:iam::${awsAccountId}:role${path}${roleName}` };
}
