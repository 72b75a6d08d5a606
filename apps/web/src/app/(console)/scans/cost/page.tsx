import { Stack, Text } from "@mantine/core";
import { SCAN_BUDGET, type ScanBudgetLine, type ScanKind, scanBudget } from "@rolecall/domain";
import { type Column, DataTable, PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { ActionNames } from "../../../../rooms/scans/action-names.tsx";
import { SCAN_KINDS } from "../../../../rooms/scans/scan-status.tsx";
import { requireSession } from "../../../../server/session.ts";

export const metadata: Metadata = { title: "What a scan costs" };

const columns: readonly Column<ScanBudgetLine>[] = [
  { id: "action", header: "Action", cell: ({ actions }) => <ActionNames actions={actions} /> },
  { id: "calls", header: "Calls at the most", cell: ({ calls }) => calls },
];

const KINDS: readonly ScanKind[] = ["inventory", "slow_lane", "recheck", "upload"];

/** An account of 200 users, none of whom changed since the last scan. */
const EXAMPLE = {
  users: 200,
  groups: 20,
  roles: 300,
  policies: 150,
  instanceProfiles: 20,
  oidcProviders: 2,
  usersChanged: 0,
  usersWithOtherMfa: 0,
  migrationCandidates: 10,
  regions: 17,
} as const;

/** The published budget: how much of an account's own API limits Rolecall uses. */
export default async function ScanCostPage() {
  await requireSession();
  const unchanged = scanBudget("inventory", EXAMPLE);
  return (
    <>
      <PageHeader
        title="What a scan costs"
        breadcrumbs={[{ label: "Accounts", href: "/accounts" }]}
        description="IAM's API limits are shared by everything in an account. This is the most that Rolecall takes of them; each scan's page shows what it took."
      />
      <Stack gap="lg">
        <Text size="sm" maw={720}>
          An account of {EXAMPLE.users} users and {EXAMPLE.roles} roles in which nothing changed is read with at most{" "}
          {unchanged} calls. Calls that AWS throttles are repeated with growing pauses, and come on top; none is
          dropped. Reading costs nothing in money: AWS does not charge for these actions.
        </Text>
        {KINDS.map((kind) => (
          <SectionCard key={kind} title={SCAN_KINDS[kind].label} description={SCAN_KINDS[kind].meaning}>
            <DataTable
              caption={`Calls of one scan: ${SCAN_KINDS[kind].label}`}
              columns={columns}
              rows={SCAN_BUDGET.filter((line) => line.kind === kind)}
              rowKey={({ actions }) => actions.join(" ")}
              empty={null}
            />
          </SectionCard>
        ))}
      </Stack>
    </>
  );
}
