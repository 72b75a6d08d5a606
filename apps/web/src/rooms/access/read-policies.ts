import type { IamPolicy } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../server/api.ts";
import { momentOf } from "../as-of/moment.ts";

export const nameOfPolicy = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Read once per request. The arguments are plain values, because the cache compares by identity. */
const readPoliciesNamed = cache(async (name: string, awsAccountId: string, day: string | null) => {
  const api = await serverApi();
  const { items } = await api.policies.list({ awsAccountId, q: name, limit: 200, asOf: momentOf(day).asOf });
  return items;
});

/** Managed policies of an account by ARN. Each name is looked up by itself, because a holder has few policies. */
export async function readPolicies(
  arns: readonly string[],
  { awsAccountId, day }: { awsAccountId: string; day: string | null },
): Promise<Map<string, IamPolicy>> {
  const names = new Set(arns.map((arn) => nameOfPolicy(arn)));
  const pages = await Promise.all([...names].map((name) => readPoliciesNamed(name, awsAccountId, day)));
  return new Map(pages.flat().map((policy): [string, IamPolicy] => [policy.arn, policy]));
}
