import type { Partition } from "../primitives.ts";

/** IAM is global within a partition: any of its Regions will do, and this one is always enabled. */
export const DEFAULT_REGION: Record<Partition, string> = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
};
