import type { ApiCalls, Read } from "./reading.ts";

/** AWS's own states of a member account. @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html */
export type MemberState = "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";

export type MemberAccountFact = {
  awsAccountId: string;
  name: string;
  state: MemberState;
  /** Ids from the root down to the parent: `r-...`, `ou-...`. Null: not told. */
  unitIds: string[] | null;
  joinedAt: Date | null;
};

export type OrganizationalUnitFact = { unitId: string; parentId: string | null; name: string };

/** A permission set of IAM Identity Center with the accounts and principals to which it is assigned. */
export type PermissionSetFact = {
  arn: string;
  name: string;
  description: string | null;
  sessionDuration: string | null;
  createdAt: Date | null;
  /** Of the accounts asked for; unread where it was not readable. */
  assignments: Read<{ awsAccountId: string; principalType: "USER" | "GROUP"; principalId: string }[]>;
};

/** One reading of an organisation, from its management account or a delegated administrator. */
export type OrganizationReading = {
  organizationId: string;
  managementAccountId: string;
  /** The account whose role was used. */
  awsAccountId: string;
  accounts: MemberAccountFact[];
  units: OrganizationalUnitFact[];
  delegatedAdministratorIds: Read<string[]>;
  /** Flags of central root access, such as RootCredentialsManagement. */
  features: Read<string[]>;
  permissionSets: Read<PermissionSetFact[]>;
  apiCalls: ApiCalls;
};
