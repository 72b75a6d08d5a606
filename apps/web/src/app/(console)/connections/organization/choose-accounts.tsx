import { Alert, Stack, Text } from "@mantine/core";
import type { OrganizationAccount } from "@rolecall/domain";
import { LiveRefresh } from "../../../../rooms/block/live-refresh.tsx";
import { readAllAccounts, readOrganization } from "./read-organization.ts";
import { SelectionForm } from "./selection-form.tsx";
import type { ShownAccount } from "./unit-tree.tsx";

type Props = { connectionId: string; nextHref: string | null; submitLabel: string };

function shown({ awsAccountId, unitIds, name, state }: OrganizationAccount): ShownAccount {
  return { awsAccountId, unitIds, name, obstacle: state === "ACTIVE" ? null : state };
}

/** The tree from which accounts are chosen, once the organisation has been read. */
export async function ChooseAccounts({ connectionId, nextHref, submitLabel }: Props) {
  const organization = await readOrganization(connectionId);
  if (!organization.units) return <NotReadYet problem={organization.problem} />;
  const accounts = await readAllAccounts(connectionId);
  return (
    <SelectionForm
      // A choice that was saved elsewhere resets the form.
      key={JSON.stringify([organization.selection, organization.discoveredAt])}
      connectionId={connectionId}
      units={organization.units.map(({ unitId, parentId, name, counts }) => ({
        unitId,
        parentId,
        name,
        accountCount: counts.accounts,
      }))}
      accounts={accounts?.filter(({ leftAt }) => leftAt === null).map(shown) ?? null}
      selection={organization.selection}
      nextHref={nextHref}
      submitLabel={submitLabel}
    />
  );
}

function NotReadYet({ problem }: { problem: string | null }) {
  return (
    <Stack>
      <LiveRefresh everyMs={2000} />
      {problem ? (
        <Alert color="red" title="The organisation could not be read" role="alert" style={{ overflowWrap: "anywhere" }}>
          {problem} It is tried again by itself.
        </Alert>
      ) : (
        <Text size="sm" role="status">
          Rolecall is reading the organisation: its accounts, their states and its units. This takes some seconds.
        </Text>
      )}
    </Stack>
  );
}
