import type { CheckId } from "../../judgement/check.ts";
import type { JudgedSettings, Verdict } from "../../judgement/judged.ts";
import { fails, isUnknown, type Outcome, passes, type Subject, verdictOf } from "./verdict.ts";

type PasswordPolicy = NonNullable<JudgedSettings["passwordPolicy"]>;
type Rule = {
  checkId: CheckId;
  /** What is missing of the rule, to be put behind "the password policy"; null: nothing. */
  missing: (policy: PasswordPolicy) => string | null;
  facts: readonly (keyof PasswordPolicy)[];
};

const MINIMUM_LENGTH = 14;
const REMEMBERED = 24;
/** What IAM.7 asks for where nobody has set its parameters. */
const STRONG_LENGTH = 8;
const KINDS = [
  ["requiresUppercase", "uppercase letters"],
  ["requiresLowercase", "lowercase letters"],
  ["requiresNumbers", "numbers"],
  ["requiresSymbols", "symbols"],
] as const;

const RULES: readonly Rule[] = [
  {
    checkId: "password_policy_length",
    missing: ({ minimumLength }) =>
      minimumLength < MINIMUM_LENGTH ? `asks for ${minimumLength} characters only, not ${MINIMUM_LENGTH}` : null,
    facts: ["minimumLength"],
  },
  {
    checkId: "password_policy_reuse",
    missing: ({ reusePrevention }) =>
      (reusePrevention ?? 0) < REMEMBERED
        ? `does not keep the last ${REMEMBERED} passwords from being used again`
        : null,
    facts: ["reusePrevention"],
  },
  {
    checkId: "password_policy_strength",
    missing: (policy) => {
      const kinds: string[] = KINDS.filter(([field]) => !policy[field]).map(([, words]) => words);
      if (policy.minimumLength < STRONG_LENGTH) kinds.push(`${STRONG_LENGTH} characters`);
      return kinds.length > 0 ? `does not ask for ${kinds.join(", ")}` : null;
    },
    facts: ["requiresUppercase", "requiresLowercase", "requiresNumbers", "requiresSymbols", "minimumLength"],
  },
];

function judge({ missing, facts }: Rule, { passwordPolicy, passwordPolicyState }: JudgedSettings): Outcome {
  if (passwordPolicyState === "aws_default") {
    return fails("The account has no password policy of its own: AWS's default is weaker", { passwordPolicyState });
  }
  if (passwordPolicyState === "unknown" || passwordPolicy === null) {
    return isUnknown("The password policy could not be read", { passwordPolicyState });
  }
  const values = Object.fromEntries(facts.map((field) => [field, passwordPolicy[field]]));
  const lack = missing(passwordPolicy);
  return lack === null
    ? passes("The password policy asks for it", values)
    : fails(`The password policy ${lack}`, values);
}

/** The verdicts on the account's password policy. */
export const checkPasswordPolicy = (settings: JudgedSettings, account: Subject): Verdict[] =>
  RULES.map((rule) => verdictOf(rule.checkId, account, judge(rule, settings)));
