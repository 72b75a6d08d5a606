import { ListRegionsCommand } from "@aws-sdk/client-account";
import type { Partition } from "@rolecall/domain";
import { allByToken } from "../reading/token-pages.ts";
import type { ServiceCalls } from "../session/account-session.ts";

const ENABLED: ReadonlySet<string> = new Set(["ENABLED", "ENABLED_BY_DEFAULT"]);

/** The Regions of an account: those that it can use, by name, and how many it has not enabled. */
export type AccountRegions = { enabled: string[]; disabledCount: number };

/** @throws AwsCallFailed @see https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
export async function listRegions(calls: ServiceCalls): Promise<AccountRegions> {
  const regions = await allByToken(
    calls.on("account"),
    "account:ListRegions",
    (client, NextToken, abort) => client.send(new ListRegionsCommand({ MaxResults: 50, NextToken }), abort),
    {
      itemsOf: ({ Regions }) => Regions,
      identityOf: ({ RegionName }) => RegionName,
      isWhole: ({ Regions }) => Regions !== undefined,
    },
  );
  const enabled = regions.flatMap(({ RegionName, RegionOptStatus = "" }) =>
    RegionName && ENABLED.has(RegionOptStatus) ? RegionName : [],
  );
  return { enabled: enabled.sort(), disabledCount: regions.length - enabled.length };
}

/** Where a partition keeps the events of its global services, IAM among them. */
export const GLOBAL_EVENTS_REGION: Readonly<Record<Partition, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};

/** Regions that every account of a partition has, the most used ones first. */
export const DEFAULT_REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    ..."us-east-1 eu-west-1 us-west-2 eu-central-1 us-east-2 ap-southeast-2 ap-southeast-1 ap-northeast-1".split(" "),
    ..."eu-west-2 ca-central-1 ap-south-1 eu-north-1 eu-west-3 ap-northeast-2 sa-east-1 ap-northeast-3 us-west-1".split(
      " ",
    ),
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-west-1", "us-gov-east-1"],
};
