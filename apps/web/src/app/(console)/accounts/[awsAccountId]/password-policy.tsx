import type { AccountSettings } from "@rolecall/domain";
import { type KeyValue, KeyValueList, Unknown } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";

type Policy = NonNullable<AccountSettings["passwordPolicy"]>;

const REQUIREMENTS = [
  ["requiresUppercase", "upper case"],
  ["requiresLowercase", "lower case"],
  ["requiresNumbers", "numbers"],
  ["requiresSymbols", "symbols"],
] as const satisfies readonly (readonly [keyof Policy, string])[];

function itemsOf(policy: Policy): KeyValue[] {
  const required = REQUIREMENTS.filter(([key]) => policy[key]).map(([, word]) => word);
  const { maxPasswordAgeDays, reusePrevention, hardExpiry } = policy;
  return [
    { label: "Minimum length", value: policy.minimumLength },
    { label: "Must contain", value: required.length > 0 ? required.join(", ") : "nothing in particular" },
    { label: "Expires after", value: maxPasswordAgeDays === null ? "never" : formatDays(maxPasswordAgeDays) },
    {
      label: "May be used again",
      value: reusePrevention === null ? "at once" : `after ${reusePrevention} other passwords`,
    },
    { label: "Users change their own", value: policy.allowsUsersToChange ? "yes" : "no" },
    {
      label: "After it has expired",
      value: hardExpiry ? "an administrator must set a new one" : "the user sets a new one at the next sign-in",
    },
  ];
}

/** The account's own password policy, AWS's default, or that it could not be read: three different things. */
export function PasswordPolicy({ settings }: { settings: AccountSettings }) {
  const { passwordPolicy, passwordPolicyState } = settings;
  if (passwordPolicyState === "aws_default") {
    return "The account has no policy of its own: AWS's default applies, which asks for 8 characters of three kinds and never lets a password expire.";
  }
  if (!passwordPolicy) {
    return <Unknown reason="The password policy could not be read. The table above says why." />;
  }
  return <KeyValueList items={itemsOf(passwordPolicy)} />;
}
