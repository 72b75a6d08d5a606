/**
 * How many calls one request of the console may carry. A page needs a handful; what a client has more of, it sends in several requests.
 */
export const MAX_BATCH_CALLS = 10;

/** How much one organisation may have of what costs all others: rows that are swept, read and staged. */
export const TENANT_QUOTAS = {
  connections: {
    most: 1_000,
    what: "connections",
    instead: "Disconnect one that is not needed, or connect an organisation at once.",
  },
  accounts: { most: 5_000, what: "AWS accounts", instead: "Disconnect accounts that are not needed." },
  apiTokens: { most: 100, what: "API tokens", instead: "Revoke one that is not used." },
  reportSchedules: { most: 50, what: "report schedules", instead: "Stop one that is not needed." },
  openUploads: {
    most: 10,
    what: "uploads that were begun",
    instead: "Complete one, or wait: what is not completed within an hour is dropped.",
  },
} as const;
export type TenantQuota = keyof typeof TENANT_QUOTAS;
