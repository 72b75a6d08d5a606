import { IAM_QUOTAS, type InlinePolicy, type PolicyDocument, readBoundedDocument } from "@rolecall/domain";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader, type UnreadDetail } from "./detail-reader.ts";
import { attachedPolicyArns, inlinePolicyDocument, inlinePolicyNames, type PolicyCalls } from "./policy-calls.ts";

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
    this.documents = new DetailReader(calls.document.action, "inline policies' documents", { isKnownElsewhere: true });
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
    const { value, failure } = await this.documents.read(
      async () => this.bounded(await inlinePolicyDocument(this.call, this.calls, name, policyName)),
      this.shared.document(undefined),
    );
    return { name: policyName, document: failure ? { state: "unread", reason: failure.reason } : value };
  }

  /** Each by itself: roles have the largest quota. */
  private bounded(text: string | undefined): PolicyDocument {
    return readBoundedDocument(text, IAM_QUOTAS.inlineOfRole, this.shared.document);
  }

  private async attachedTo(name: string): Promise<string[]> {
    return (await attachedPolicyArns(this.call, this.calls, name)).map(this.shared.text);
  }

  private async namesOf(name: string): Promise<string[]> {
    return (await inlinePolicyNames(this.call, this.calls, name)).map(this.shared.text);
  }
}
