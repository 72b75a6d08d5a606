import {
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  ListAccountAliasesCommand,
} from "@aws-sdk/client-iam";
import type { PasswordPolicyFact } from "@rolecall/domain";
import { ifGone } from "../reading/if-gone.ts";
import type { IamCall } from "../session/account-session.ts";

/** Numbers and quotas of the account. @throws AwsCallFailed */
export async function readAccountSummary(call: IamCall): Promise<Record<string, number>> {
  const { SummaryMap } = await call(
    "iam:GetAccountSummary",
    (iam, abort) => iam.send(new GetAccountSummaryCommand({}), abort),
    ({ SummaryMap }) => SummaryMap !== undefined,
  );
  return { ...SummaryMap };
}

/** The account's alias; null if it has none. @throws AwsCallFailed */
export async function readAccountAlias(call: IamCall): Promise<string | null> {
  const { AccountAliases } = await call(
    "iam:ListAccountAliases",
    (iam, abort) => iam.send(new ListAccountAliasesCommand({}), abort),
    ({ AccountAliases }) => AccountAliases !== undefined,
  );
  return AccountAliases?.[0] ?? null;
}

/**
 * The account's own password policy; null if it has none, and AWS's default applies.
 *
 * @throws AwsCallFailed
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
 */
export const readPasswordPolicy = (call: IamCall): Promise<PasswordPolicyFact | null> =>
  ifGone(null, async () => {
    const { PasswordPolicy: policy } = await call(
      "iam:GetAccountPasswordPolicy",
      (iam, abort) => iam.send(new GetAccountPasswordPolicyCommand({}), abort),
      ({ PasswordPolicy }) => PasswordPolicy?.MinimumPasswordLength !== undefined,
    );
    return {
      minimumLength: policy?.MinimumPasswordLength ?? 0,
      requiresSymbols: policy?.RequireSymbols ?? false,
      requiresNumbers: policy?.RequireNumbers ?? false,
      requiresUppercase: policy?.RequireUppercaseCharacters ?? false,
      requiresLowercase: policy?.RequireLowercaseCharacters ?? false,
      allowsUsersToChange: policy?.AllowUsersToChangePassword ?? false,
      maxPasswordAgeDays: policy?.MaxPasswordAge || null,
      reusePrevention: policy?.PasswordReusePrevention || null,
      hardExpiry: policy?.HardExpiry ?? null,
    };
  });
