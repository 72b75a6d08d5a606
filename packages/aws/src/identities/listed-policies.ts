import { GetPolicyVersionCommand, ListPoliciesCommand, type ListPoliciesCommandInput } from "@aws-sdk/client-iam";
import { type PolicyDocument, type PolicyFact, policyFromDetail } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholePolicy } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader } from "./detail-reader.ts";

type Given = { call: IamCall; shared: SharedTexts };

const SCOPES: readonly ListPoliciesCommandInput[] = [{ Scope: "Local" }, { Scope: "AWS", OnlyAttached: true }];

/**
 * The account's own policies and those of AWS that are attached, at one call per policy.
 *
 * @throws AwsCallFailed if the policies cannot be listed. Documents that cannot be read are unread, with the reason.
 */
export async function readPoliciesOneByOne(given: Given): Promise<{ items: PolicyFact[]; details: DetailReader[] }> {
  const documents = new DetailReader("iam:GetPolicyVersion", "documents", { of: "policies", isKnownElsewhere: true });
  const lists = await Promise.all(SCOPES.map((scope) => listPolicies(given, scope)));
  const items = await Promise.all(
    lists.flat().map(async (policy): Promise<PolicyFact> => {
      const unread = given.shared.document(undefined);
      const { value, failure } = await documents.read(() => readDocument(given, policy), unread);
      return { ...policy, document: failure ? { state: "unread", reason: failure.reason } : value };
    }),
  );
  return { items, details: [documents] };
}

const listPolicies = ({ call, shared }: Given, scope: ListPoliciesCommandInput): Promise<PolicyFact[]> =>
  listAll(call, {
    action: "iam:ListPolicies",
    send: (iam, page, abort) => iam.send(new ListPoliciesCommand({ ...scope, ...page }), abort),
    itemsOf: ({ Policies }) => Policies,
    isWhole: isWholePolicy,
    factOf: (policy) => policyFromDetail(policy, shared),
  });

async function readDocument({ call, shared }: Given, policy: PolicyFact): Promise<PolicyDocument> {
  const { PolicyVersion } = await call(
    "iam:GetPolicyVersion",
    (iam, abort) =>
      iam.send(new GetPolicyVersionCommand({ PolicyArn: policy.arn, VersionId: policy.defaultVersionId }), abort),
    ({ PolicyVersion }) => PolicyVersion?.Document !== undefined,
  );
  return shared.document(PolicyVersion?.Document);
}
