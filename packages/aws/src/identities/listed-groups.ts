import { ListGroupsCommand } from "@aws-sdk/client-iam";
import { type GroupFact, groupFromDetail } from "@rolecall/domain";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeGroup } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";
import { type DetailReader, unreadDetails } from "./detail-reader.ts";
import { GROUP_POLICIES, IdentityPoliciesReader } from "./identity-policies.ts";

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
  const groups = await readAll(
    "iam:ListGroups",
    (page) =>
      call(
        "iam:ListGroups",
        (iam, abort) => iam.send(new ListGroupsCommand(page), abort),
        (answer) => isWholePage(answer, answer.Groups) && (answer.Groups ?? []).every(isWholeGroup),
      ),
    ({ Groups }) => (Groups ?? []).map((group) => groupFromDetail(group, shared)),
  );
  const read = await Promise.all(
    groups.map(async (group) => ({ ...group, ...(await policies.read(group.groupName)) })),
  );
  return {
    items: read.map(({ unread, ...group }) => ({ ...group, ...unreadDetails(unread) })),
    details: policies.details,
  };
}
