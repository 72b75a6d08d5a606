import { SimpleGrid } from "@mantine/core";
import { CopyableCode, KeyValueList, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { serverApi } from "../../../../server/api.ts";
import { RoleLink } from "../role-link.tsx";

export const metadata: Metadata = { title: "Instance profile" };

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function InstanceProfilePage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const profile = await readAt(moment, (asOf) => api.instanceProfiles.get({ id, asOf }));
  const place = {
    noun: "instance profile",
    path: `/instance-profiles/${id}`,
    breadcrumbs: [{ label: "Instance profiles", href: hrefOf("/instance-profiles", { asOf: moment.day }) }],
    moment,
  };
  if (!profile) return <NotKnownThen {...place} />;
  const { awsAccountId, roleName, roleId } = profile;
  return (
    <EntityFrame
      {...place}
      title={profile.instanceProfileName}
      description={`Instance profile in ${profile.accountName}`}
      subject="instance_profile"
      entity={profile}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList
            items={entityItems(profile, {
              noun: "instance profile",
              awsId: profile.instanceProfileId,
              path: profile.path,
              moment,
            })}
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
    </EntityFrame>
  );
}
