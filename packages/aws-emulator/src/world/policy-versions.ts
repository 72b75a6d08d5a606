import type { EmulatedPolicy, EmulatedPolicyVersion } from "./model.ts";

/**
 * The version of a customer managed policy that counts.
 *
 * @throws Error if the policy names a default version that it does not have: the world is wrong.
 */
export function defaultVersionOf(policy: EmulatedPolicy): EmulatedPolicyVersion {
  const version = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId);
  if (!version) throw new Error(`Policy ${policy.policyName} has no version ${policy.defaultVersionId}`);
  return version;
}
