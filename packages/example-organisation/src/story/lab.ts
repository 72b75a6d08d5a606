import { ACCOUNTS, accountId } from "./accounts.ts";

/** The account that is left for visitors to connect, and the access key of its administrator. */
export const LAB_ACCOUNT = {
  awsAccountId: accountId("lab"),
  name: ACCOUNTS.lab.name,
  administratorAccessKeyId: "AKIATEPGLBNWMNFADMQS",
} as const;
