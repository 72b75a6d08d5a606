import {
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import type { ReadAction } from "@rolecall/domain";
import { itself } from "../reading/each-once.ts";
import { type Abort, listAll, type PageRequest } from "../reading/iam-lists.ts";
import type { MarkerPage } from "../reading/marker-pages.ts";
import type { IamCall } from "../session/account-session.ts";

type Call<Rest extends readonly unknown[], Output> = {
  action: ReadAction;
  send: (iam: IAMClient, name: string, ...rest: [...Rest, abort: Abort]) => Promise<Output>;
};

/** The three calls that read the policies of one user, role or group. */
export type PolicyCalls = {
  attached: Call<[PageRequest], MarkerPage & { AttachedPolicies?: { PolicyArn?: string }[] }>;
  names: Call<[PageRequest], MarkerPage & { PolicyNames?: string[] }>;
  document: Call<[policyName: string], { PolicyDocument: string | undefined }>;
};

export const USER_POLICIES: PolicyCalls = {
  attached: {
    action: "iam:ListAttachedUserPolicies",
    send: (iam, UserName, page, abort) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...page }), abort),
  },
  names: {
    action: "iam:ListUserPolicies",
    send: (iam, UserName, page, abort) => iam.send(new ListUserPoliciesCommand({ UserName, ...page }), abort),
  },
  document: {
    action: "iam:GetUserPolicy",
    send: (iam, UserName, PolicyName, abort) => iam.send(new GetUserPolicyCommand({ UserName, PolicyName }), abort),
  },
};

export const ROLE_POLICIES: PolicyCalls = {
  attached: {
    action: "iam:ListAttachedRolePolicies",
    send: (iam, RoleName, page, abort) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...page }), abort),
  },
  names: {
    action: "iam:ListRolePolicies",
    send: (iam, RoleName, page, abort) => iam.send(new ListRolePoliciesCommand({ RoleName, ...page }), abort),
  },
  document: {
    action: "iam:GetRolePolicy",
    send: (iam, RoleName, PolicyName, abort) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }), abort),
  },
};

export const GROUP_POLICIES: PolicyCalls = {
  attached: {
    action: "iam:ListAttachedGroupPolicies",
    send: (iam, GroupName, page, abort) =>
      iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, ...page }), abort),
  },
  names: {
    action: "iam:ListGroupPolicies",
    send: (iam, GroupName, page, abort) => iam.send(new ListGroupPoliciesCommand({ GroupName, ...page }), abort),
  },
  document: {
    action: "iam:GetGroupPolicy",
    send: (iam, GroupName, PolicyName, abort) => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }), abort),
  },
};

/** ARNs of the policies that are attached to the identity of this name. @throws AwsCallFailed */
export function attachedPolicyArns(
  call: IamCall,
  { attached: { action, send } }: PolicyCalls,
  name: string,
): Promise<string[]> {
  return listAll(call, {
    action,
    send: (iam, page, abort) => send(iam, name, page, abort),
    itemsOf: ({ AttachedPolicies }) => AttachedPolicies,
    factOf: ({ PolicyArn = "" }) => PolicyArn,
    identityOf: itself,
  });
}

/** @throws AwsCallFailed */
export function inlinePolicyNames(
  call: IamCall,
  { names: { action, send } }: PolicyCalls,
  name: string,
): Promise<string[]> {
  return listAll(call, {
    action,
    send: (iam, page, abort) => send(iam, name, page, abort),
    itemsOf: ({ PolicyNames }) => PolicyNames,
    factOf: itself,
    identityOf: itself,
  });
}

/** The document as IAM returns it, URL-encoded. @throws AwsCallFailed */
export async function inlinePolicyDocument(
  call: IamCall,
  { document: { action, send } }: PolicyCalls,
  name: string,
  policyName: string,
): Promise<string> {
  const { PolicyDocument = "" } = await call(
    action,
    (iam, abort) => send(iam, name, policyName, abort),
    (answer) => answer.PolicyDocument !== undefined,
  );
  return PolicyDocument;
}
