import type { AwsCallFailed } from "../calls/aws-errors.ts";

/**
 * Why a role could not be assumed. STS answers one and the same AccessDenied to several causes, so the message lists them
 * and claims none.
 */
export function notAssumableMessage(
  error: AwsCallFailed,
  role: { roleArn: string; externalId: string },
  principalArn: string,
): string {
  if (error.kind !== "denied") {
    return `${role.roleArn} could not be assumed: AWS answered ${error.awsErrorName} (${error.awsMessage}). Verify again; if it stays so, check the role ARN and the connection to AWS`;
  }
  return [
    `AWS denied to assume ${role.roleArn}, and gives the same answer to several causes. Check, in this order:`,
    "(1) the role exists under exactly this name and path;",
    `(2) its trust policy allows sts:AssumeRole to ${principalArn};`,
    `(3) its sts:ExternalId condition is ${role.externalId};`,
    "(4) no other condition of the trust policy, such as MFA or a source IP address, shuts the request out;",
    "(5) no service or resource control policy of the organization denies it;",
    "(6) the account is not suspended.",
    `AWS: ${error.awsMessage}`,
  ].join(" ");
}

/** Within its own account the worker's policy opens what no trust policy has to: an External ID proves nothing there. */
export const ownAccountMessage = (roleArn: string): string =>
  `${roleArn} is in the account that Rolecall's worker itself runs in, where an External ID keeps nobody out. Connect another account; upload this one's files instead`;

/** The role opens to a request that it must refuse. */
export function confusedDeputyMessage(
  role: { roleArn: string; externalId: string },
  triedExternalId: string | null,
): string {
  const how = triedExternalId === null ? "without any External ID" : "with a random External ID";
  const condition = JSON.stringify({ StringEquals: { "sts:ExternalId": role.externalId } });
  return [
    `Unsafe: AWS opened ${role.roleArn} to a request ${how}. Anyone who can make Rolecall use this role ARN, such as another of its customers, could read this account through it (confused deputy).`,
    `Put this condition into every Allow statement of the trust policy that names Rolecall's principal: "Condition": ${condition}.`,
    "StringEqualsIfExists passes where no External ID is sent, and StringLike with * passes with any: use StringEquals with the exact value.",
    "Then verify again.",
  ].join(" ");
}

/** An organisation that the account may not read: AWS answers one AccessDenied to a missing permission and to a plain member. */
export function organizationRefusedMessage(error: AwsCallFailed): string {
  const cause =
    error.awsErrorName === "AWSOrganizationsNotInUseException"
      ? "the account is in no organization. Connect it as a single account, or connect the organization's management account"
      : ORGANIZATION_CAUSES[error.kind];
  const next = cause ?? `AWS answered ${error.awsErrorName}. Try again; if it stays so, check the connection to AWS`;
  return `${error.action} did not succeed: ${next}. AWS: ${error.awsMessage}`;
}

const ORGANIZATION_CAUSES: Readonly<Partial<Record<AwsCallFailed["kind"], string>>> = {
  denied:
    "the account is neither the organization's management account nor a delegated administrator of it, or the role's policy does not allow the action. Connect the role in the management account or in a delegated administrator's account, and allow the action there",
  unsupported: "the implementation behind the endpoint does not have organizations",
};
