import { RotationPolicies } from "@rolecall/domain";
import { type OverrideValues, type PolicyValues, policiesOf } from "./policy-values.ts";

export type Issue = { path: readonly PropertyKey[]; message: string };

/** The form's names of fields that the API names differently. */
const FIELDS: Readonly<Record<string, string>> = {
  "limits.rotationDays": "limits.rotation.days",
  "limits.unusedDays": "limits.unused.days",
  "limits.graceDays": "limits.graceDays",
  "limits.warnDaysBefore": "limits.warnDaysBefore",
  rotationDays: "rotation.days",
  unusedDays: "unused.days",
  graceDays: "graceDays",
  warnDaysBefore: "warnDaysBefore",
  "match.awsAccountIds": "awsAccountIds",
  "match.unitIds": "unitIds",
  "match.tag.key": "tagKey",
  "match.tag.value": "tagValue",
  "match.pathPrefix": "pathPrefix",
  "match.kinds": "kinds",
  "match.holder": "holder",
  name: "name",
};

/** Messages that replace the API's, which are for programs. */
const WORDS: Readonly<Record<string, string>> = {
  "rotation.days": "A whole number of days from 1 to 3650",
  "unused.days": "A whole number of days from 1 to 3650",
  graceDays: "A whole number of days from 0 to 365",
  warnDaysBefore: "At most five whole numbers of days between commas, or “none”",
  name: "Give it a name of at most 80 characters",
  tagKey: "Name the tag's key; a value alone matches nothing",
};

/** The field of the form that an issue belongs to; null: none. */
export function fieldOf(path: readonly PropertyKey[]): string | null {
  const names = path.map(String);
  const head = names[0] === "overrides" ? names.slice(0, 2) : names.slice(0, 1);
  const rest = names.slice(head.length).filter((name) => !/^\d+$/.test(name));
  const field = FIELDS[rest.join(".")];
  return field ? [...head, field].join(".") : null;
}

const wordsFor = (field: string, message: string): string => {
  const name = field.replace(/^(overrides\.\d+|human|machine)\./, "").replace(/^limits\./, "");
  return WORDS[name] ?? message;
};

function saysNothing({ limits }: OverrideValues): boolean {
  const { rotation, unused, graceDays, warnDaysBefore } = limits;
  return [rotation.mode, unused.mode].every((mode) => mode === "inherit") && `${graceDays}${warnDaysBefore}` === "";
}

/** Problems that no single field has: two overrides of the same name, and overrides without a limit. */
function problemsBetween(overrides: readonly OverrideValues[]): [string, string][] {
  const names = overrides.map(({ name }) => name.trim());
  return overrides.flatMap((override, index): [string, string][] => {
    const name = names[index] ?? "";
    const isTwice = name !== "" && names.indexOf(name) < index;
    return [
      ...(isTwice
        ? [[`overrides.${index}.name`, `“${name}” is the name of another line already`] as [string, string]]
        : []),
      ...(saysNothing(override)
        ? [
            [`overrides.${index}.limits.rotation.mode`, "It changes no limit: set one, or remove the line"] as [
              string,
              string,
            ],
          ]
        : []),
    ];
  });
}

/** The first message per field of the form, from issues of the API's rules. */
export function problemsFrom(issues: readonly Issue[]): Record<string, string> {
  return Object.fromEntries(
    issues.toReversed().flatMap(({ path, message }) => {
      const field = fieldOf(path);
      return field ? [[field, wordsFor(field, message)] as const] : [];
    }),
  );
}

/** The problems of the form, by field. */
export function policyProblems(values: PolicyValues): Record<string, string> {
  const issues = RotationPolicies.safeParse(policiesOf(values)).error?.issues ?? [];
  return { ...Object.fromEntries(problemsBetween(values.overrides)), ...problemsFrom(issues) };
}
