import { SimpleGrid } from "@mantine/core";
import { CopyableCode, KeyValueList, SectionCard, StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { serverApi } from "../../../../server/api.ts";
import { LastSeen } from "../last-seen.tsx";
import { RESOURCE_LABELS } from "../resource-labels.ts";

export const metadata: Metadata = { title: "Roles Anywhere" };

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function RolesAnywhereResourcePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const resource = await readAt(moment, (asOf) => api.rolesAnywhere.get({ id, asOf }));
  const place = {
    noun: "resource",
    path: `/roles-anywhere/${id}`,
    breadcrumbs: [{ label: "Roles Anywhere", href: hrefOf("/roles-anywhere", { asOf: moment.day }) }],
    moment,
  };
  if (!resource) return <NotKnownThen {...place} />;
  const { kind, enabled, region, roleArns, x509Subject } = resource;
  return (
    <EntityFrame
      {...place}
      title={resource.name}
      description={`${RESOURCE_LABELS[kind]} of Roles Anywhere in ${resource.accountName}`}
      subject="roles_anywhere"
      entity={resource}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(resource, { noun: "resource", moment })} />
        </SectionCard>
        <SectionCard title="Use">
          <KeyValueList
            items={[
              {
                label: "State",
                value: (
                  <StatusBadge tone={enabled ? "positive" : "neutral"}>{enabled ? "Enabled" : "Disabled"}</StatusBadge>
                ),
              },
              { label: "Region", value: region },
              ...(x509Subject
                ? [{ label: "Certificate subject", value: <CopyableCode value={x509Subject} label="subject" /> }]
                : []),
              { label: "Last seen", value: <LastSeen {...resource} at={moment.at} /> },
              ...(kind === "profile"
                ? [
                    {
                      label: "Roles",
                      value: (
                        <Lines values={roleArns} none="none">
                          {(arn) => <CopyableCode value={arn} label="role ARN" />}
                        </Lines>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </SectionCard>
      </SimpleGrid>
    </EntityFrame>
  );
}
