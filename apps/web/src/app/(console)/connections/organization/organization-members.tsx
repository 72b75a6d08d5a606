import { Group, Stack, Text } from "@mantine/core";
import { CursorPager, EmptyState, FilterForm, LinkButton, SectionCard } from "@rolecall/ui";
import { hrefOf } from "../../../../rooms/address/list-query.ts";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { type MemberFilters, memberFields } from "./member-filters.ts";
import { MemberTable } from "./member-table.tsx";
import { VerifyMembersButton } from "./organization-actions.tsx";
import { readOrganization } from "./read-organization.ts";

type Props = {
  connectionId: string;
  /** Where the whole list is. */
  path: string;
  /** Null: the list cannot be filtered here. */
  filters: MemberFilters | null;
  canAct: boolean;
};

/** The accounts of an organisation, a page at a time, with the checks of their roles. */
export async function OrganizationMembers({ connectionId, path, filters, canAct }: Props) {
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
  const page = await orNotFound((await serverApi()).organizations.accounts({ connectionId, ...filters }));
  const { cursor, ...kept } = filters ?? {};
  const isFiltered = Object.values(kept).some((value) => value !== undefined && value !== "");
  const broken = (organization.counts?.failed ?? 0) + (organization.counts?.unsafe ?? 0);
  return (
    <SectionCard
      title="Accounts"
      description="Each has a role of its own, which is proven before it is used, and again every day."
      actions={
        canAct && (
          <Group gap="xs">
            {broken > 0 && (
              <VerifyMembersButton
                connectionId={connectionId}
                only="failed"
                label={`Verify failed ones again (${broken})`}
              />
            )}
            <VerifyMembersButton connectionId={connectionId} only="all" label="Verify all" />
          </Group>
        )
      }
    >
      <Stack gap="sm">
        {filters && (
          <FilterForm action={path} label="Filter accounts" fields={memberFields(filters, organization.units ?? [])} />
        )}
        <MemberTable
          connectionId={connectionId}
          accounts={page.items}
          canAct={canAct}
          empty={
            <EmptyState
              title={isFiltered ? "No account matches these filters" : "AWS lists no account"}
              description={
                isFiltered
                  ? "Try fewer of them."
                  : "Discover the organisation again, or see what its last discovery says."
              }
              actions={
                isFiltered && (
                  <LinkButton href={path} variant="default">
                    Clear the filters
                  </LinkButton>
                )
              }
            />
          }
        />
        <CursorPager
          noun="accounts"
          shown={page.items.length}
          firstHref={cursor ? hrefOf(path, kept) : null}
          nextHref={page.nextCursor ? hrefOf(path, { ...kept, cursor: page.nextCursor }) : null}
        />
      </Stack>
    </SectionCard>
  );
}
