import { SimpleGrid } from "@mantine/core";
import type { PermissionSet } from "@rolecall/domain";
import { KeyValueList, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { SessionDuration } from "../session-duration.tsx";
import { AssignmentList } from "./assignment-list.tsx";

export const metadata: Metadata = { title: "Permission set" };

const PAGE: Entity<PermissionSet> = {
  subject: "permission_set",
  noun: "permission set",
  list: { title: "Permission sets", path: "/permission-sets" },
  read: (api, query) => api.permissionSets.get(query),
  title: ({ name }) => name,
  description: ({ accountName }) => `Permission set of IAM Identity Center in ${accountName}`,
  body: ({ entity: permissionSet, moment }) => (
    <>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(permissionSet, { noun: "permission set", moment })} />
        </SectionCard>
        <SectionCard title="Settings">
          <KeyValueList
            items={[
              { label: "Description", value: permissionSet.description ?? "none" },
              { label: "Session", value: <SessionDuration {...permissionSet} /> },
            ]}
          />
        </SectionCard>
      </SimpleGrid>
      <AssignmentList assignments={permissionSet.assignments} />
    </>
  ),
};

export default function PermissionSetPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
