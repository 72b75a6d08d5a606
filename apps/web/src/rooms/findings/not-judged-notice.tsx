import { LinkButton, PartialNotice } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";
import type { Moment } from "../as-of/moment.ts";
import { readChecks } from "./read-checks.ts";

/** Says how many accounts are missing from the page because they have not been judged; nothing if all have been, or none. */
export async function NotJudgedNotice({ awsAccountId, moment }: { awsAccountId: string | null; moment: Moment }) {
  const { accountsJudged, accountsNotJudged } = await readChecks(null, awsAccountId, moment.day);
  if (accountsNotJudged === 0 || accountsJudged === 0) return null;
  const [are, they] = accountsNotJudged === 1 ? ["account is", "it"] : ["accounts are", "they"];
  return (
    <PartialNotice
      title={`${formatCount(accountsNotJudged)} ${are} not judged yet`}
      actions={
        <LinkButton href="/accounts" size="xs" variant="default">
          See the accounts
        </LinkButton>
      }
    >
      Nothing is known of what fails there: {they} neither passed nor failed. Accounts are judged with each scan.
    </PartialNotice>
  );
}
