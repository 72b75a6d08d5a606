import { CREDENTIAL_WRITES } from "./iam-write-credentials.ts";
import { ROLE_WRITES } from "./iam-write-roles.ts";
import { SERVER_CERTIFICATE_WRITES } from "./iam-write-server-certificates.ts";
import { USER_WRITES } from "./iam-write-users.ts";

/** What a customer does to connect an account and to tidy it up. */
export const WRITE_ACTIONS = {
  ...ROLE_WRITES,
  ...USER_WRITES,
  ...CREDENTIAL_WRITES,
  ...SERVER_CERTIFICATE_WRITES,
};
