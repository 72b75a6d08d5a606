import { SimpleGrid } from "@mantine/core";
import { KeyValueList, SectionCard, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { hoursText } from "../../inventory/duration-text.ts";
import { EntityFrame } from "../../inventory/entity-frame.tsx";
import { entityItems } from "../../inventory/entity-items.tsx";
import { momentOfSearch } from "../../inventory/moment.ts";
import { NotKnownThen } from "../../inventory/not-known-then.tsx";
import { readAt } from "../../inventory/read-at.ts";
import { hrefOf, type SearchParams } from "../../list-query.ts";
import { AssignmentList } from "../assignment-list.tsx";

export const metadata: Metadata = { title: "Permission set" };

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function PermissionSetPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const permissionSet = await readAt(moment, (asOf) => api.permissionSets.get({ id, asOf }));
  const place = {
    noun: "permission set",
    path: `/permission-sets/${id}`,
    breadcrumbs: [{ label: "Permission sets", href: hrefOf("/permission-sets", { asOf: moment.day }) }],
    moment,
  };
  if (!permissionSet) return <NotKnownThen {...place} />;
  const { sessionDurationSeconds, description } = permissionSet;
  return (
    <EntityFrame
      {...place}
      title={permissionSet.name}
      description={`Permission set of IAM Identity Center in ${permissionSet.accountName}`}
      subject="permission_set"
      entity={permissionSet}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(permissionSet, { noun: "permission set", moment })} />
        </SectionCard>
        <SectionCard title="Settings">
          <KeyValueList
            items={[
              { label: "Description", value: description ?? "none" },
              {
                label: "Session",
                value:
                  sessionDurationSeconds === null ? (
                    <Unknown reason="Its session duration could not be read." />
                  ) : (
                    hoursText(sessionDurationSeconds)
                  ),
              },
            ]}
          />
        </SectionCard>
      </SimpleGrid>
      <AssignmentList assignments={permissionSet.assignments} />
    </EntityFrame>
  );
}
