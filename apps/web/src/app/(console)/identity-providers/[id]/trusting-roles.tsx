import { Text } from "@mantine/core";
import type { IamRole, IdentityProvider } from "@rolecall/domain";
import { type Column, DataTable, SectionCard } from "@rolecall/ui";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { NameCell } from "../../../../rooms/list/cells.tsx";
import { SEARCH_PAGE_SIZE, searchPages } from "../../../../rooms/list/search-pages.ts";
import { LastUse } from "../../../../rooms/usage/last-use.tsx";
import { serverApi } from "../../../../server/api.ts";

const columnsAt = (moment: Moment): Column<IamRole>[] => [
  {
    id: "roleName",
    header: "Role",
    cell: ({ id, roleName }) => <NameCell href={`/roles/${id}`} moment={moment} name={roleName} />,
  },
  {
    id: "lastUsed",
    header: "Last used",
    cell: (role) => (
      <LastUse lastUse={role.lastUse} lastUsedAt={role.lastUsedAt} now={moment.at} never="not in 400 days" />
    ),
  },
];

/** The roles that trust an identity provider. */
export async function TrustingRoles({ provider, moment }: { provider: IdentityProvider; moment: Moment }) {
  const api = await serverApi();
  const { awsAccountId, arn, roles } = provider;
  const { rows, isWhole } = await searchPages(
    (cursor) => api.roles.list({ awsAccountId, asOf: moment.asOf, limit: SEARCH_PAGE_SIZE, cursor }),
    (role) => role.trust.principals.some(({ type, value }) => type === "Federated" && value === arn),
    roles,
  );
  return (
    <SectionCard title="Roles that trust it" description="Whom this provider vouches for may take these roles up.">
      <DataTable
        caption="Roles that trust it"
        columns={columnsAt(moment)}
        rows={rows}
        rowKey={(role) => role.id}
        empty={
          <Text size="sm">
            {isWhole ? "No role trusts it: it lets nobody in." : "The roles that trust it could not be found."}
          </Text>
        }
      />
      {!isWhole && (
        <Text size="sm" c="dimmed" mt="xs">
          The account has too many roles to look through here: {rows.length} of {roles} are shown.
        </Text>
      )}
    </SectionCard>
  );
}
