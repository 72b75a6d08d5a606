import { CreateOwnerRuleInput, type OwnerRule } from "@rolecall/domain";

/** An account to choose. */
export type AccountOption = { value: string; label: string };

/** The values of the form, as they are typed. */
export type RuleValues = {
  userName: string;
  pathPrefix: string;
  tagKey: string;
  tagValue: string;
  awsAccountIds: string[];
  owner: string;
};

/** What a rule says so far; of a new one nothing. */
export const valuesOf = (rule: Pick<OwnerRule, "match" | "owner"> | null): RuleValues => ({
  userName: rule?.match.userName ?? "",
  pathPrefix: rule?.match.pathPrefix ?? "",
  tagKey: rule?.match.tag?.key ?? "",
  tagValue: rule?.match.tag?.value ?? "",
  awsAccountIds: [...(rule?.match.awsAccountIds ?? [])],
  owner: rule?.owner ?? "",
});

const given = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** The input for the API: a field that is left empty is no condition. */
export function ruleInput({ userName, pathPrefix, tagKey, tagValue, awsAccountIds, owner }: RuleValues) {
  const key = given(tagKey);
  return {
    match: {
      userName: given(userName),
      pathPrefix: given(pathPrefix),
      tag: key === undefined ? undefined : { key, value: given(tagValue) },
      awsAccountIds: awsAccountIds.length === 0 ? undefined : awsAccountIds,
    },
    owner: owner.trim(),
  };
}

/** Fields of the form, by those of the API. */
const FIELDS: Readonly<Record<string, keyof RuleValues>> = {
  owner: "owner",
  match: "userName",
  "match.userName": "userName",
  "match.pathPrefix": "pathPrefix",
  "match.tag.key": "tagKey",
  "match.tag.value": "tagValue",
  "match.awsAccountIds": "awsAccountIds",
};

/** The first problem of each field, by the same rules as the API's. */
export function ruleProblems(values: RuleValues): Partial<Record<keyof RuleValues, string>> {
  const issues = CreateOwnerRuleInput.safeParse(ruleInput(values)).error?.issues ?? [];
  const problems: Partial<Record<keyof RuleValues, string>> = {};
  for (const { path, message } of issues.toReversed()) {
    const field = FIELDS[path.filter((part) => typeof part === "string").join(".")];
    if (field) problems[field] = field === "owner" ? "Enter an owner" : message;
  }
  if (given(values.tagKey) === undefined && given(values.tagValue) !== undefined)
    problems.tagKey = "Enter the key of the tag";
  return problems;
}
