import { createPowers, type IamGroup, type IamRole, type IamUser, type PowerView } from "@rolecall/domain";
import { serverApi } from "../../server/api.ts";
import type { Moment } from "../as-of/moment.ts";
import { readPolicies } from "./read-policies.ts";

/** A privilege, and the policy that grants it; null: the policies have changed since the privilege was judged. */
export type ExplainedPower = { power: PowerView["power"]; reason: string | null };

type PolicyHolder = Pick<IamUser, "attachedPolicyArns" | "permissionsBoundaryArn" | "awsAccountId">;

async function powersOf(
  { attachedPolicyArns, permissionsBoundaryArn, awsAccountId }: PolicyHolder,
  groups: IamGroup[],
  moment: Moment,
) {
  const arns = [
    ...attachedPolicyArns,
    ...(permissionsBoundaryArn ? [permissionsBoundaryArn] : []),
    ...groups.flatMap((group) => group.attachedPolicyArns),
  ];
  const policies = await readPolicies(arns, { awsAccountId, day: moment.day });
  return createPowers({ awsAccountId, policies: [...policies.values()], groups });
}

const explained = (judged: PowerView["power"], { power, reason }: PowerView): ExplainedPower => ({
  power: judged,
  reason: power === judged ? reason : null,
});

/** The privilege of a role, explained by its policies. */
export async function readPowerOfRole(role: IamRole, moment: Moment): Promise<ExplainedPower> {
  return explained(role.power, (await powersOf(role, [], moment)).ofRole(role));
}

async function readGroups({ groupNames, awsAccountId }: IamUser, moment: Moment): Promise<IamGroup[]> {
  const api = await serverApi();
  const pages = await Promise.all(
    groupNames.map((q) => api.groups.list({ awsAccountId, q, limit: 200, asOf: moment.asOf })),
  );
  return pages.flatMap(({ items }) => items).filter(({ groupName }) => groupNames.includes(groupName));
}

/** The privilege of a user, explained by its own policies and those of its groups. */
export async function readPowerOfUser(user: IamUser, moment: Moment): Promise<ExplainedPower> {
  const groups = await readGroups(user, moment);
  return explained(user.power, (await powersOf(user, groups, moment)).ofUser(user));
}
