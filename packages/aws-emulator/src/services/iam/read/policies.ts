import { arns } from "../../../identity/arns.ts";
import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, list, wrap } from "../../../protocol/query-xml.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { allTagsXml } from "../xml/entity-xml.ts";
import {
  type AnyPolicy,
  awsPoliciesOf,
  findPolicy,
  newestFirst,
  ofAccount,
  type PolicyUse,
  policyUse,
  policyVersionHeadXml,
  policyVersionXml,
  policyXml,
} from "../xml/policy-xml.ts";

/** What the optional parameters of ListPolicies leave in the list. */
function listedPolicies({ account, params }: AccountCall, uses: ReadonlyMap<string, PolicyUse>): AnyPolicy[] {
  const scope = params.optional("Scope") ?? "All";
  const local = Array.from(account.policies.values(), (policy) => ofAccount(account, policy));
  const prefix = params.optional("PathPrefix") ?? "/";
  const onlyAttached = params.optional("OnlyAttached") === "true";
  const usedAs = params.optional("PolicyUsageFilter");
  return [...(scope === "AWS" ? [] : local), ...(scope === "Local" ? [] : awsPoliciesOf(account))].filter((policy) => {
    const use = uses.get(policy.arn) ?? { attachments: 0, boundaries: 0 };
    if (!policy.path.startsWith(prefix)) return false;
    if (usedAs === "PermissionsPolicy" && use.attachments === 0) return false;
    if (usedAs === "PermissionsBoundary" && use.boundaries === 0) return false;
    return !onlyAttached || use.attachments > 0;
  });
}

function listPolicies(call: AccountCall): string {
  const uses = policyUse(call.account);
  const { items, tail } = paginate(call, listedPolicies(call, uses), (policy) => policy.arn);
  return list("Policies", items, (policy) => policyXml(policy, uses.get(policy.arn))) + tail;
}

/** @throws AwsError NoSuchEntity. */
function namedPolicy({ account, params }: AccountCall): AnyPolicy {
  const arn = params.required("PolicyArn");
  const policy = findPolicy(account, arn);
  if (!policy) throw errors.noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

function getPolicy(call: AccountCall): string {
  const policy = namedPolicy(call);
  return wrap(
    "Policy",
    policyXml(policy, policyUse(call.account).get(policy.arn)) +
      element("Description", policy.description) +
      allTagsXml(policy.tags),
  );
}

function getPolicyVersion(call: AccountCall): string {
  const policy = namedPolicy(call);
  const versionId = call.params.required("VersionId");
  const version = policy.versions.find((candidate) => candidate.versionId === versionId);
  if (!version) {
    throw errors.noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
  }
  return wrap("PolicyVersion", policyVersionXml(policy, version));
}

function listPolicyVersions(call: AccountCall): string {
  const policy = namedPolicy(call);
  const versions = newestFirst(policy);
  const places = new Map(versions.map((version, place) => [version, String(place).padStart(2, "0")]));
  const { items, tail } = paginate(call, versions, (version) => places.get(version)!);
  return list("Versions", items, (version) => policyVersionHeadXml(policy, version)) + tail;
}

const onPolicy = (handle: (call: AccountCall) => string): IamAction => ({
  resource: ({ params }) => params.required("PolicyArn"),
  handle,
});

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const POLICY_ACTIONS: Readonly<Record<string, IamAction>> = {
  ListPolicies: { resource: ({ account }) => arns.any(account, "policy/"), handle: listPolicies },
  GetPolicy: onPolicy(getPolicy),
  GetPolicyVersion: onPolicy(getPolicyVersion),
  ListPolicyVersions: onPolicy(listPolicyVersions),
};
