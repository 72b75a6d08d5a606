import { SimpleGrid } from "@mantine/core";
import { KeyValueList, SectionCard, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { hoursText } from "../../../../rooms/words/durations.ts";
import { serverApi } from "../../../../server/api.ts";
import { AssignmentList } from "./assignment-list.tsx";

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
