import type { Entrance, TrustGrade } from "@rolecall/domain";

export type EntrancesOfAccount = { awsAccountId: string; accountName: string; entrances: readonly Entrance[] };

/** The worst first. A policy that could not be read may let in anybody, so unknown ranks before ok. */
export const GRADES_SHOWN: readonly TrustGrade[] = ["critical", "weak", "unknown", "ok"];

/** The paths of one outsider by account, in the order in which they come: the worst first. */
export function byAccount(entrances: readonly Entrance[]): EntrancesOfAccount[] {
  const grouped = Map.groupBy(entrances, ({ awsAccountId }) => awsAccountId);
  return [...grouped].map(([awsAccountId, ofAccount]) => ({
    awsAccountId,
    accountName: ofAccount[0]?.accountName ?? awsAccountId,
    entrances: ofAccount,
  }));
}
