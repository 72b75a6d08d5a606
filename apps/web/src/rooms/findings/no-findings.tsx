import { EmptyState, LinkButton } from "@rolecall/ui";
import { type FindingFilters, findingsHref, isFiltered } from "../address/findings.ts";
import type { Moment } from "../as-of/moment.ts";
import { readChecks } from "./read-checks.ts";

const accountsText = (count: number) =>
  count === 1 ? "the one account" : `the ${count.toLocaleString("en-US")} accounts`;

/** What stands where nothing has been judged: no account, or none whose first scan has landed. */
export function NothingJudged({ accounts, day }: { accounts: number; day: string | null }) {
  if (day !== null) {
    return (
      <EmptyState
        title="No account had been judged then"
        description={`By the end of ${day} no judgement had been made, so nothing can be said of that day.`}
      />
    );
  }
  if (accounts === 0) {
    return (
      <EmptyState
        title="No account is connected yet"
        description="Connect an AWS account: it is judged with its first scan."
        actions={<LinkButton href="/connections/new">Connect an account</LinkButton>}
      />
    );
  }
  return (
    <EmptyState
      title="No account has been judged yet"
      description="That is not the same as no findings: nothing is known. Accounts are judged as soon as their first scan has landed."
      actions={
        <LinkButton href="/accounts" variant="default">
          See the accounts
        </LinkButton>
      }
    />
  );
}

/** Why the list of findings has no rows. */
export async function NoFindings({ filters, moment }: { filters: FindingFilters; moment: Moment }) {
  const { accountsJudged, accountsNotJudged } = await readChecks(null, filters.awsAccountId, moment.day);
  if (accountsJudged === 0) return <NothingJudged accounts={accountsNotJudged} day={moment.day} />;
  if (isFiltered(filters)) {
    return (
      <EmptyState
        title="No findings match these filters"
        description={
          filters.status === null
            ? "Open and excepted findings were looked at. What is resolved is kept, and can be looked at as well."
            : "Take a filter away, or look at all of them."
        }
        actions={
          <>
            {filters.status === null && (
              <LinkButton href={findingsHref({ ...filters, status: "resolved", cursor: null })} variant="default">
                See resolved ones
              </LinkButton>
            )}
            <LinkButton href={findingsHref({ asOf: moment.day })} variant="default">
              Clear the filters
            </LinkButton>
          </>
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
