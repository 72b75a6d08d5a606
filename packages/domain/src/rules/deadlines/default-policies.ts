import type { RotationPolicies } from "../../judgement/rotation-policy.ts";
import { DEFAULT_LIMITS } from "./credential-state.ts";

/** What holds for a tenant that has set nothing: the limits of the CIS benchmark for humans and machines alike. */
export const DEFAULT_ROTATION_POLICIES: RotationPolicies = {
  human: DEFAULT_LIMITS,
  machine: DEFAULT_LIMITS,
  overrides: [],
};
