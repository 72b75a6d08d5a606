import { ownerFromTags } from "../../inventory/owner.ts";
import type { JudgedGroup, JudgedPolicy, JudgedRole, JudgedUser, Verdict } from "../../judgement/judged.ts";
import type { PowerView } from "../../judgement/trust.ts";
import { allowsEverything } from "../power/document-power.ts";
import { awsManagedName } from "../power/known-policies.ts";
import { wildcardServices } from "../power/wildcard-services.ts";
import { fails, isUnknown, type Outcome, passes, type Subject, verdictOf } from "./verdict.ts";

type Holder = Pick<JudgedUser, "attachedPolicyArns" | "inlinePolicies">;

/** The verdicts on the policies that any principal or group holds. */
export function checkHeldPolicies(holder: Holder, of: Subject): Verdict[] {
  return [
    verdictOf("inline_admin_policy", of, inlineAdmin(holder, of.name)),
    verdictOf("cloudshell_full_access", of, cloudShell(holder, of.name)),
  ];
}

function inlineAdmin({ inlinePolicies }: Holder, name: string): Outcome {
  const judged = inlinePolicies
    .map((policy) => ({ name: policy.name, isAdmin: allowsEverything(policy.document) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = (wanted: boolean | null) =>
    judged.filter(({ isAdmin }) => isAdmin === wanted).map((policy) => policy.name);
  const [admin, unread] = [names(true).join(", "), names(null).join(", ")];
  if (admin) return fails(`${name} is allowed everything by its inline policy ${admin}`, { inlinePolicies: admin });
  if (unread) return isUnknown(`The inline policy ${unread} of ${name} could not be read`, { inlinePolicies: unread });
  return passes(`No inline policy of ${name} allows everything`);
}

function cloudShell({ attachedPolicyArns }: Holder, name: string): Outcome {
  const arn = attachedPolicyArns.find((each) => awsManagedName(each) === "AWSCloudShellFullAccess");
  return arn === undefined
    ? passes(`AWSCloudShellFullAccess is not attached to ${name}`)
    : fails(`AWSCloudShellFullAccess is attached to ${name}`, { attachedPolicyArn: arn });
}

/** The verdicts on the policies that a role holds; its trust policy is judged by `trustVerdicts`. */
export function checkRolePolicies({ role, power }: { role: JudgedRole; power: PowerView }): Verdict[] {
  return checkHeldPolicies(role, {
    subject: "role",
    id: role.id,
    name: role.roleName,
    userRecordId: null,
    owner: ownerFromTags(role.tags),
    power: power.power,
  });
}

/** The verdicts on the policies of a group. A group does nothing itself, so that they are not weighted. */
export function checkGroup(group: JudgedGroup): Verdict[] {
  return checkHeldPolicies(group, {
    subject: "group",
    id: group.id,
    name: group.groupName,
    userRecordId: null,
    owner: null,
    power: null,
  });
}

/**
 * The verdicts on a managed policy of the account; none on one of AWS.
 *
 * @param isBoundaryOnly it is the permissions boundary of somebody and attached to nobody: then it allows nothing by itself.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1 excludePermissionBoundaryPolicy
 */
export function checkPolicy(policy: JudgedPolicy, isBoundaryOnly: boolean): Verdict[] {
  if (policy.isAwsManaged) return [];
  const of: Subject = {
    subject: "policy",
    id: policy.id,
    name: policy.policyName,
    userRecordId: null,
    owner: null,
    power: null,
  };
  return [
    verdictOf("admin_policy", of, isBoundaryOnly ? boundary(policy) : adminPolicy(policy)),
    verdictOf("service_wildcard_policy", of, isBoundaryOnly ? boundary(policy) : serviceWildcard(policy)),
  ];
}

const boundary = ({ policyName }: JudgedPolicy): Outcome =>
  passes(`${policyName} is a permissions boundary only, and gives nothing`);
const unread = ({ policyName, problem }: JudgedPolicy): Outcome =>
  isUnknown(`The document of policy ${policyName} could not be read as a whole`, { problem });

function adminPolicy(policy: JudgedPolicy): Outcome {
  const isAdmin = allowsEverything(policy.document);
  if (isAdmin === null) return unread(policy);
  const { policyName, arn } = policy;
  return isAdmin
    ? fails(`Policy ${policyName} allows every action on every resource`, { policyArn: arn })
    : passes(`Policy ${policyName} does not allow everything`);
}

function serviceWildcard(policy: JudgedPolicy): Outcome {
  const { found, isComplete } = wildcardServices(policy.document);
  const { policyName, arn } = policy;
  const actions = found.join(", ");
  if (actions) {
    return fails(`Policy ${policyName} allows all actions of a service: ${actions}`, { policyArn: arn, actions });
  }
  return isComplete ? passes(`Policy ${policyName} allows no service as a whole`) : unread(policy);
}
