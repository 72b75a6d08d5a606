import { EmptyState, LinkButton } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import { FINDINGS, type FindingFilters } from "../../../rooms/address/findings.ts";
import { NothingJudged } from "../../../rooms/findings/nothing-judged.tsx";
import { readChecks } from "../../../rooms/findings/read-checks.ts";
import { NoMatch } from "../../../rooms/list/empty-list.tsx";
import type { View } from "../../../rooms/list/view.ts";

const accountsText = (count: number) => (count === 1 ? "the one account" : `the ${formatCount(count)} accounts`);

/** Why the list of findings has no rows. */
export async function NoFindings({ filters, moment, isFiltered, href }: View<FindingFilters>) {
  const { accountsJudged, accountsNotJudged } = await readChecks(null, filters.awsAccountId, moment.day);
  if (accountsJudged === 0) return <NothingJudged accounts={accountsNotJudged} day={moment.day} />;
  const all = FINDINGS.href({ asOf: moment.day });
  if (isFiltered && filters.status !== null) return <NoMatch noun="findings" href={all} />;
  if (isFiltered) {
    return (
      <NoMatch
        noun="findings"
        href={all}
        description="Open and excepted findings were looked at. What is resolved is kept, and can be looked at as well."
        actions={
          <LinkButton href={href({ status: "resolved" })} variant="default">
            See resolved ones
          </LinkButton>
        }
      />
    );
  }
  return (
    <EmptyState
      title="No findings"
      description={`In ${accountsText(accountsJudged)} judged nothing fails. What could not be judged stands under the checks.`}
      actions={
        <LinkButton href="/checks" variant="default">
          See the checks
        </LinkButton>
      }
    />
  );
}
