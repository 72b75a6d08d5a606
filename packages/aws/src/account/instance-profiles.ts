import { ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import { type InstanceProfileFact, instanceProfileFromDetail } from "@rolecall/domain";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeInstanceProfile } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** All instance profiles, those without a role among them. @throws AwsCallFailed */
export function readInstanceProfiles(call: IamCall, shared: SharedTexts): Promise<InstanceProfileFact[]> {
  return readAll(
    "iam:ListInstanceProfiles",
    (page) =>
      call(
        "iam:ListInstanceProfiles",
        (iam, abort) => iam.send(new ListInstanceProfilesCommand(page), abort),
        (answer) =>
          isWholePage(answer, answer.InstanceProfiles) && (answer.InstanceProfiles ?? []).every(isWholeInstanceProfile),
      ),
    ({ InstanceProfiles }) => (InstanceProfiles ?? []).map((profile) => instanceProfileFromDetail(profile, shared)),
  );
}
