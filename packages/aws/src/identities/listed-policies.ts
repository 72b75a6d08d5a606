import { GetPolicyVersionCommand } from "@aws-sdk/client-iam";
import {
  type PolicyDocument,
  type PolicyFact,
  policyFromDetail,
  quotaOfPolicy,
  readBoundedDocument,
} from "@rolecall/domain";
import type { Failure } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader } from "./detail-reader.ts";
import { listPolicies } from "./heads.ts";
import type { Listing } from "./listing.ts";

type Given = { call: IamCall; shared: SharedTexts };

const documentsReader = () =>
  new DetailReader("iam:GetPolicyVersion", "documents", { of: "policies", isKnownElsewhere: true });

/**
 * The account's own policies and those of AWS that are attached, at one call per policy.
 *
 * @throws AwsCallFailed if the policies cannot be listed. Documents that cannot be read are unread, with the reason.
 */
export async function readPoliciesOneByOne(given: Given): Promise<{
  items: PolicyFact[];
  details: DetailReader[];
  lacking: Failure | null;
}> {
  const documents = documentsReader();
  const { value, lacking } = await listPolicies(given.call);
  const policies = value.map((policy) => policyFromDetail(policy, given.shared));
  const items = await Promise.all(policies.map((policy) => withDocument(given, documents, policy)));
  return { items, details: [documents], lacking };
}

/** Documents that are asked for one by one where the bulk answer left them out: more wait for another way, or stay unread. */
const LEFT_OUT_AT_ONCE = 10;

/** The policies of a bulk answer, a few of which may lack their documents. What stays unread is named. */
export async function readLeftOutDocuments(given: Given, policies: Listing<PolicyFact>): Promise<Listing<PolicyFact>> {
  const isUnread = ({ document }: PolicyFact) => document.state === "unread";
  const asked = new Set(policies.items.filter(isUnread).slice(0, LEFT_OUT_AT_ONCE));
  if (asked.size === 0) return policies;
  const documents = documentsReader();
  const items = await Promise.all(
    policies.items.map((policy) => (asked.has(policy) ? withDocument(given, documents, policy) : policy)),
  );
  const unread = items.filter(isUnread).length;
  if (unread === 0 || !policies.outcome.ok) return { ...policies, items };
  const left = `iam:GetAccountAuthorizationDetails left out the documents of ${unread} policies`;
  const why = documents.failure;
  const failure: Failure = {
    ...(why ?? { state: "failed", action: "iam:GetAccountAuthorizationDetails", kind: "unknown", deniedBy: null }),
    reason: why ? `${left}. ${why.reason}` : left,
  };
  return { ...policies, items, outcome: { ok: false, failure } };
}

async function withDocument(given: Given, documents: DetailReader, policy: PolicyFact): Promise<PolicyFact> {
  const unread = given.shared.document(undefined);
  const { value, failure } = await documents.read(() => readDocument(given, policy), unread);
  return { ...policy, document: failure ? { state: "unread", reason: failure.reason } : value };
}

async function readDocument({ call, shared }: Given, policy: PolicyFact): Promise<PolicyDocument> {
  const { PolicyVersion } = await call(
    "iam:GetPolicyVersion",
    (iam, abort) =>
      iam.send(new GetPolicyVersionCommand({ PolicyArn: policy.arn, VersionId: policy.defaultVersionId }), abort),
    ({ PolicyVersion }) => PolicyVersion?.Document !== undefined,
  );
  return readBoundedDocument(PolicyVersion?.Document, quotaOfPolicy(policy), shared.document);
}
