import { ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import { type InstanceProfileFact, instanceProfileFromDetail } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import { type Listed, OddRecords } from "../reading/odd-records.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeInstanceProfile } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** All instance profiles, those without a role among them. @throws AwsCallFailed */
export async function readInstanceProfiles(call: IamCall, shared: SharedTexts): Promise<Listed<InstanceProfileFact[]>> {
  const odd = new OddRecords("iam:ListInstanceProfiles", "instance profiles");
  const value = await listAll(call, {
    action: "iam:ListInstanceProfiles",
    send: (iam, page, abort) => iam.send(new ListInstanceProfilesCommand(page), abort),
    itemsOf: ({ InstanceProfiles }) => InstanceProfiles,
    isWhole: isWholeInstanceProfile,
    onOdd: odd.note,
    factOf: (profile) => instanceProfileFromDetail(profile, shared),
    identityOf: ({ instanceProfileId }) => instanceProfileId,
  });
  return { value, lacking: odd.failure };
}
