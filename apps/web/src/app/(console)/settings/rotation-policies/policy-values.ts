import type {
  CredentialKind,
  Holder,
  RotationLimits,
  RotationMatch,
  RotationOverride,
  RotationPolicies,
} from "@rolecall/domain";

/** A limit as it is typed. `inherit`: the next match decides. `none`: there is no limit. */
export type LimitValue = { mode: "inherit" | "days" | "none"; days: number | string };
export type LimitsValues = {
  rotation: LimitValue;
  unused: LimitValue;
  /** Empty in an override: the next match decides. */
  graceDays: number | string;
  /** Days, separated by commas; `none` for no warning; empty in an override: the next match decides. */
  warnDaysBefore: string;
};
export type OverrideValues = {
  /** Identifies the override in the form, whatever its place and name. */
  key: string;
  name: string;
  awsAccountIds: string[];
  unitIds: string[];
  tagKey: string;
  tagValue: string;
  pathPrefix: string;
  kinds: CredentialKind[];
  holder: Holder | "";
  limits: LimitsValues;
};
export type PolicyValues = { human: LimitsValues; machine: LimitsValues; overrides: OverrideValues[] };

const INHERITED: LimitsValues = {
  rotation: { mode: "inherit", days: "" },
  unused: { mode: "inherit", days: "" },
  graceDays: "",
  warnDaysBefore: "",
};

/** A new override: it matches everything and changes nothing until it is filled in. */
export const emptyOverride = (key: string): OverrideValues => ({
  key,
  name: "",
  awsAccountIds: [],
  unitIds: [],
  tagKey: "",
  tagValue: "",
  pathPrefix: "",
  kinds: [],
  holder: "",
  limits: INHERITED,
});

function limitValue(days: number | null | undefined): LimitValue {
  if (days === undefined) return { mode: "inherit", days: "" };
  return days === null ? { mode: "none", days: "" } : { mode: "days", days };
}

function warningsText(days: readonly number[] | undefined): string {
  if (days === undefined) return "";
  return days.length === 0 ? "none" : days.join(", ");
}

const limitsValues = ({ rotationDays, unusedDays, graceDays, warnDaysBefore }: Partial<RotationLimits>) => ({
  rotation: limitValue(rotationDays),
  unused: limitValue(unusedDays),
  graceDays: graceDays ?? "",
  warnDaysBefore: warningsText(warnDaysBefore),
});

function overrideValues({ name, match, limits }: RotationOverride, key: string): OverrideValues {
  return {
    key,
    name,
    awsAccountIds: match.awsAccountIds ?? [],
    unitIds: match.unitIds ?? [],
    tagKey: match.tag?.key ?? "",
    tagValue: match.tag?.value ?? "",
    pathPrefix: match.pathPrefix ?? "",
    kinds: match.kinds ?? [],
    holder: match.holder ?? "",
    limits: limitsValues(limits),
  };
}

/** The saved policies, as values of the form. */
export function policyValues({ human, machine, overrides }: RotationPolicies): PolicyValues {
  return {
    human: limitsValues(human),
    machine: limitsValues(machine),
    overrides: overrides.map((override, index) => overrideValues(override, `kept-${index}`)),
  };
}

/** A value that is not a number becomes NaN, which the API's rules refuse at its field. */
const daysOf = (typed: number | string): number => (typed === "" ? Number.NaN : Number(typed));

function limitOf({ mode, days }: LimitValue): number | null | undefined {
  if (mode === "inherit") return undefined;
  return mode === "none" ? null : daysOf(days);
}

function warningsOf(text: string): number[] | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === "") return undefined;
  if (typed === "none") return [];
  return typed
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map(Number)
    .toSorted((a, b) => b - a);
}

const withoutAbsent = <T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;

const limitsOf = ({ rotation, unused, graceDays, warnDaysBefore }: LimitsValues) =>
  withoutAbsent({
    rotationDays: limitOf(rotation),
    unusedDays: limitOf(unused),
    graceDays: graceDays === "" ? undefined : daysOf(graceDays),
    warnDaysBefore: warningsOf(warnDaysBefore),
  });

const listOf = <T>(values: T[]): T[] | undefined => (values.length > 0 ? values : undefined);
const textOf = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

function tagOf({ tagKey, tagValue }: OverrideValues): RotationMatch["tag"] {
  if (textOf(tagKey) === undefined && textOf(tagValue) === undefined) return undefined;
  return withoutAbsent({ key: tagKey.trim(), value: textOf(tagValue) });
}

const matchOf = (values: OverrideValues) =>
  withoutAbsent({
    awsAccountIds: listOf(values.awsAccountIds),
    unitIds: listOf(values.unitIds),
    tag: tagOf(values),
    pathPrefix: textOf(values.pathPrefix),
    kinds: listOf(values.kinds),
    holder: values.holder === "" ? undefined : values.holder,
  });

/** The input for the API, made of what was typed; the API's rules judge it. */
export function policiesOf({ human, machine, overrides }: PolicyValues): unknown {
  return {
    human: limitsOf(human),
    machine: limitsOf(machine),
    overrides: overrides.map((override) => ({
      name: override.name,
      match: matchOf(override),
      limits: limitsOf(override.limits),
    })),
  };
}
