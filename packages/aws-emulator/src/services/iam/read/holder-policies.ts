import { errors } from "../../../protocol/aws-error.ts";
import { paginate } from "../../../protocol/paging.ts";
import { element, encodePolicy } from "../../../protocol/query-xml.ts";
import type { AttachedPolicy, InlinePolicy } from "../../../world/model.ts";
import type { AccountCall, IamAction } from "../../actions/query-action.ts";
import { attachedXml } from "../xml/entity-xml.ts";

type Holder = { attachedPolicies: readonly AttachedPolicy[]; inlinePolicies: readonly InlinePolicy[] };

/** The three calls that read the policies of a user, role or group: they differ in the holder's kind only. */
export function holderPolicyActions<T extends Holder>(
  kind: "User" | "Role" | "Group",
  {
    find,
    nameOf,
    resource,
  }: { find: (call: AccountCall) => T; nameOf: (holder: T) => string } & Pick<IamAction, "resource">,
): Record<string, IamAction> {
  const listAttached = (call: AccountCall): string => {
    const { items, tail } = paginate(call, find(call).attachedPolicies, (policy) => policy.arn);
    return attachedXml("AttachedPolicies", items) + tail;
  };
  const listInline = (call: AccountCall): string => {
    const { items, tail } = paginate(call, find(call).inlinePolicies, (policy) => policy.name);
    return `<PolicyNames>${items.map((policy) => element("member", policy.name)).join("")}</PolicyNames>${tail}`;
  };
  const getInline = (call: AccountCall): string => {
    const holder = find(call);
    const name = call.params.required("PolicyName");
    const policy = holder.inlinePolicies.find((candidate) => candidate.name === name);
    if (!policy) throw errors.noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
    return (
      element(`${kind}Name`, nameOf(holder)) +
      element("PolicyName", policy.name) +
      element("PolicyDocument", encodePolicy(policy.document))
    );
  };
  return {
    [`ListAttached${kind}Policies`]: { resource, handle: listAttached },
    [`List${kind}Policies`]: { resource, handle: listInline },
    [`Get${kind}Policy`]: { resource, handle: getInline },
  };
}
