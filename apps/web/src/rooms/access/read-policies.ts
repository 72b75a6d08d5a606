import type { IamPolicy } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../server/api.ts";
import { momentOf } from "../as-of/moment.ts";

export const nameOfPolicy = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** Read once per request however many blocks ask for it. The arguments are plain values, so that the cache finds them again. */
const readPoliciesNamed = cache(async (name: string, awsAccountId: string, day: string | null) => {
  const api = await serverApi();
  const { items } = await api.policies.list({ awsAccountId, q: name, limit: 200, asOf: momentOf(day).asOf });
  return items;
});

/** Managed policies of an account by ARN. A name is looked for at a time, as each holder has few. */
export async function readPolicies(
  arns: readonly string[],
  { awsAccountId, day }: { awsAccountId: string; day: string | null },
): Promise<Map<string, IamPolicy>> {
  const names = new Set(arns.map((arn) => nameOfPolicy(arn)));
  const found = await Promise.all([...names].map((name) => readPoliciesNamed(name, awsAccountId, day)));
  return new Map(found.flat().map((policy): [string, IamPolicy] => [policy.arn, policy]));
}
