import { createPowers, type IamGroup, type IamRole, type IamUser, type PowerView } from "@rolecall/domain";
import { serverApi } from "../../server/api.ts";
import type { Moment } from "../as-of/moment.ts";
import { readPolicies } from "./read-policies.ts";

/** What somebody may do, and which policy tells it; null: what was judged does not follow from the policies as they are now. */
export type ToldPower = { power: PowerView["power"]; reason: string | null };

type Held = Pick<IamUser, "attachedPolicyArns" | "permissionsBoundaryArn" | "awsAccountId">;

async function powersOf(
  { attachedPolicyArns, permissionsBoundaryArn, awsAccountId }: Held,
  groups: IamGroup[],
  moment: Moment,
) {
  const arns = [
    ...attachedPolicyArns,
    ...(permissionsBoundaryArn ? [permissionsBoundaryArn] : []),
    ...groups.flatMap((group) => group.attachedPolicyArns),
  ];
  const policies = await readPolicies(arns, { awsAccountId, day: moment.day });
  return createPowers({ policies: [...policies.values()], groups });
}

const toldBy = (judged: PowerView["power"], { power, reason }: PowerView): ToldPower => ({
  power: judged,
  reason: power === judged ? reason : null,
});

/** Why a role may do what it was judged to. */
export async function readPowerOfRole(role: IamRole, moment: Moment): Promise<ToldPower> {
  return toldBy(role.power, (await powersOf(role, [], moment)).ofRole(role));
}

async function readGroups({ groupNames, awsAccountId }: IamUser, moment: Moment): Promise<IamGroup[]> {
  const api = await serverApi();
  const pages = await Promise.all(
    groupNames.map((q) => api.groups.list({ awsAccountId, q, limit: 200, asOf: moment.asOf })),
  );
  return pages.flatMap(({ items }) => items).filter(({ groupName }) => groupNames.includes(groupName));
}

/** Why a user may do what it was judged to, by its own policies and those of its groups. */
export async function readPowerOfUser(user: IamUser, moment: Moment): Promise<ToldPower> {
  const groups = await readGroups(user, moment);
  return toldBy(user.power, (await powersOf(user, groups, moment)).ofUser(user));
}
