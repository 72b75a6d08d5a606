import { Text } from "@mantine/core";
import type { Overview } from "@rolecall/domain";
import { DateText, LinkButton, LinkText, PartialNotice } from "@rolecall/ui";
import { formatAmount } from "@rolecall/ui/format";
import { readOverview } from "../../../rooms/accounts/read-overview.ts";

const accountsText = (count: number) => formatAmount(count, "account");

/** The age of the inventory, and how many of the accounts it covers. */
export async function InventoryStatus({ awsAccountId }: { awsAccountId: string | null }) {
  const { asOf, accounts } = await readOverview(awsAccountId);
  if (accounts.total === 0) return <>Access keys, users and roles of all your AWS accounts.</>;
  const partial = accounts.partial > 0 ? `, ${accounts.partial} partial` : "";
  return (
    <>
      Inventory as of <DateText at={asOf} withTime />. {accounts.scanned} of {accountsText(accounts.total)} scanned
      {partial}.
    </>
  );
}

function sentences({ failing, neverScanned, partial, pending, pendingUsers }: Overview["accounts"]): string[] {
  return [
    pending > 0
      ? `Access key ids of ${formatAmount(pendingUsers, "user")} in ${accountsText(pending)} are still being read.`
      : null,
    failing > 0
      ? `${accountsText(failing)} could not be scanned last time; the last known state is shown for them.`
      : null,
    neverScanned > 0 ? `Of ${accountsText(neverScanned)} nothing is known yet; they are in no figure below.` : null,
    partial > 0 ? `In ${accountsText(partial)} not everything could be read, so the figures may be too low.` : null,
  ].filter((sentence) => sentence !== null);
}

/** Says what is missing from the figures below; nothing if they are complete. */
export async function InventoryGaps({ awsAccountId }: { awsAccountId: string | null }) {
  const { accounts, today } = await readOverview(awsAccountId);
  const gaps = sentences(accounts);
  if (accounts.total > 0 && !today) {
    return (
      <PartialNotice tone="info" title="The first scan has not landed yet">
        Figures appear here as soon as it has. See how far it is under{" "}
        <LinkText inherit underline="always" href="/accounts">
          Accounts
        </LinkText>
        .
      </PartialNotice>
    );
  }
  if (gaps.length === 0) return null;
  return (
    <PartialNotice
      title="This is not the whole picture"
      actions={
        <LinkButton href="/accounts" size="xs" variant="default">
          See the accounts
        </LinkButton>
      }
    >
      {gaps.map((gap) => (
        <Text key={gap} size="sm">
          {gap}
        </Text>
      ))}
    </PartialNotice>
  );
}
