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
import type { InlinePolicy, ReadAction } from "@rolecall/domain";
import { isWholePage, readAll } from "../reading/marker-pages.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader, type UnreadDetail } from "./detail-reader.ts";

type Abort = { abortSignal?: AbortSignal };
type PageRequest = { MaxItems: number; Marker: string | undefined };
type Page = { IsTruncated?: boolean; Marker?: string };
type Call<Rest extends readonly unknown[], Output> = {
  action: ReadAction;
  send: (iam: IAMClient, name: string, ...rest: [...Rest, abort: Abort]) => Promise<Output>;
};

/** The three calls that tell of the policies of one user, role or group. */
type PolicyCalls = {
  attached: Call<[PageRequest], Page & { AttachedPolicies?: { PolicyArn?: string }[] }>;
  names: Call<[PageRequest], Page & { PolicyNames?: string[] }>;
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

export type IdentityPolicies = { attachedPolicyArns: string[]; inlinePolicies: InlinePolicy[]; unread: UnreadDetail[] };

/** Reads the policies of users, of roles, or of groups, one after the other: two calls for each, and one per inline policy. */
export class IdentityPoliciesReader {
  private readonly call: IamCall;
  private readonly shared: SharedTexts;
  private readonly calls: PolicyCalls;
  private readonly attached: DetailReader;
  private readonly names: DetailReader;
  private readonly documents: DetailReader;

  constructor(call: IamCall, shared: SharedTexts, calls: PolicyCalls) {
    this.call = call;
    this.shared = shared;
    this.calls = calls;
    this.attached = new DetailReader(calls.attached.action, "attached policies");
    this.names = new DetailReader(calls.names.action, "inline policies");
    this.documents = new DetailReader(calls.document.action, "inline policies' documents", { isToldElsewhere: true });
  }

  get details(): DetailReader[] {
    return [this.attached, this.names, this.documents];
  }

  async read(name: string): Promise<IdentityPolicies> {
    const [attached, names] = await Promise.all([
      this.attached.read(() => this.attachedTo(name), []),
      this.names.read(() => this.namesOf(name), []),
    ]);
    const unread: UnreadDetail[] = [];
    if (attached.failure) unread.push({ detail: "attachedPolicyArns", reader: this.attached });
    if (names.failure) unread.push({ detail: "inlinePolicies", reader: this.names });
    const inlinePolicies = await Promise.all(names.value.map((policyName) => this.policyOf(name, policyName)));
    return { attachedPolicyArns: attached.value, inlinePolicies, unread };
  }

  private async policyOf(name: string, policyName: string): Promise<InlinePolicy> {
    const { action, send } = this.calls.document;
    const { value, failure } = await this.documents.read(async () => {
      const answer = await this.call(
        action,
        (iam, abort) => send(iam, name, policyName, abort),
        ({ PolicyDocument }) => PolicyDocument !== undefined,
      );
      return this.shared.document(answer.PolicyDocument);
    }, this.shared.document(undefined));
    return { name: policyName, document: failure ? { state: "unread", reason: failure.reason } : value };
  }

  private attachedTo(name: string): Promise<string[]> {
    const { action, send } = this.calls.attached;
    return readAll(
      action,
      (page) =>
        this.call(
          action,
          (iam, abort) => send(iam, name, page, abort),
          (answer) => isWholePage(answer, answer.AttachedPolicies),
        ),
      ({ AttachedPolicies }) => (AttachedPolicies ?? []).flatMap(({ PolicyArn }) => this.shared.text(PolicyArn ?? "")),
    );
  }

  private namesOf(name: string): Promise<string[]> {
    const { action, send } = this.calls.names;
    return readAll(
      action,
      (page) =>
        this.call(
          action,
          (iam, abort) => send(iam, name, page, abort),
          (answer) => isWholePage(answer, answer.PolicyNames),
        ),
      ({ PolicyNames }) => (PolicyNames ?? []).map(this.shared.text),
    );
  }
}
