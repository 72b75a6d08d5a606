import { isAnything } from "./wildcards.ts";

/** `arn:partition:service:region:account:resource`; the resource may have further colons. */
const ARN_PARTS = 6;

const VARIABLE = /\$\{[^{}]*\}/g;

/** The parts of an ARN; the colon of a variable such as `${aws:PrincipalAccount}` ends none. */
function partsOf(text: string): string[] {
  if (!text.includes("${")) return text.split(":");
  return text
    .replace(VARIABLE, (variable) => variable.replaceAll(":", "\0"))
    .split(":")
    .map((part) => part.replaceAll("\0", ":"));
}

/** An ARN of a policy taken apart, which may have wildcards and variables in any of its parts. */
export type ArnPattern = {
  text: string;
  isAnything: boolean;
  /** Null: it ends before the service or the name, so that a wildcard may stand for several parts, as in arn:aws:iam::* */
  service: string | null;
  /** Null: it ends before the service or the name. Empty: the ARN names none. */
  account: string | null;
  /** The last part, such as `role/deploy-*`. */
  name: string;
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function arnPattern(text: string): ArnPattern {
  const parts = partsOf(text);
  return {
    text,
    isAnything: isAnything(text),
    service: parts.length < ARN_PARTS ? null : (parts[2] ?? null),
    account: parts.length < ARN_PARTS ? null : (parts[4] ?? null),
    name: parts.slice(ARN_PARTS - 1).join(":"),
  };
}

/** The account that an ARN names; null: none, or a wildcard. */
export function accountOfArn(arn: string): string | null {
  const account = arn.split(":", ARN_PARTS - 1)[4] ?? "";
  return isAccountId(account) ? account : null;
}

export const isAccountId = (text: string): boolean => /^\d{12}$/.test(text);
