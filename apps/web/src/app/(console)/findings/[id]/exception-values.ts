import { CreateExceptionInput, type ExceptionCondition, type Finding, MS_PER_DAY } from "@rolecall/domain";

/** The values of the form, as they are typed. */
export type ExceptionValues = {
  owner: string;
  reason: string;
  approver: string;
  /** A UTC day; the exception expires at its end. */
  expiresOn: string;
  condition: ExceptionCondition["kind"] | "";
  cidrs: string[];
  policyArn: string;
};

export const NO_EXCEPTION: ExceptionValues = {
  owner: "",
  reason: "",
  approver: "",
  expiresOn: "",
  condition: "",
  cidrs: [],
  policyArn: "",
};

const MOST_YEARS = 2;
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The first and the last day on which an exception may expire: today, and the last whole day within two years. */
export function expiryDays(now: Date): { first: string; last: string } {
  const twoYears = new Date(now);
  twoYears.setUTCFullYear(twoYears.getUTCFullYear() + MOST_YEARS);
  return { first: dayOf(now), last: dayOf(new Date(twoYears.getTime() - MS_PER_DAY)) };
}

function conditionOf({ condition, cidrs, policyArn }: ExceptionValues): ExceptionCondition | null {
  switch (condition) {
    case "":
      return null;
    case "source_ip":
      return { kind: condition, cidrs };
    case "permissions_boundary":
      return { kind: condition, policyArn: policyArn.trim() };
    default:
      return { kind: condition };
  }
}

/** The input for the API. The exception expires with the last moment of its day. */
export function exceptionInput(
  { checkId, subject, subjectId }: Pick<Finding, "checkId" | "subject" | "subjectId">,
  values: ExceptionValues,
): CreateExceptionInput {
  const { owner, reason, approver, expiresOn } = values;
  return {
    checkId,
    subject,
    subjectId,
    owner,
    reason,
    approver,
    expiresAt: new Date(`${expiresOn}T23:59:59.999Z`),
    condition: conditionOf(values),
  };
}

const MISSING: Readonly<Record<string, string>> = {
  owner: "Say who answers for it",
  approver: "Say who allowed it",
};

function expiryProblem(expiresOn: string, now: Date): string | null {
  const { first, last } = expiryDays(now);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expiresOn)) return "Choose the day on which it ends";
  if (expiresOn < first) return "That day is over";
  return expiresOn > last ? `At most two years ahead: ${last} is the last day` : null;
}

/** The field of the form that an issue of the API's rules belongs to. */
export function fieldOf(path: readonly PropertyKey[]): keyof ExceptionValues {
  const [head, below] = path.map(String);
  if (head === "expiresAt") return "expiresOn";
  if (head !== "condition") return head as keyof ExceptionValues;
  return below === "cidrs" || below === "policyArn" ? below : "condition";
}

function messageOf(field: keyof ExceptionValues, message: string, values: ExceptionValues): string {
  const typed = values[field];
  if (typeof typed === "string" && typed.trim() === "" && field in MISSING) return MISSING[field] ?? message;
  if (field !== "cidrs") return message;
  return values.cidrs.length === 0
    ? "Name at least one range"
    : "Each must be a range of addresses, such as 203.0.113.0/24";
}

/** The first message per field, by the same rules as the API's. */
export function exceptionProblems(
  finding: Pick<Finding, "checkId" | "subject" | "subjectId">,
  values: ExceptionValues,
  now: Date,
): Partial<Record<keyof ExceptionValues, string>> {
  const issues = CreateExceptionInput.safeParse(exceptionInput(finding, values)).error?.issues ?? [];
  const problems = Object.fromEntries(
    issues.toReversed().map(({ path, message }) => {
      const field = fieldOf(path);
      return [field, messageOf(field, message, values)];
    }),
  );
  const expiresOn = expiryProblem(values.expiresOn, now);
  if (values.condition === "permissions_boundary" && values.policyArn.trim() === "") {
    problems.policyArn = "Name the policy by its ARN";
  }
  return expiresOn ? { ...problems, expiresOn } : problems;
}
