import type { EmulatedAccount } from "../world/model.ts";

type Partition = EmulatedAccount["partition"];

/** Regions that every account of the partition has. */
const BY_DEFAULT: Record<Partition, readonly string[]> = {
  aws: [
    ..."ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1".split(" "),
    ..."eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1".split(" "),
    ..."us-east-1 us-east-2 us-west-1 us-west-2".split(" "),
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
};

/**
 * Regions that an account has to enable first.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const BY_OPT_IN: Record<Partition, readonly string[]> = {
  aws: [
    ..."af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5".split(" "),
    ..."ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1".split(" "),
    ..."me-central-1 me-south-1 mx-central-1".split(" "),
  ],
  "aws-cn": [],
  "aws-us-gov": [],
};

export type RegionStatus = "ENABLED_BY_DEFAULT" | "ENABLED" | "ENABLING" | "DISABLING" | "DISABLED";

/** All Regions of the account's partition, by name, and whether the account has them. */
export function regionsOf({ partition, optInRegions = {} }: EmulatedAccount): { name: string; status: RegionStatus }[] {
  const byDefault = BY_DEFAULT[partition].map((name) => ({ name, status: "ENABLED_BY_DEFAULT" as const }));
  const byOptIn = BY_OPT_IN[partition].map((name) => ({ name, status: optInRegions[name] ?? ("DISABLED" as const) }));
  return [...byDefault, ...byOptIn].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the account's principals are known in a Region: not while it is being enabled, and still while it is disabled. */
export function isRegionEnabled({ partition, optInRegions }: EmulatedAccount, region: string): boolean {
  const status = optInRegions?.[region];
  return BY_DEFAULT[partition].includes(region) || status === "ENABLED" || status === "DISABLING";
}
