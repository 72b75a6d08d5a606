import type { CredentialKind, CredentialStatus } from "../../../inventory/credential.ts";
import type { MigrationTarget } from "../../target/target.ts";

/** What people do next, with the commands of the AWS CLI, and how to go back. */
export type Step = {
  sentence: string;
  commands: string[];
  /** Null: there is none. The sentence says so. */
  wayBack: { sentence: string; commands: string[] } | null;
};

/** One credential of the user, by its kind and AWS's id of it. */
export type StepCredential = { kind: CredentialKind; id: string; status: CredentialStatus };

/** All that steps are written from: the user as it stands in the inventory. */
export type StepInput = {
  target: MigrationTarget;
  userName: string;
  /** Those that exist; null: they could not be read. */
  credentials: readonly StepCredential[] | null;
  groupNames: readonly string[];
  attachedPolicyArns: readonly string[];
  inlinePolicyNames: readonly string[];
  hasPermissionsBoundary: boolean;
  /** Null: the devices have not been read one by one. */
  mfaSerialNumbers: readonly string[] | null;
  /** The role that takes over; null: none does. */
  roleName: string | null;
};
