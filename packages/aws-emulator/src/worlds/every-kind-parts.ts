import { allowing } from "../builders/account-parts.ts";
import type { AttachedPolicy, InlinePolicy, UsagePattern } from "../world/model.ts";

export const date = (day: string): Date => new Date(`${day}T10:00:00Z`);

const awsAccountId = "300000000001";

/** What tests name of the world with every kind. At `now`, some of its credentials and certificates have expired. */
export const EVERY_KIND_WORLD = {
  now: date("2026-06-01"),
  awsAccountId,
  externalId: "rolecall-3f0c5b1e-7c1d-4e7a-8f60-2b9e6a1d4c55",
  readerRoleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
} as const;

export const awsManaged = (name: string): AttachedPolicy => ({ name, arn: `arn:aws:iam::aws:policy/${name}` });

/** A customer managed policy of the account. */
export const own = (name: string, path = "/"): AttachedPolicy => ({
  name,
  arn: `arn:aws:iam::${awsAccountId}:policy${path}${name}`,
});

export const allow = (name: string, ...actions: string[]): InlinePolicy => ({ name, document: allowing(...actions) });

/** Used every day, to this day. */
export const usedDaily = (firstDay: string, ...services: string[]): UsagePattern => ({
  firstAt: date(firstDay),
  until: null,
  everyHours: 24,
  jitterSeed: 11,
  services: services.map((service) => ({ service, region: service === "s3" ? "N/A" : "eu-central-1" })),
});
