import { SimpleGrid } from "@mantine/core";
import type { RolesAnywhereResource } from "@rolecall/domain";
import { CopyableCode, KeyValueList, SectionCard, StatusBadge } from "@rolecall/ui";
import type { Metadata } from "next";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { Lines } from "../../../../rooms/entity/lines.tsx";
import { LastSeen } from "../last-seen.tsx";
import { RESOURCE_LABELS } from "../resource-labels.ts";

export const metadata: Metadata = { title: "Roles Anywhere" };

const PAGE: Entity<RolesAnywhereResource> = {
  subject: "roles_anywhere",
  noun: "resource",
  list: { title: "Roles Anywhere", path: "/roles-anywhere" },
  read: (api, query) => api.rolesAnywhere.get(query),
  title: ({ name }) => name,
  description: ({ kind, accountName }) => `${RESOURCE_LABELS[kind]} of Roles Anywhere in ${accountName}`,
  body: ({ entity: resource, moment }) => {
    const { kind, enabled, region, roleArns, x509Subject } = resource;
    return (
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
    );
  },
};

export default function RolesAnywhereResourcePage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
