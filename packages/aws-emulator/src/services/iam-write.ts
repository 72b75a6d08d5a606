import { ROLE_WRITES } from "./iam-write-roles.ts";
import { USER_WRITES } from "./iam-write-users.ts";

/** What a customer does to connect an account and to tidy it up. */
export const WRITE_ACTIONS = { ...ROLE_WRITES, ...USER_WRITES };
