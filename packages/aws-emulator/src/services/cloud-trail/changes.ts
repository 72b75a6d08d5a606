import type { EmulatedAccount } from "../../world/model.ts";
import type { RecordedCall } from "../../world/trail.ts";
import { isReadOnly } from "./calls.ts";
import type { TrailEvent } from "./event.ts";
import { identityOfArn } from "./identities.ts";

/** The type of a resource by its name; if the name does not show it, by the call's. */
const TYPES: readonly [name: RegExp, type: string][] = [
  [/^(AKIA|ASIA)[A-Z2-7]{16}$/, "AWS::IAM::AccessKey"],
  [/^arn:[\w-]+:iam::\w*:policy\//, "AWS::IAM::Policy"],
  [/^arn:[\w-]+:iam::\d+:mfa\//, "AWS::IAM::MFADevice"],
  [/^arn:[\w-]+:iam::\d+:oidc-provider\//, "AWS::IAM::OIDCProvider"],
  [/^arn:[\w-]+:iam::\d+:saml-provider\//, "AWS::IAM::SAMLProvider"],
  [/^arn:[\w-]+:iam::\d+:role\//, "AWS::IAM::Role"],
  [/^arn:[\w-]+:iam::\d+:user\//, "AWS::IAM::User"],
];

const TYPES_BY_CALL: readonly [eventName: RegExp, type: string][] = [
  [/Role/, "AWS::IAM::Role"],
  [/InstanceProfile/, "AWS::IAM::InstanceProfile"],
  [/User|AccessKey|LoginProfile|Password|MFADevice/, "AWS::IAM::User"],
  [/Group/, "AWS::IAM::Group"],
];

function typeOf(eventName: string, name: string): string {
  const found =
    TYPES.find(([pattern]) => pattern.test(name)) ?? TYPES_BY_CALL.find(([pattern]) => pattern.test(eventName));
  return found?.[1] ?? "AWS::IAM::Policy";
}

/** A recorded change as CloudTrail's event. */
export function changeEvent(account: EmulatedAccount, { at, call, key }: RecordedCall): TrailEvent {
  const { eventName, resourceNames, userAgent, sourceIpAddress, requestParameters = null } = call;
  return {
    ...identityOfArn(account, call.actorArn, at),
    key,
    at: new Date(Math.floor(at.getTime() / 1000) * 1000),
    eventName,
    eventSource: call.eventSource ?? "iam.amazonaws.com",
    readOnly: isReadOnly(eventName),
    region: call.region ?? "us-east-1",
    resources: resourceNames.map((name) => ({ type: typeOf(eventName, name), name })),
    userAgent,
    sourceIpAddress,
    requestParameters,
  };
}
