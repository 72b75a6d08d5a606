import { Group, Stack, Text } from "@mantine/core";
import type { Organization } from "@rolecall/domain";
import { EmptyState, SectionCard } from "@rolecall/ui";
import { NoMatch } from "../../../../rooms/list/empty-list.tsx";
import { Filters } from "../../../../rooms/list/filters.tsx";
import { queryOf } from "../../../../rooms/list/list-query.ts";
import { PagedTable } from "../../../../rooms/list/paged-table.tsx";
import { viewOf } from "../../../../rooms/list/view.ts";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { memberColumns } from "./member-columns.tsx";
import { type MemberFilters, memberFilters, membersAddress } from "./member-filters.ts";
import { VerifyMembersButton } from "./organization-actions.tsx";
import { readOrganization } from "./read-organization.ts";

const NO_FILTER: MemberFilters = { q: null, status: null, state: null, unitId: null, cursor: null };

type Props = {
  connectionId: string;
  /** Null: the list cannot be filtered here. */
  filters: MemberFilters | null;
  canAct: boolean;
};

function VerifyButtons({ connectionId, counts }: { connectionId: string; counts: Organization["counts"] }) {
  const broken = (counts?.failed ?? 0) + (counts?.unsafe ?? 0);
  return (
    <Group gap="xs">
      {broken > 0 && (
        <VerifyMembersButton connectionId={connectionId} only="failed" label={`Verify failed ones again (${broken})`} />
      )}
      <VerifyMembersButton connectionId={connectionId} only="all" label="Verify all" />
    </Group>
  );
}

/** The accounts of an organisation, a page at a time, with the checks of their roles. */
export async function OrganizationMembers({ connectionId, filters, canAct }: Props) {
  const organization = await readOrganization(connectionId);
  if (!organization.discoveredAt) {
    return (
      <SectionCard title="Accounts">
        <Text size="sm">
          {organization.problem ?? "The organisation has not been read yet: its accounts are unknown."}
        </Text>
      </SectionCard>
    );
  }
  const address = membersAddress(connectionId);
  const view = viewOf(address, filters ?? NO_FILTER);
  const page = await orNotFound((await serverApi()).organizations.accounts({ connectionId, ...queryOf(view) }));
  return (
    <SectionCard
      title="Accounts"
      description="Each has a role of its own, which is proven before it is used, and again every day."
      actions={canAct && <VerifyButtons connectionId={connectionId} counts={organization.counts} />}
    >
      <Stack gap="sm">
        {filters && (
          <Filters
            address={address}
            filters={filters}
            label="Filter accounts"
            declared={memberFilters(organization.units ?? [])}
          />
        )}
        <PagedTable
          noun="accounts"
          caption="Accounts of the organisation"
          columns={memberColumns(connectionId, canAct)}
          page={page}
          cursor={view.filters.cursor}
          hrefAt={view.hrefAt}
          rowKey={({ awsAccountId }) => awsAccountId}
          empty={
            view.isFiltered ? (
              <NoMatch noun="accounts" href={address.path} />
            ) : (
              <EmptyState
                title="AWS lists no account"
                description="Discover the organisation again, or see what its last discovery says."
              />
            )
          }
        />
      </Stack>
    </SectionCard>
  );
}
