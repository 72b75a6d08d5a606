import { type GroupFact, groupFromDetail } from "@rolecall/domain";
import type { Failure } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { type DetailReader, unreadDetails } from "./detail-reader.ts";
import { listGroups } from "./heads.ts";
import { IdentityPoliciesReader } from "./identity-policies.ts";
import { GROUP_POLICIES } from "./policy-calls.ts";

type Given = { call: IamCall; shared: SharedTexts };

/**
 * All groups, at two calls per group and one per inline policy.
 *
 * @throws AwsCallFailed if the groups cannot be listed. Details that cannot be read are named as such in each group.
 */
export async function readGroupsOneByOne({ call, shared }: Given): Promise<{
  items: GroupFact[];
  details: DetailReader[];
  lacking: Failure | null;
}> {
  const policies = new IdentityPoliciesReader(call, shared, GROUP_POLICIES);
  const { value, lacking } = await listGroups(call);
  const groups = value.map((group) => groupFromDetail(group, shared));
  const read = await Promise.all(
    groups.map(async (group) => ({ ...group, ...(await policies.read(group.groupName)) })),
  );
  return {
    items: read.map(({ unread, ...group }) => ({ ...group, ...unreadDetails(unread) })),
    details: policies.details,
    lacking,
  };
}
