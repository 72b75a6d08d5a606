import { ListGroupsCommand } from "@aws-sdk/client-iam";
import { type GroupFact, groupFromDetail } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeGroup } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";
import { type DetailReader, unreadDetails } from "./detail-reader.ts";
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
}> {
  const policies = new IdentityPoliciesReader(call, shared, GROUP_POLICIES);
  const groups = await listAll(call, {
    action: "iam:ListGroups",
    send: (iam, page, abort) => iam.send(new ListGroupsCommand(page), abort),
    itemsOf: ({ Groups }) => Groups,
    isWhole: isWholeGroup,
    factOf: (group) => groupFromDetail(group, shared),
  });
  const read = await Promise.all(
    groups.map(async (group) => ({ ...group, ...(await policies.read(group.groupName)) })),
  );
  return {
    items: read.map(({ unread, ...group }) => ({ ...group, ...unreadDetails(unread) })),
    details: policies.details,
  };
}
