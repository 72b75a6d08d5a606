import { ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import { type InstanceProfileFact, instanceProfileFromDetail } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeInstanceProfile } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** All instance profiles, those without a role among them. @throws AwsCallFailed */
export const readInstanceProfiles = (call: IamCall, shared: SharedTexts): Promise<InstanceProfileFact[]> =>
  listAll(call, {
    action: "iam:ListInstanceProfiles",
    send: (iam, page, abort) => iam.send(new ListInstanceProfilesCommand(page), abort),
    itemsOf: ({ InstanceProfiles }) => InstanceProfiles,
    isWhole: isWholeInstanceProfile,
    factOf: (profile) => instanceProfileFromDetail(profile, shared),
  });
