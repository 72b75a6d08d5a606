import type { IamAction } from "../actions/query-action.ts";
import { LAST_ACCESSED_ACTIONS } from "./last-accessed/last-accessed.ts";
import { ACCOUNT_ACTIONS } from "./read/account.ts";
import { ACCOUNT_DETAILS_ACTIONS } from "./read/account-details.ts";
import { GROUP_ACTIONS } from "./read/groups.ts";
import { INSTANCE_PROFILE_ACTIONS } from "./read/instance-profiles.ts";
import { MFA_DEVICE_ACTIONS } from "./read/mfa-devices.ts";
import { POLICY_ACTIONS } from "./read/policies.ts";
import { PROVIDER_ACTIONS } from "./read/providers.ts";
import { ROLE_ACTIONS } from "./read/roles.ts";
import { USER_CREDENTIAL_ACTIONS } from "./read/user-credentials.ts";
import { USER_ACTIONS } from "./read/users.ts";
import { CREDENTIAL_WRITES } from "./write/credentials.ts";
import { ROLE_WRITES } from "./write/roles.ts";
import { SERVER_CERTIFICATE_WRITES } from "./write/server-certificates.ts";
import { USER_WRITES } from "./write/users.ts";

/** What a customer does to connect an account and to tidy it up. */
const WRITES: Readonly<Record<string, IamAction>> = {
  ...ROLE_WRITES,
  ...USER_WRITES,
  ...CREDENTIAL_WRITES,
  ...SERVER_CERTIFICATE_WRITES,
};

/** All actions of IAM that the emulator has, by their name on the wire. */
export const IAM_ACTIONS: Readonly<Record<string, IamAction>> = {
  ...ACCOUNT_DETAILS_ACTIONS,
  ...ACCOUNT_ACTIONS,
  ...PROVIDER_ACTIONS,
  ...INSTANCE_PROFILE_ACTIONS,
  ...MFA_DEVICE_ACTIONS,
  ...LAST_ACCESSED_ACTIONS,
  ...USER_ACTIONS,
  ...USER_CREDENTIAL_ACTIONS,
  ...GROUP_ACTIONS,
  ...ROLE_ACTIONS,
  ...POLICY_ACTIONS,
  ...WRITES,
};

/** Whether an action changes the account. */
export const isWrite = (action: string): boolean => action in WRITES;
