import { SimpleGrid } from "@mantine/core";
import type { InstanceProfile } from "@rolecall/domain";
import { CopyableCode, KeyValueList, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { RoleLink } from "../role-link.tsx";

export const metadata: Metadata = { title: "Instance profile" };

const PAGE: Entity<InstanceProfile> = {
  subject: "instance_profile",
  noun: "instance profile",
  list: { title: "Instance profiles", path: "/instance-profiles" },
  read: (api, query) => api.instanceProfiles.get(query),
  title: ({ instanceProfileName }) => instanceProfileName,
  description: ({ accountName }) => `Instance profile in ${accountName}`,
  body: ({ entity: profile, moment }) => {
    const { awsAccountId, instanceProfileId, path, roleName, roleId } = profile;
    return (
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList
            items={entityItems(profile, { noun: "instance profile", awsId: instanceProfileId, path, moment })}
          />
        </SectionCard>
        <SectionCard title="Role" description="Instances with this profile act as this role.">
          <KeyValueList
            items={[
              {
                label: "Role",
                value: roleName ? (
                  <RoleLink awsAccountId={awsAccountId} roleName={roleName} moment={moment} />
                ) : (
                  "it holds no role"
                ),
              },
              ...(roleId ? [{ label: "Role id", value: <CopyableCode value={roleId} label="role id" /> }] : []),
            ]}
          />
        </SectionCard>
      </SimpleGrid>
    );
  },
};

export default function InstanceProfilePage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
