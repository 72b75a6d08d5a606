import { accountOfArn, isAccountId } from "./arns.ts";
import { asList, asText, isRecord } from "./json.ts";

/** A principal as a policy writes it: AWS, Service, Federated or CanonicalUser, and whom of these. */
export type StatementPrincipal = { type: string; value: string };

/** The Principal or NotPrincipal element of a statement. */
export type Principals = {
  named: readonly StatementPrincipal[];
  /** NotPrincipal: those named are those that the statement is not about. */
  isExcept: boolean;
  /** False: the element is missing, or a part of it has no form that IAM knows. */
  isComplete: boolean;
};

const NONE = { named: [], isComplete: false };
const MISSING: Principals = { ...NONE, isExcept: false };

function namedIn(principal: unknown): Omit<Principals, "isExcept"> {
  if (principal === "*") return { named: [{ type: "AWS", value: "*" }], isComplete: true };
  if (!isRecord(principal)) return NONE;
  const found = Object.entries(principal).flatMap(([type, values]) => asList(values).map((value) => ({ type, value })));
  const named = found.filter(({ value }) => typeof value !== "object");
  return {
    named: named.map(({ type, value }) => ({ type, value: asText(value) })),
    isComplete: named.length === found.length,
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readPrincipals(principal: unknown, notPrincipal: unknown): Principals {
  if (principal === undefined && notPrincipal === undefined) return MISSING;
  const isExcept = notPrincipal !== undefined;
  return { ...namedIn(isExcept ? notPrincipal : principal), isExcept };
}

type IdentityType = "user" | "role" | "assumed-role" | "federated-user";

/** What a value of an AWS principal, or of a condition on aws:PrincipalArn, stands for. */
export type AwsPrincipal =
  | { form: "everybody" }
  /** The id of a user or role that was deleted: AWS shows it where the principal does not exist any more. */
  | { form: "unique_id" }
  /** Everybody of an account: its number, its root, or a wildcard for a name in it. */
  | { form: "account"; awsAccountId: string }
  | { form: "identity"; awsAccountId: string; type: IdentityType; name: string }
  | { form: "unknown" };

const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]{12,}$/;
const ARN = /^arn:[^:]+:(?:iam|sts):/;
const IDENTITY = /^arn:[^:]*:(?:iam|sts)::[^:]*:(user|role|assumed-role|federated-user)\/(.+)/;

/** An ARN of IAM or STS as a principal: one whose account is a wildcard is everybody's. */
export function principalOfArn(arn: string): AwsPrincipal {
  const awsAccountId = accountOfArn(arn);
  if (awsAccountId === null) return { form: "everybody" };
  const [, type, name = ""] = IDENTITY.exec(arn) ?? [];
  if (name === "" || /^[*?]/.test(name)) return { form: "account", awsAccountId };
  return { form: "identity", awsAccountId, type: type as IdentityType, name };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function readAwsPrincipal(value: string): AwsPrincipal {
  if (value === "*") return { form: "everybody" };
  if (isAccountId(value)) return { form: "account", awsAccountId: value };
  if (UNIQUE_ID.test(value)) return { form: "unique_id" };
  return ARN.test(value) ? principalOfArn(value) : { form: "unknown" };
}

/** The account that an AWS principal is of; null: everybody, or nobody who is known. */
export function accountOfPrincipal(value: string): string | null {
  const principal = readAwsPrincipal(value);
  return principal.form === "account" || principal.form === "identity" ? principal.awsAccountId : null;
}
